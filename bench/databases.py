"""Databases that the bench makes beside the one it was given, and drops again."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql


@contextmanager
def fresh(suffix: str) -> Iterator[dict[str, str]]:
    """Yield the environment of a migrated sample database of its own; drop it afterwards."""
    name = f"tripartite_bench_{os.getpid()}_{suffix}"
    base = os.environ["DATABASE_URL"]
    environment = os.environ | {"DATABASE_URL": _beside(base, name), "TRIPARTITE_SAMPLE": "1"}
    _administer(base, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        run(["manage.py", "migrate", "--verbosity", "0"], environment)
        yield environment
    finally:
        _administer(base, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def run(arguments: list[str], environment: dict[str, str]) -> str:
    """Run Python with `arguments` and return the last line of its output."""
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
