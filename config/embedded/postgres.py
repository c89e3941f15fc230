"""A PostgreSQL of our own on a unix socket: no port, no password, one data folder.

The launcher that comes with the wheel changes accounts and modes behind one's back; this one
only calls the programs.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg2

from config.embedded.binaries import POSTGRES, find_postgres
from config.embedded.datafolder import DataFolder
from config.embedded.processes import how_it_ended, last_lines, spawn, wait_until
from config.embedded.report import Stop

ROLE = DATABASE = "tripartite"
# Fast shutdown (ends sessions, writes everything), then immediate, then the kernel.
STOPPING = ((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))
# Recovery after a crash can take a while; as long as the server lives, it is given that.
_READY_WITHIN = 300.0
# Messages and numbers of this server must not depend on the caller's shell (PGDATA, LANG, …).
_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
# Safe only where losing the data is no loss: throw-away servers.
_CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass
class Postgres:
    """One server on one data folder. `throwaway` trades safety of the data for speed."""

    folder: DataFolder
    keep_open: Sequence[int] = ()
    throwaway: bool = False
    _programs: Path | None = field(default=None, init=False)

    name = "PostgreSQL"
    log_name = "postgres"
    stopping = STOPPING

    @property
    def url(self) -> str:
        """DATABASE_URL of this server, in the form django-environ has for a socket's folder."""
        return f"postgres://{ROLE}@:5432/{quote(str(self.folder.sockets))}/{DATABASE}"

    @property
    def programs(self) -> Path:
        """The folder of `postgres` and `initdb`. Raises `Stop` when there is none."""
        if self._programs is None:
            self._programs = find_postgres(self.folder.owner, self.folder.programs)
        return self._programs

    def prepare(self) -> None:
        """Make the cluster when there is none. Raises `Stop` when it cannot be used."""
        version = self.folder.postgres / "PG_VERSION"
        if not version.exists():
            self._make_cluster()
        elif version.read_text().strip() != str(POSTGRES):
            raise Stop(
                f"{self.folder.postgres} was made by PostgreSQL {version.read_text().strip()}, "
                f"this is {POSTGRES}: move the folder away, or restore a backup into a new one"
            )

    def start(self) -> "subprocess.Popen[bytes]":
        """Start the server; it is ready when `is_ready` says so."""
        # The lock of the data folder is ours and free of earlier children, so a process with
        # the number that a killed server left behind here is somebody else's.
        settings = ["listen_addresses=", "unix_socket_permissions=0700", "log_timezone=UTC"]
        if self.throwaway:
            settings += _CARELESS
        options = [part for setting in settings for part in ("-c", setting)]
        return spawn(
            [
                str(self.programs / "postgres"),
                *("-D", str(self.folder.postgres)),
                *("-k", str(self.folder.sockets)),
                *options,
            ],
            env=_ENVIRONMENT,
            log=self.folder.log(self.log_name),
            dies_by=signal.SIGINT,
            account=self.folder.owner,
            keep_open=self.keep_open,
            cwd=Path("/"),
        )

    def forget_dead_server(self) -> None:
        """Remove the process number that a killed server left, before the first start.

        PostgreSQL would refuse to start when that number was given to another process since.
        Only for the one who has just taken the data folder's lock: every process of an earlier
        run had inherited it, so none of them is left.
        """
        (self.folder.postgres / "postmaster.pid").unlink(missing_ok=True)

    def wait_ready(self, process: "subprocess.Popen[bytes]") -> None:
        """Return when the server takes connections and has our database; else raise `Stop`."""
        wait_until(lambda: process.poll() is not None or self.is_ready(), seconds=_READY_WITHIN)
        if process.returncode is not None:
            raise Stop(
                f"PostgreSQL did not start ({how_it_ended(process.returncode)}):\n"
                + last_lines(self.folder.log(self.log_name))
            )
        self._make_database()

    def is_ready(self) -> bool:
        """Whether the server takes connections."""
        try:
            psycopg2.connect(**self._connection()).close()
        except psycopg2.OperationalError:
            return False
        return True

    def _connection(self) -> dict[str, str]:
        return {"host": str(self.folder.sockets), "user": ROLE, "dbname": "postgres"}

    def _make_database(self) -> None:
        connection = psycopg2.connect(**self._connection())
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE DATABASE {DATABASE}")
        finally:
            connection.close()

    def _make_cluster(self) -> None:
        """Made beside its place and renamed, so that an interrupted start leaves no half."""
        beginning = self.folder.postgres.with_name("postgres.beginning")
        shutil.rmtree(beginning, ignore_errors=True)
        beginning.mkdir(mode=0o700)
        owner = self.folder.owner
        if owner is not None:
            os.chown(beginning, owner.uid, owner.gid)
        made = subprocess.run(
            [str(self.programs / "initdb"), *self._initdb_options(), "-D", str(beginning)],
            env=_ENVIRONMENT,
            cwd="/",
            capture_output=True,
            text=True,
            user=owner.uid if owner else None,
            group=owner.gid if owner else None,
            extra_groups=[] if owner else None,
        )
        if made.returncode:
            raise Stop(f"initdb failed:\n{made.stdout}{made.stderr}".rstrip())
        beginning.rename(self.folder.postgres)

    def _initdb_options(self) -> list[str]:
        """The builtin C.UTF-8 sorts alike on every machine; production is made the same way."""
        locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        quick = ["--no-sync"] if self.throwaway else []
        return ["--username", ROLE, "--auth=trust", *locale, *quick]
