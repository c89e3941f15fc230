"""What is there before the first browser opens: the house, two texts, and signed-in people."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.cache import cache

from provisions.drafts import TextDraft
from public.cache import ANSWERS, REVISION
from stakeholders.enums import Capacity
from tests.factories.frameworks import make_framework
from tests.factories.provisions import make_provision
from tests.reviews.cast import in_delegation, in_group
from tests.stakeholders.cast import found_house

from .people import Clock, key_of
from .rounds import GENEVA

BODY = (
    "Training is given before a new tool is used. A paper register is kept of every tool."
    " Workers are heard on how it is given."
)


@dataclass
class Stage:
    """The portal's address and clock, the sessions of the people by name, and the instants at
    which the round is to close: first, and after its extension.
    """

    portal: str
    clock: Clock
    keys: dict[str, str]
    employers_room: str
    closes: datetime
    closes_later: datetime


def set_stage(portal: str, clock: Clock) -> Stage:
    """Found the house, admit who is missing in it, and write two provisions."""
    house = found_house()
    people = dict(house.mandates)
    people["ministry"] = in_delegation(house, Capacity.ADVISER, name="ministry")
    people["substitute"] = in_group(house, Capacity.SUBSTITUTE, "employers", name="stella")
    people["employer"] = in_group(house, Capacity.DELEGATE, "employers", name="emil")
    people["worker"] = in_group(house, Capacity.DELEGATE, "workers", name="wanda")
    framework = make_framework("trial")
    for number in ("1", "2"):
        make_provision(framework, number, texts={"en": TextDraft(f"Skills {number}", BODY)})
    closes = evening(clock.now() + timedelta(days=2))
    return Stage(
        portal=portal,
        clock=clock,
        keys={name: key_of(mandate) for name, mandate in people.items()},
        employers_room=f"/desk/circles/{house.group('employers').pk}/",
        closes=closes,
        closes_later=evening(closes + timedelta(days=2)),
    )


def evening(day: datetime) -> datetime:
    """Return six o'clock in Geneva, which no day skips or has twice."""
    zone = ZoneInfo(GENEVA)
    return datetime.combine(day.astimezone(zone).date(), time(18), zone).astimezone(UTC)


def forget_everything() -> None:
    """Forget answers and counts of attempts, which this process keeps past the end of a test."""
    ANSWERS.clear()
    REVISION.forget()
    cache.clear()
