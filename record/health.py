"""What the portal can say about the state of its own record."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .models import Checkpoint, Verification

# A nightly run and half a day of patience; later than that, a night was missed.
STALE_AFTER = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class VerificationState:
    """The latest verification: when, how many entries it read, how many faults it found."""

    at: datetime
    entries: int
    faults: int

    @property
    def passed(self) -> bool:
        """Return whether it found nothing."""
        return self.faults == 0

    def is_stale(self, at: datetime) -> bool:
        """Return whether a night has passed without another one."""
        return at - self.at > STALE_AFTER


def latest_verification() -> VerificationState | None:
    """Return the latest verification, None before the first. One query."""
    row = Verification.objects.order_by("-at").values_list("at", "entries", "faults").first()
    return None if row is None else VerificationState(*row)


def latest_checkpoint() -> date | None:
    """Return the day of the latest checkpoint, None before the first. One query."""
    return Checkpoint.objects.order_by("-day").values_list("day", flat=True).first()


def gauges(at: datetime) -> dict[str, int]:
    """Return what an alarm watches: faults, and the ages of the nightly runs in seconds.

    A night that never ran counts from the beginning of time, -1 is never returned: anything
    but 0 faults and ages below two days asks for a person. Two queries.
    """
    verification, checkpoint = latest_verification(), Checkpoint.objects.order_by("-day").first()
    return {
        "record_faults": verification.faults if verification else 0,
        "record_verification_age_seconds": _age(verification.at if verification else None, at),
        "record_checkpoint_age_seconds": _age(checkpoint.at if checkpoint else None, at),
    }


def _age(then: datetime | None, at: datetime) -> int:
    return int(at.timestamp()) if then is None else int((at - then).total_seconds())
