"""Measures a run of daily digests: time, queries and memory, for one to ten thousand subscribers.

`python -m bench.digests [--sizes 1000 2000 5000 10000]`. Each size has a database and a process of
its own. Nineteen of twenty subscribers are addresses that follow a framework, a theme, a provision
or a search, in three languages and five zones; the others hold a mandate in a delegation with news
in its room. Mails are written whole and handed to a backend that only counts them.
"""

import argparse
import json
from typing import Any

from .databases import fresh, run

SIZES = [1000, 2000, 5000, 10000]
_COLUMNS = (
    ("subscribers", "{:>12,.0f}"),
    ("mails", "{:>8,.0f}"),
    ("plan s", "{:>8.1f}"),
    ("send s", "{:>8.1f}"),
    ("s per 1,000", "{:>13.2f}"),
    ("CPU s per 1,000", "{:>17.2f}"),
    ("queries a mail", "{:>16.2f}"),
    ("memory MiB", "{:>12.1f}"),
    ("peak MiB", "{:>10.1f}"),
    ("MiB per 1,000", "{:>15.2f}"),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    rows = [measured(size) for size in sorted(parser.parse_args().sizes)]
    print(table(rows))
    return 0


def measured(size: int) -> dict[str, Any]:
    """Return what one size costs."""
    with fresh(f"digests_{size}") as environment:
        return dict(json.loads(run(["-m", "bench.digest_run", str(size)], environment)))


def table(rows: list[dict[str, Any]]) -> str:
    """Return the measures as text. CPU is the sending process's alone. *Memory* is what it held
    before the first mail; the last column what it grew by for each thousand mails after the first.
    """
    widths = [len(form.format(0)) for _name, form in _COLUMNS]
    names = [name for name, _form in _COLUMNS]
    head = "".join(f"{name:>{width}}" for name, width in zip(names, widths, strict=True))
    lines = ["".join(form.format(row[name]) for name, form in _COLUMNS) for row in rows]
    return "\n".join(["a run of daily digests", head, *lines])


if __name__ == "__main__":
    raise SystemExit(main())
