"""Where `./portal up` keeps its data, and the lock that lets one process use it at a time."""

import fcntl
import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from config.embedded import account
from config.embedded.processes import PROJECT, Account, wait_until
from config.embedded.report import Stop

# The kernel's limit for the path of a unix socket is 108 bytes with its final zero.
_SOCKET_PATH_BYTES = 107
_LONGEST_SOCKET = ".s.PGSQL.5432.lock"
_SYSTEM_DATA = Path("/var/lib/tripartite")


@dataclass(frozen=True)
class DataFolder:
    """The folder of one database: `sample` or `real`, or the throw-away one of a test run.

    `owner` is the account that PostgreSQL runs under when it is not ours.
    """

    root: Path
    owner: Account | None

    @property
    def postgres(self) -> Path:
        """The cluster; owned by the account PostgreSQL runs under."""
        return self.root / "postgres"

    @property
    def valkey(self) -> Path:
        """Valkey's append-only file."""
        return self.root / "valkey"

    @property
    def programs(self) -> Path:
        """A copy of PostgreSQL's programs, where its account cannot read those in `.venv`."""
        return self.root / "programs"

    @property
    def logs(self) -> Path:
        """One file for each child."""
        return self.root / "logs"

    @property
    def record(self) -> Path:
        """Checkpoints of the record and the key that signs them (TRIPARTITE_DATA)."""
        return self.root / "record"

    @property
    def schedule(self) -> Path:
        """Where beat remembers when it last ticked."""
        return self.root / "beat" / "schedule"

    @property
    def sockets(self) -> Path:
        """The folder of the sockets; elsewhere when a path in here would be too long."""
        here = self.root / "run"
        if len(os.fsencode(here / _LONGEST_SOCKET)) <= _SOCKET_PATH_BYTES:
            return here
        return Path("/tmp", f"tripartite-{os.getuid()}-{_digest(self.root)}")  # noqa: S108

    def log(self, name: str) -> Path:
        """The log of the child `name`."""
        return self.logs / f"{name}.log"

    def make(self) -> None:
        """Make what is missing. Raises `Stop` when this user may not."""
        try:
            self._make_root()
            for folder in (self.valkey, self.logs, self.record, self.schedule.parent):
                folder.mkdir(mode=0o700, exist_ok=True)
            self._make_sockets()
        except OSError as error:
            raise Stop(
                f"{error.filename} cannot be made or written ({error.strerror}); run portal as "
                "the user who owns it, or choose another folder with --data"
            ) from error

    def _make_root(self) -> None:
        """PostgreSQL's account passes through the root and what is made above it."""
        missing = [folder for folder in self.root.parents if not folder.exists()]
        self.root.mkdir(parents=True, exist_ok=True)
        if self.owner is not None:
            for folder in (self.root, *missing):
                folder.chmod(0o711)

    def _make_sockets(self) -> None:
        """The sockets' folder lets in nobody else: access to it is access to the data."""
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        us = self.owner or Account("", os.getuid(), os.getgid())
        found = self.sockets.stat().st_uid
        # What root has lent to PostgreSQL's account in another run, root takes back.
        lent = os.getuid() == 0 and self.sockets.parent == self.root
        if self.sockets.is_symlink() or not (found in (us.uid, os.getuid()) or lent):
            raise Stop(f"{self.sockets} belongs to somebody else; remove it, or use --data")
        if found != us.uid:
            os.chown(self.sockets, us.uid, us.gid)
        self.sockets.chmod(0o700)


def choose(data: Path | None, *, sample: bool, owner: Account | None) -> DataFolder:
    """The folder of `up` and `manage`: under `data`, `.data`, or /var/lib/tripartite.

    PostgreSQL refuses to run as root. Where the account that it then runs under cannot get
    into the project (a clone in /root), the data lies under /var/lib/tripartite instead.
    Raises `Stop` when `data` was asked for and that account cannot reach it.
    """
    mode = "sample" if sample else "real"
    if data is not None:
        chosen = data.expanduser().absolute()
        if owner is not None and not account.can_enter(owner, chosen):
            raise Stop(
                f"as root, PostgreSQL runs as “{owner.name}”, who cannot enter {chosen}; "
                "choose a folder that others can enter, or run portal as an ordinary user"
            )
        return DataFolder(chosen / mode, owner)
    if owner is not None and not account.can_enter(owner, PROJECT):
        return DataFolder(_SYSTEM_DATA / _digest(PROJECT) / mode, owner)
    return DataFolder(PROJECT / ".data" / mode, owner)


class InUse(Exception):
    """Somebody else uses the data folder; `holder` is what they wrote about themselves."""

    def __init__(self, holder: dict[str, Any]) -> None:
        super().__init__(holder)
        self.holder = holder


def hold(folder: DataFolder, about: dict[str, Any], *, patience: float = 15) -> IO[str]:
    """Take the folder's lock, write `about` us into it, and return the open file.

    Children inherit the descriptor, and the lock is free only when the last of them is gone.
    So what a killed supervisor left can never work on the data beside a new one: we wait
    `patience` seconds for it to end. Raises `InUse` when a living process holds it.
    """
    held = open(folder.root / "lock", "a+")  # noqa: SIM115 - open as long as it is held
    if not wait_until(lambda: _taken(held) or _holder_lives(folder), seconds=patience):
        held.close()
        raise Stop(f"what an earlier run left is still ending; {_left_over(folder)}")
    if not _taken(held):
        held.close()
        raise InUse(holder(folder))
    held.truncate(0)
    held.write(json.dumps({"process": os.getpid(), **about}))
    held.flush()
    return held


def holder(folder: DataFolder) -> dict[str, Any]:
    """What the process that holds or last held the lock wrote; empty when there is none."""
    try:
        written = json.loads((folder.root / "lock").read_text() or "{}")
    except (OSError, ValueError):
        return {}
    return written if isinstance(written, dict) else {}


def _taken(held: IO[str]) -> bool:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder_lives(folder: DataFolder) -> bool:
    process = holder(folder).get("process")
    if not isinstance(process, int):
        return False
    command = Path("/proc", str(process), "cmdline")
    if Path("/proc/self").exists():  # a number can be given to another program by now
        return command.exists() and b"config.embedded" in command.read_bytes()
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _left_over(folder: DataFolder) -> str:
    """Names the processes that still hold the lock, as far as this system shows them."""
    lock, found = (folder.root / "lock").stat(), []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            opened: Sequence[os.stat_result] = [f.stat() for f in (process / "fd").iterdir()]
        except OSError:
            continue
        if any((f.st_dev, f.st_ino) == (lock.st_dev, lock.st_ino) for f in opened):
            found.append(process.name)
    return f"end the processes {', '.join(sorted(found)) or '(not visible)'} and try again"


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
