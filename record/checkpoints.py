"""Nightly checkpoints: the signed heads of all chains, in a file outside the database.

Whoever owns the database can rewrite a chain to its end, or cut it and its head; the file,
and every copy of it that somebody else keeps, then disagrees.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import reduce
from operator import or_
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from core.actor import Actor
from core.errors import Conflict

from .acts import act, together
from .chains import current_heads
from .checkpoint_file import OpenFile, opened
from .checkpoint_lines import Line, digest, is_signed, make_line, read_line
from .locks import Job, hold
from .models import SYSTEM, Checkpoint, Entry, Installation
from .signing import signing_key, trusted_keys

log = logging.getLogger(__name__)
_DISAGREE = (
    "The checkpoint file and the database disagree about earlier checkpoints. "
    "Run verify_record, and see “When the verification fails” in docs/operations.md."
)


def take_checkpoint(*, actor: Actor, at: datetime) -> date | None:
    """Sign the present heads and write them down, once for each UTC day.

    Returns the day, or None if it has its checkpoint already. File and table are made equal
    first: a line whose transaction failed gets its row, a row whose line is lost gets it
    back. Raises Conflict, having written nothing, if the two contradict each other, and
    ImproperlyConfigured for a signing key that can't be used.
    """
    day = at.astimezone(UTC).date()
    with together():
        hold(Job.CHECKPOINT)
        with opened(settings.CHECKPOINT_FILE) as file:
            _make_equal(file, actor, at)
            if Checkpoint.objects.filter(day=day).exists():
                return None
            _write(file, actor, at)
    return day


def _write(file: OpenFile, actor: Actor, at: datetime) -> None:
    _demand_known_key(file)
    installation = Installation.objects.get()
    line = make_line(
        installation=str(installation.key),
        is_sample=installation.is_sample,
        at=at,
        heads=current_heads(),
        previous=file.lines[-1] if file.lines else None,
        key=signing_key(settings.RECORD_SIGNING_KEY_FILE),
    )
    _enter(line, at.astimezone(UTC).date(), actor, at)
    # Last, so that as little as possible can fail once the line is on the disk.
    file.append(line)


def _demand_known_key(file: OpenFile) -> None:
    """Refuse to go on with a key that nobody has seen: it may be the wrong folder's."""
    keys = trusted_keys(settings.RECORD_SIGNING_KEY_FILE)
    if file.lines and read_line(file.lines[-1])[0].key not in keys:
        raise Conflict(
            "The earlier checkpoints were signed with another key. Put that key back, or its "
            "public half into record-former-keys.pem beside the signing key."
        )


def _enter(line: str, day: date, actor: Actor, at: datetime) -> None:
    with act("record.checkpointed", subject=day.isoformat(), actor=actor, at=at) as made:
        Checkpoint.objects.create(day=day, at=at, line=line)
        made.enter(SYSTEM, {"digest": digest(line)})


def put_back_lines() -> None:
    """Write those lines of the checkpoint file that only the database still has.

    Raises Conflict, having written nothing, if the two contradict each other.
    """
    with opened(settings.CHECKPOINT_FILE) as file:
        _put_back(file, _rows())


def keys_of_checkpoints() -> tuple[str, ...]:
    """Return the names of the public keys that signed the checkpoints in the database."""
    keys = set()
    for row in _rows():
        with suppress(ValueError):  # a spoilt line is for the verification to tell
            keys.add(read_line(row)[0].key)
    return tuple(sorted(keys))


def _rows() -> list[str]:
    return list(Checkpoint.objects.order_by("day").values_list("line", flat=True))


def _make_equal(file: OpenFile, actor: Actor, at: datetime) -> None:
    _adopt(_put_back(file, _rows()), actor, at)


def _put_back(file: OpenFile, rows: Sequence[str]) -> list[str]:
    """Return the lines that the file has and the database lacks."""
    shared = min(len(rows), len(file.lines))
    if rows[:shared] != file.lines[:shared]:
        raise Conflict(_DISAGREE)
    unknown = file.lines[shared:]
    for line in rows[shared:]:
        log.warning("The checkpoint file lacked a line that the database has; it was put back.")
        file.append(line)
    return unknown


def _adopt(lines: Sequence[str], actor: Actor, at: datetime) -> None:
    """Give their rows to lines that were written by transactions which then failed."""
    for text in lines:
        line = _ours(text)
        if not _is_of_these_chains(line):
            raise Conflict(
                f"The checkpoint of {line.day} knows entries that this database lacks: it was "
                "cut, or restored from an older backup. See “After a restore” in "
                "docs/operations.md."
            )
        log.warning("The checkpoint of %s was written, but not entered; it is now.", line.day)
        _enter(text, line.day, actor, at)


def _ours(text: str) -> Line:
    installation = Installation.objects.get()
    try:
        line, signature = read_line(text)
    except ValueError as error:
        raise Conflict("The checkpoint file ends in a line that can't be read.") from error
    if (line.installation, line.is_sample) != (str(installation.key), installation.is_sample):
        raise Conflict(
            "The checkpoint file is about another database. Give each database its own folder "
            "in TRIPARTITE_DATA."
        )
    key = trusted_keys(settings.RECORD_SIGNING_KEY_FILE).get(line.key)
    if key is None or not is_signed(line, signature, key):
        raise Conflict("The checkpoint file ends in a line that our key did not sign.")
    return line


def _is_of_these_chains(line: Line) -> bool:
    if not line.heads:
        return True
    known = Entry.objects.filter(
        reduce(
            or_,
            (
                Q(circle=circle, number=head.number, hash=head.hash)
                for circle, head in line.heads.items()
            ),
        )
    )
    return known.count() == len(line.heads)


def set_aside_lines(*, actor: Actor, at: datetime) -> tuple[Path, int] | None:
    """Move the lines that this database does not know into a file beside, and say so.

    For a database that was knowingly restored from an older backup: what was lost stays
    proven by the file set aside, and checkpoints can go on. Returns that file and the number
    of lines, None if there are none. Raises Conflict if the earlier lines disagree too.
    """
    with together():
        hold(Job.CHECKPOINT)
        with opened(settings.CHECKPOINT_FILE) as file:
            rows = _rows()
            if rows != file.lines[: len(rows)]:
                raise Conflict(_DISAGREE)
            lines = file.lines[len(rows) :]
            if not lines:
                return None
            name = f"{settings.CHECKPOINT_FILE.stem}-set-aside-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
            aside = settings.CHECKPOINT_FILE.with_name(f"{name}.jsonl")
            with opened(aside) as other:
                for line in lines:
                    other.append(line)
            with act(
                "record.checkpoints_set_aside",
                subject=at.astimezone(UTC).date().isoformat(),
                actor=actor,
                at=at,
            ) as made:
                made.enter(SYSTEM, {"lines": len(lines), "last_digest": digest(lines[-1])})
            file.keep(len(rows))
    return aside, len(lines)
