"""Runs the bench: two databases, one server at a time, ratios printed in one run.

`python -m bench [--sizes 1000 10000]`; `./portal bench` brings the services. Every number is
of this run and this machine: only the ratios can be compared with another's.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql

from . import reanchoring, report


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
    name = f"tripartite_bench_{os.getpid()}_{size}"
    base = os.environ["DATABASE_URL"]
    environment = os.environ | {"DATABASE_URL": _beside(base, name), "TRIPARTITE_SAMPLE": "1"}
    _administer(base, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        _run(["manage.py", "migrate", "--verbosity", "0"], environment)
        return dict(json.loads(_run(["-m", "bench.measure", str(size), _free_port()], environment)))
    finally:
        _administer(base, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _run(arguments: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""


def _beside(url: str, name: str) -> str:
    """The address of database `name` on the same server; a socket's folder stays in the path."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{parts.path.rpartition('/')[0]}/{name}"))


def _administer(url: str, statement: sql.Composed) -> None:
    from environ import Env

    parts = Env.db_url_config(url)
    connection = psycopg2.connect(
        dbname=parts["NAME"],
        user=parts["USER"],
        password=parts["PASSWORD"],
        host=parts["HOST"],
        port=parts["PORT"] or None,
    )
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
