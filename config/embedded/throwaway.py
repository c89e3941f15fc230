"""A PostgreSQL and a Valkey for one run of the tests or the bench, gone afterwards."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from config.embedded import account
from config.embedded.datafolder import DataFolder
from config.embedded.postgres import Postgres
from config.embedded.processes import Account
from config.embedded.report import step
from config.embedded.services import Addresses
from config.embedded.supervisor import Supervisor
from config.embedded.valkey import Valkey

_NAME = "tripartite-run-"


@contextmanager
def services(*, careless: bool) -> Iterator[tuple[DataFolder, Addresses]]:
    """Both services in a new temporary folder, whatever DATABASE_URL and REDIS_URL say.

    `careless` servers write nothing safely and are faster: for tests. Everything is removed at
    the end, and so is what an earlier run left that was killed before it could.
    """
    owner = account.for_postgres()
    parent = _parent(owner)
    _sweep(parent)
    folder, held = _new_folder(parent, owner)
    supervisor = Supervisor(folder)
    try:
        folder.make()
        lock = [held.fileno()]
        postgres, valkey = Postgres(folder, lock, careless), Valkey(folder, lock, careless)
        with step("Starting a PostgreSQL and a Valkey for this run"):
            postgres.prepare()
            started = supervisor.start(postgres), supervisor.start(valkey)
            postgres.wait_ready(started[0])
            valkey.wait_ready(started[1])
        yield folder, Addresses(database=postgres.url, broker=valkey.url)
    finally:
        supervisor.stop(quietly=True)
        _remove(folder)
        held.close()


def _parent(owner: Account | None) -> Path:
    """The system's temporary folder, if PostgreSQL's account can get into it."""
    usual = Path(tempfile.gettempdir())
    return usual if owner is None or account.can_enter(owner, usual) else Path("/tmp")  # noqa: S108


def _new_folder(parent: Path, owner: Account | None) -> tuple[DataFolder, IO[str]]:
    """Locked before it gets its name, so that no other run can sweep it away."""
    made = Path(tempfile.mkdtemp(prefix="tripartite-new-", dir=parent))
    held = open(made / "lock", "w")  # noqa: SIM115 - open as long as it is held
    fcntl.flock(held, fcntl.LOCK_EX)
    named = made.with_name(made.name.replace("tripartite-new-", _NAME))
    made.rename(named)
    return DataFolder(named, owner), held


def _sweep(parent: Path) -> None:
    """Remove the folders of our own earlier runs that no living process holds."""
    for left in parent.glob(f"{_NAME}*"):
        with suppress(OSError):
            if left.stat().st_uid != os.getuid():
                continue
            with open(left / "lock") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _remove(DataFolder(left, None))


def _remove(folder: DataFolder) -> None:
    shutil.rmtree(folder.sockets, ignore_errors=True)
    shutil.rmtree(folder.root, ignore_errors=True)
