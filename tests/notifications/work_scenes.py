"""Work that waits, and the sweeps that tell of it: what tests of planning and of letters share."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from notifications.enums import DropReason, Kind
from notifications.letters.compose import compose
from notifications.letters.letter import Letter, Silence
from notifications.models import Delivery
from notifications.planning.work import plan_work_mails
from notifications.sending.deliver import deliver_due
from reviews.models import Comment, Position
from reviews.services.cutoffs import set_cutoff
from stakeholders.enums import Capacity
from stakeholders.models import Mandate
from stakeholders.services.mandates import end_mandate
from tests.factories.notifications import make_delivery, reader_of
from tests.factories.positions import take
from tests.factories.reviews import CLOSES, DURING, Review, share
from tests.reviews.cast import in_delegation
from tests.stakeholders.cast import START, House, actor

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
MORNING = DURING.replace(hour=7, minute=30)
CUTOFF = DURING + DAY
AFTER_CUTOFF = CUTOFF + DAY
DAY_AFTER = CLOSES + DAY
# Whoever is in no room of AAA's delegation, or may not do what waits there.
OTHERS = [
    "secretariat",
    "chairperson",
    "observer",
    "governments",
    "employers",
    "employers-spokesperson",
    "BBB-focal",
    "north-group",
    "adviser",
]
# The round closes on 15 October at 18:00 in Geneva; AAA's delegate shares on the 4th, at 08:00.
CLOSES_TEXT = "2026-10-15T16:00:00Z"
FIRST = datetime(2026, 10, 4, 7, 30, tzinfo=UTC)  # half an hour after nine in Geneva
BEFORE = [f"{window}:{CLOSES_TEXT}" for window in ("first", "7", "2", "0")]
WORK = [Kind.TO_CLEAR, Kind.TO_REPLY, Kind.TO_RECONFIRM, Kind.OVERDUE]


def shared(review: Review, code: str = "AAA", *, at: datetime = DURING, place: int = 0) -> Comment:
    """Return a comment that a delegate shared in the delegation's own room."""
    house = review.house
    return share(review, house[code], house.delegation(code), at=at, place=place)


def cut(review: Review, cutoff_at: datetime, *, code: str = "AAA", at: datetime = DURING) -> None:
    """Let a delegation set itself an earlier deadline."""
    house = review.house
    set_cutoff(
        round_id=review.round.pk,
        circle_id=house.delegation(code).pk,
        cutoff_at=cutoff_at,
        actor=actor(house[f"{code}-focal"]),
        at=at,
    )


def left_by_its_speaker(review: Review, *, at: datetime) -> Position:
    """Return a position of AAA whose speaker left the delegation at `at`."""
    house = review.house
    leaving = in_delegation(house, Capacity.DELEGATE, name="leaving")
    position = take(review, leaving, house.delegation("AAA"))
    end_mandate(mandate_id=leaving.pk, actor=actor(house["AAA-focal"]), at=at)
    return position


def planned_for(who: Mandate, *kinds: Kind) -> list[Delivery]:
    """Return what is planned for the holder of a mandate, the earliest first."""
    rows = Delivery.objects.filter(recipient__user=who.user_id, kind__in=kinds or WORK)
    return list(rows.order_by("due_at", "window"))


def windows(who: Mandate, *kinds: Kind) -> list[str]:
    return [each.window for each in planned_for(who, *kinds)]


def told(house: House, *kinds: Kind) -> set[str]:
    """Return the names of all for whom something is planned."""
    return {name for name, each in house.mandates.items() if planned_for(each, *kinds)}


def swept(since: datetime, until: datetime, *, every: timedelta = timedelta(hours=6)) -> int:
    """Plan and send from `since` to `until`, and return how many mails went out."""
    mails, at = 0, since
    while at <= until:
        plan_work_mails(at)
        mails += deliver_due(lambda now=at: now).sent  # type: ignore[misc]
        at += every
    return mails


def said(row: Delivery, at: datetime) -> Letter | Silence:
    """Return what a delivery says at `at`, read anew."""
    return compose(Delivery.objects.select_related("recipient__user").get(pk=row.pk), at)


def local_day(row: Delivery, zone: str = "Europe/Zurich") -> date:
    local = row.due_at.astimezone(ZoneInfo(zone))
    assert time(9) <= local.time() < time(9, 30), "it comes in the reader's morning"
    return local.date()


def days(*numbers: int) -> list[date]:
    return [date(2026, 10, number) for number in numbers]


def to(review: Review, name: str, kind: Kind, window: str, at: datetime = DURING) -> Delivery:
    """Return a delivery about the round to somebody, planned rightly or not."""
    reader = reader_of(review.house[name], at=START)
    subject = "trial" if kind == Kind.TO_RECONFIRM else review.round.key
    return make_delivery(reader, kind, subject=subject, window=window, at=at)


def clearing(review: Review, name: str) -> Delivery:
    return to(review, name, Kind.TO_CLEAR, "first:2026-10-15T16:00:00Z")


def reason(row: Delivery, at: datetime) -> DropReason | None:
    found = said(row, at)
    return found.reason if isinstance(found, Silence) else None


def letter(row: Delivery, at: datetime) -> Letter:
    found = said(row, at)
    assert isinstance(found, Letter)
    return found
