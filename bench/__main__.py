"""Runs the bench: two databases, one server at a time, ratios printed in one run.

`python -m bench [--sizes 1000 10000]`; `./portal bench` brings the services. Every number is
of this run and this machine: only the ratios can be compared with another's.
"""

import argparse
import json
import socket
import sys
from typing import Any

from . import reanchoring, report
from .databases import fresh, run


def main() -> int:
    parser = argparse.ArgumentParser(prog="./portal bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10000])
    options = parser.parse_args()
    if min(options.sizes) < 600:
        parser.error("a size is at least 600: one case asks for the 500th provision")
    results = [measured(size) for size in sorted(options.sizes)]
    for size, result in zip(sorted(options.sizes), results, strict=True):
        print(report.table(size, result["rows"]))
    if len(results) > 1:
        print(report.growth(results[0]["rows"], results[-1]["rows"]))
    print("\nrecorded acts, committed per second")
    for name, value in results[-1]["acts"].items():
        print(f"  {name:<34}{value:>10}")
    print(f"\n{reanchoring.report()}")
    print(
        "\n! marks what is over its aim. CPU is the web process's alone; wall includes PostgreSQL."
    )
    return 0


def measured(size: int) -> dict[str, Any]:
    """Make a database of `size` provisions, measure it in a process of its own, drop it."""
    with fresh(str(size)) as environment:
        return dict(json.loads(run(["-m", "bench.measure", str(size), _free_port()], environment)))


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
