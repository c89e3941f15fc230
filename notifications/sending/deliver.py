"""Sending what is due: claimed in batches, written at the last moment, ended one by one.

No transaction is open while a mail is written or handed over. A crash between the provider's
“250” and the commit after it repeats one mail, with the same Message-ID.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings

from core.jobs import LOST_DATABASE, is_database_lost
from notifications.enums import Kind
from notifications.letters.compose import compose
from notifications.letters.letter import Letter, Silence
from notifications.models import Delivery
from notifications.planning.clocks import clock_of
from notifications.schedule import not_in_quiet_hours
from notifications.services.bounces import note_refusal
from notifications.topics import DIGESTS

from .claims import claim, drop, fail, lease, let_go, mark_sent, miss, put_back
from .outgoing import Mail, build
from .post import Post, Refusal, Verdict, judged

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
BATCH = 20
# Seconds after which a run takes no further batch; the next sweep goes on.
LONGEST_RUN = 300.0
# So many providers' failures in a row, and the run ends: it is away, and each try may take long.
MOST_FAILURES = 3
_LONGEST_PAUSE = 60  # times the first pause


class End(StrEnum):
    """What became of one try."""

    SENT = "sent"
    DROPPED = "dropped"
    MISSED = "missed"
    FAILED = "failed"
    RETRIED = "retried"  # given back, to be tried later


@dataclass(frozen=True, slots=True)
class Counts:
    """What one run did, in mails."""

    sent: int = 0
    dropped: int = 0
    missed: int = 0
    failed: int = 0
    retried: int = 0


def deliver_due(clock: Clock, *, most: int | None = None) -> Counts:
    """Send what is due, at most `most` mails, and return what became of them.

    `clock` is asked before each mail. Any number may run at once. A mail that can't be written
    or sent ends by itself and keeps no other back. Three queries a batch and one a mail, besides
    what writing it needs. Raises OperationalError and InterfaceError for a database that is away:
    what was held is taken up again when its lease has run out.
    """
    counts: Counter[str] = Counter()
    run = _Run(clock, time.monotonic())
    while not run.is_over() and (most is None or counts.total() < most):
        left = BATCH if most is None else min(BATCH, most - counts.total())
        batch = claim(clock(), most=left)
        if not batch:
            break
        counts.update(run.work(batch))
    return Counts(**counts)


class _Run:
    """One worker's run over batches."""

    def __init__(self, clock: Clock, begun: float) -> None:
        self._clock = clock
        self._begun = begun
        self._failures = 0  # of the provider, in a row

    def is_over(self) -> bool:
        """Return whether to leave the rest to the next sweep."""
        is_long = time.monotonic() - self._begun > LONGEST_RUN
        return is_long or self._failures >= MOST_FAILURES

    def work(self, batch: list[Delivery]) -> Counter[str]:
        """End each mail of the batch while half of the lease lasts, and put the others back."""
        ends: Counter[str] = Counter()
        until = time.monotonic() + lease().total_seconds() / 2
        with Post() as post:
            for number, delivery in enumerate(batch):
                if time.monotonic() >= until or self._failures >= MOST_FAILURES:
                    put_back(batch[number:])
                    break
                ends[self._end_of(delivery, post)] += 1
        return ends

    def _end_of(self, delivery: Delivery, post: Post) -> End:
        """End one mail, and return how."""
        at = self._clock()
        if delivery.expires_at <= at:
            miss(delivery, at)
            return End.MISSED
        wake = _quiet_until(delivery, at)
        if wake is not None:
            return _put_off(delivery, wake, at)
        try:
            said = compose(delivery, at)
            if isinstance(said, Silence):
                drop(delivery, said.reason, at)
                return End.DROPPED
            mail = build(delivery, said)
            digest = mail.digest()  # a header that can't be written shows here
        except LOST_DATABASE as error:
            if is_database_lost(error):
                raise
            return _again(delivery, type(error).__name__, at)
        except Exception as error:
            return _failed(delivery, error, at)
        return self._sent(delivery, said, mail, digest, post)

    def _sent(self, delivery: Delivery, letter: Letter, mail: Mail, digest: str, post: Post) -> End:
        try:
            post.send(mail)
        except Exception as error:
            return self._refused(delivery, error)
        self._failures = 0
        if not mark_sent(delivery, digest=digest, marks=letter.marks, at=self._clock()):
            log.error("The mail %s left after its lease had run out.", delivery.message_id)
        return End.SENT

    def _refused(self, delivery: Delivery, error: Exception) -> End:
        refusal, at = judged(error), self._clock()
        self._failures = self._failures + 1 if refusal.verdict is Verdict.LATER else 0
        if refusal.verdict is Verdict.NEVER:
            return _failed(delivery, error, at)
        log.warning("The mail %s was not taken: %s", delivery.message_id, _named(error, refusal))
        if refusal.status:
            note_refusal(delivery_id=delivery.pk, status=refusal.status, at=at)
        if refusal.verdict is Verdict.ADDRESS_NEVER:
            fail(delivery, _named(error, refusal), at)
            return End.FAILED
        return _again(delivery, _named(error, refusal), at)


def _quiet_until(delivery: Delivery, at: datetime) -> datetime | None:
    """Return the end of the reader's quiet hours if a digest falls into them, else None."""
    if Kind(delivery.kind) not in DIGESTS:
        return None
    wake = not_in_quiet_hours(clock_of(delivery.recipient), at)
    return wake if wake > at else None


def _put_off(delivery: Delivery, wake: datetime, at: datetime) -> End:
    """Wait for the end of the quiet hours, if the mail is worth sending then."""
    if wake < delivery.expires_at:
        let_go(delivery, wake)
        return End.RETRIED
    miss(delivery, at)
    return End.MISSED


def _again(delivery: Delivery, failure: str, at: datetime) -> End:
    """Try again after 1, 2, 4 … minutes, a last time shortly before the window ends."""
    first = timedelta(seconds=settings.NOTIFICATIONS_RETRY_SECONDS)
    pause = first * min(2 ** min(max(delivery.tries - 1, 0), 10), _LONGEST_PAUSE)
    again = min(at + pause, delivery.expires_at - first)
    if again <= at:
        miss(delivery, at, failure=failure)
        return End.MISSED
    let_go(delivery, again, failure=failure)
    return End.RETRIED


def _failed(delivery: Delivery, error: Exception, at: datetime) -> End:
    """End a mail that is a mistake of ours, loudly."""
    log.error(
        "The mail %s (%s) can't be sent and is given up.",
        delivery.message_id,
        delivery.kind,
        exc_info=error,
    )
    fail(delivery, type(error).__name__, at)
    return End.FAILED


def _named(error: Exception, refusal: Refusal) -> str:
    """Return a code for the log, never the provider's words: they name the address."""
    return " ".join(filter(None, (type(error).__name__, refusal.status)))
