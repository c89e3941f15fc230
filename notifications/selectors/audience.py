"""Who hears of a round: everybody whose mandate reaches to it, and who of them was not told yet.

One query for any number of rounds and of readers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, Min, OuterRef, QuerySet, Value
from django.db.models.functions import Greatest

from notifications.enums import Kind
from notifications.models import Delivery, Recipient
from stakeholders.models import Mandate
from stakeholders.querysets import MandateQuerySet


@dataclass(frozen=True, slots=True)
class Matter:
    """What somebody is told once: the key of its deliveries without the reader, and to whom it
    goes. `subject` is a round's key, `framework` the slug of its framework.

    `to_rooms`: only to those who speak from a room, the constituents. `there_by`: only to readers
    who take mail and were there by then; None for all.
    """

    kind: Kind
    subject: str
    window: str
    framework: str
    to_rooms: bool
    there_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Untold:
    """A reader without a delivery of the matter at `place`, and since when a mandate reaches
    to it.
    """

    place: int
    recipient_id: UUID
    since: datetime


def mandates_on(framework: str, at: datetime, *, to_rooms: bool = False) -> MandateQuerySet:
    """Return the mandates that reach to a framework (its slug) at `at`; with `to_rooms` only
    those whose home has a room: delegations, regional groups and groups.
    """
    rows = Mandate.objects.active_at(at).filter(framework_key__in=("", framework))
    return rows.exclude(group="") if to_rooms else rows


def mandates_of(
    recipient: Recipient, framework: str, at: datetime, *, to_rooms: bool = False
) -> list[Mandate]:
    """Return the mandates of one reader that reach to a framework at `at`; none for an address
    without account. One query.
    """
    if recipient.user_id is None:
        return []
    rows = mandates_on(framework, at, to_rooms=to_rooms).filter(user=recipient.user_id)
    return list(rows.select_related("user", "organization").order_by("starts_at", "pk"))


def untold(matters: Sequence[Matter], at: datetime) -> list[Untold]:
    """Return who hears of each of `matters` at `at` and has no delivery of it. One query."""
    branches = [_untold(place, matter, at) for place, matter in enumerate(matters)]
    if not branches:
        return []
    return [Untold(*row) for row in branches[0].union(*branches[1:], all=True)]


def _untold(
    place: int, matter: Matter, at: datetime
) -> QuerySet[Mandate, tuple[int, UUID, datetime]]:
    told = Delivery.objects.filter(
        recipient=OuterRef("user__recipient"),
        kind=matter.kind,
        subject=matter.subject,
        window=matter.window,
    )
    rows = (
        mandates_on(matter.framework, at, to_rooms=matter.to_rooms)
        .filter(~Exists(told), user__recipient__isnull=False)
        .order_by()
        .values("user__recipient")
        .annotate(since=Min(Greatest("confirmed_at", "starts_at")), place=Value(place))
    )
    if matter.there_by is not None:
        rows = rows.filter(
            since__lte=matter.there_by,
            user__recipient__begun_at__lte=matter.there_by,
            user__recipient__stopped_at=None,
            user__recipient__failing_since=None,
        )
    return rows.values_list("place", "user__recipient", "since")
