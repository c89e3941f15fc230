"""Which account PostgreSQL runs under: it refuses root, so root hands it to `nobody`."""

import os
import pwd
import subprocess
from pathlib import Path

from config.embedded.processes import Account
from config.embedded.report import Stop


def for_postgres() -> Account | None:
    """The account to change to, or None to stay who we are.

    Raises `Stop` when there is no account that PostgreSQL would accept.
    """
    if os.getuid() != 0:
        _has_name(os.getuid())
        return None
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        raise Stop(
            "PostgreSQL does not run as root and this system has no account “nobody”; "
            "run portal as an ordinary user, or set DATABASE_URL"
        ) from None
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)


def _has_name(uid: int) -> None:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        raise Stop(
            f"PostgreSQL does not run for user id {uid}, which has no entry in /etc/passwd; "
            "add one, or set DATABASE_URL"
        ) from None


def can_enter(who: Account, folder: Path) -> bool:
    """Whether `who` can pass into `folder`, or into its nearest parent that exists."""
    while not folder.exists():
        folder = folder.parent
    return _test("-x", who, folder)


def can_read(who: Account, file: Path) -> bool:
    """Whether `who` can read and, for a program, reach `file`."""
    return _test("-r", who, file)


def _test(question: str, who: Account, path: Path) -> bool:
    """Ask the kernel as that account: modes, groups, ACLs and mounts all count."""
    try:
        asked = subprocess.run(
            ["/usr/bin/test", question, str(path)],
            cwd="/",
            user=who.uid,
            group=who.gid,
            extra_groups=[],
        )
    except OSError as error:
        raise Stop(
            f"this system does not let root start a process as “{who.name}” ({error}); "
            "run portal as an ordinary user, or set DATABASE_URL"
        ) from error
    return asked.returncode == 0
