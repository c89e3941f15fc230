"""Verifying this database's record: every entry, every head, every checkpoint."""

import logging
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import zip_longest

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings

from core.actor import Actor

from .acts import act, together
from .chains import all_rows
from .checkpoint_file import read_lines
from .checkpoint_lines import check_lines
from .locks import Job, hold
from .models import SYSTEM, Checkpoint, Installation, Verification
from .reporting import sentence
from .signing import key_name, trusted_keys
from .verify import CHECKPOINTS, Fault, Report, What, verify

log = logging.getLogger(__name__)
_MOST_LOGGED = 20


def verify_database(more_keys: Iterable[Ed25519PublicKey] = ()) -> Report:
    """Read everything and return what was found. Changes nothing.

    `more_keys` are trusted beside those of this machine. Raises ImproperlyConfigured for a
    key that can't be read.
    """
    # Checkpoints before entries: what they confirm must be found among what is read later.
    rows = list(Checkpoint.objects.order_by("day").values_list("line", flat=True))
    lines = read_lines(settings.CHECKPOINT_FILE)
    # Keys after the lines: on a machine's first night the key is made just before its first line.
    keys = trusted_keys(settings.RECORD_SIGNING_KEY_FILE)
    keys |= {key_name(key): key for key in more_keys}
    installation = Installation.objects.get()
    anchors, faults = check_lines(
        lines or rows,
        installation=str(installation.key),
        is_sample=installation.is_sample,
        keys=keys,
    )
    return verify(all_rows(), anchors, [*faults, *_compare(lines, rows)])


def _compare(lines: Sequence[str], rows: Sequence[str]) -> list[Fault]:
    """Compare file and table line by line. A line without a row is none: see `checkpoints`."""
    faults = []
    for number, (line, row) in enumerate(zip_longest(lines, rows), start=1):
        if line is None:
            faults.append(Fault(CHECKPOINTS, number, What.LINE_MISSING))
        elif row is not None and row != line:
            faults.append(Fault(CHECKPOINTS, number, What.LINE_DIFFERS))
    return faults


def verify_nightly(*, actor: Actor, at: datetime) -> Report | None:
    """Verify once for each UTC day and enter what was found, faults loudly.

    Returns the report, or None if the day has its verification already.
    """
    day = at.astimezone(UTC).date()
    with together():
        hold(Job.VERIFICATION)
        if Verification.objects.filter(day=day).exists():
            return None
        report = verify_database()
        _enter(Verification(day=day, at=at), report, actor)
    _be_loud(report)
    return report


def enter_verification(*, actor: Actor, at: datetime) -> Report:
    """Verify now, on a person's word, and enter what was found."""
    with together():
        hold(Job.VERIFICATION)
        report = verify_database()
        _enter(Verification(at=at), report, actor)
    _be_loud(report)
    return report


def _enter(row: Verification, report: Report, actor: Actor) -> None:
    row.entries, row.faults = report.entries, report.fault_count
    subject = f"{row.at.astimezone(UTC).date()}"
    with act("record.verified", subject=subject, actor=actor, at=row.at) as made:
        row.save(force_insert=True)
        made.enter(SYSTEM, {"entries": row.entries, "faults": row.faults})


def _be_loud(report: Report) -> None:
    if not report.fault_count:
        log.info("The record is whole: %d entries verified.", report.entries)
        return
    log.critical(
        "THE RECORD IS NOT WHOLE (faults: %d, entries: %d). Run ./portal manage verify_record; "
        "docs/operations.md says what to do.",
        report.fault_count,
        report.entries,
    )
    for fault in report.faults[:_MOST_LOGGED]:
        log.critical("%s", sentence(fault))
