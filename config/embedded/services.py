"""PostgreSQL and Valkey, ours or the ones that DATABASE_URL and REDIS_URL name."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from config.embedded import account
from config.embedded.datafolder import DataFolder
from config.embedded.postgres import Postgres
from config.embedded.processes import Account
from config.embedded.report import step
from config.embedded.supervisor import Supervisor
from config.embedded.valkey import Valkey


@dataclass(frozen=True)
class Addresses:
    """Where the database and the broker answer: DATABASE_URL and REDIS_URL."""

    database: str
    broker: str


def owner_of_database() -> Account | None:
    """The account our PostgreSQL needs; None when it needs no other, or DATABASE_URL is set."""
    return None if os.environ.get("DATABASE_URL") else account.for_postgres()


def addresses(folder: DataFolder) -> Addresses:
    """The addresses of the services of `folder`, whether they run or not."""
    return Addresses(
        database=os.environ.get("DATABASE_URL") or Postgres(folder).url,
        broker=os.environ.get("REDIS_URL") or Valkey(folder).url,
    )


def start(supervisor: Supervisor, folder: DataFolder, keep_open: Sequence[int]) -> Addresses:
    """Start what is not given by the environment, and wait until it answers.

    Only for the holder of the folder's lock. Raises `Stop` when one does not start.
    """
    postgres, valkey = Postgres(folder, keep_open), Valkey(folder, keep_open)
    given = addresses(folder)
    if os.environ.get("DATABASE_URL"):
        _say_given("PostgreSQL", "DATABASE_URL", given.database)
    else:
        if not (folder.postgres / "PG_VERSION").exists():
            with step("Making a PostgreSQL cluster"):
                postgres.prepare()
        with step("Starting PostgreSQL"):
            postgres.prepare()
            postgres.forget_dead_server()
            postgres.wait_ready(supervisor.start(postgres))
    if os.environ.get("REDIS_URL"):
        _say_given("Valkey", "REDIS_URL", given.broker)
    else:
        with step("Starting Valkey"):
            valkey.wait_ready(supervisor.start(valkey))
    return given


def _say_given(name: str, variable: str, url: str) -> None:
    """Name the server, never its password."""
    parts = urlsplit(url)
    place = parts.hostname or parts.path
    with step(f"Using the {name} of {variable} ({place})"):
        pass
