"""The delivery log: who was told of which window, and when. Proof of notice, without a word of
what is under review: it holds nothing but notices of windows, which everybody may know.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from core.keyset import Order
from core.languages import Texts
from frameworks.selectors import Slice, Stretch
from frameworks.selectors.slices import sliced
from notifications.enums import DeliveryState, Kind
from notifications.models import Delivery
from notifications.querysets import DeliveryQuerySet
from notifications.topics import NOTICES
from reviews.models import Round, Window
from stakeholders.models import Mandate
from stakeholders.permissions import covers_framework

RECENT = "recent"
LOG_ORDERS = {RECENT: Order(("-due_at", "-id"))}
# Their window is the deadline that they tell of.
_OF_A_DEADLINE = (Kind.DUE_IN_14_DAYS, Kind.DUE_IN_7_DAYS, Kind.DUE_IN_2_DAYS, Kind.DUE_TODAY)


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which notices: of a round (its key), a kind, a state; "" for all. `since` is when they ended
    at the earliest.
    """

    round: str = ""
    kind: str = ""
    state: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class NoticedRound:
    """The round that a notice is about."""

    id: UUID
    key: str
    number: int
    framework: str
    framework_title: Texts
    time_zone: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice to one person. `mandates` are those that the person held then and that serve
    for the framework; `deadline` is the one that it told of, None where the round is gone.
    """

    message_id: str
    person: str
    mandates: tuple[Mandate, ...]
    kind: str
    round: NoticedRound | None
    deadline: datetime | None
    due_at: datetime
    ended_at: datetime | None
    state: str
    reason: str
    last_failure: str


@dataclass(frozen=True, slots=True)
class Troubles:
    """How many notices were never sent though they should have been."""

    missed: int
    failed: int


def read_log(
    mandate: Mandate | None, at: datetime, wanted: LogFilter, stretch: Stretch
) -> Slice[Notice]:
    """Return the notices that `mandate` may know of, the latest due first. Four queries."""
    rows = _kept(mandate, at, wanted).select_related("recipient__user")
    found = sliced(rows, LOG_ORDERS, stretch, lambda row: row, key="id")
    return Slice(tuple(_notices(found.rows)), found.next)


def troubles_of(mandate: Mandate | None, at: datetime, wanted: LogFilter) -> Troubles:
    """Return how many of the notices were missed or failed; `wanted.state` does not count."""
    every = LogFilter(wanted.round, wanted.kind, since=wanted.since)
    counted = _kept(mandate, at, every).aggregate(
        missed=Count("pk", filter=Q(state=DeliveryState.MISSED)),
        failed=Count("pk", filter=Q(state=DeliveryState.FAILED)),
    )
    return Troubles(counted["missed"], counted["failed"])


def noticed_rounds() -> list[NoticedRound]:
    """Return every round, the newest first: each may have been told of."""
    rows = Round.objects.select_related("framework").order_by("-opens_at", "key")
    return [_round(each) for each in rows]


def _kept(mandate: Mandate | None, at: datetime, wanted: LogFilter) -> DeliveryQuerySet:
    kinds = [wanted.kind] if wanted.kind in NOTICES else [] if wanted.kind else NOTICES
    rows = Delivery.objects.visible_to(mandate, at).filter(
        kind__in=kinds, recipient__user__isnull=False
    )
    if wanted.round:
        rows = rows.filter(subject=wanted.round)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    return rows.filter(ended_at__gte=wanted.since) if wanted.since else rows


def _notices(rows: tuple[Delivery, ...]) -> Iterator[Notice]:
    rounds = Round.objects.filter(key__in={row.subject for row in rows})
    known = {each.key: each for each in rounds.select_related("framework")}
    windows = _windows(known.values())
    held = _mandates({row.recipient.user_id for row in rows if row.recipient.user_id})
    for row in rows:
        round_ = known.get(row.subject)
        mandates = held.get(row.recipient.user_id, ()) if row.recipient.user_id else ()
        yield Notice(
            message_id=row.message_id,
            person=str(row.recipient.user),
            mandates=_then(mandates, row, round_),
            kind=row.kind,
            round=_round(round_) if round_ else None,
            deadline=_deadline(row, windows.get(round_.pk, ()) if round_ else ()),
            due_at=row.due_at,
            ended_at=row.ended_at,
            state=row.state,
            reason=row.reason,
            last_failure=row.last_failure,
        )


def _round(round_: Round) -> NoticedRound:
    return NoticedRound(
        id=round_.pk,
        key=round_.key,
        number=round_.number,
        framework=round_.framework.slug,
        framework_title=round_.framework.title,
        time_zone=round_.framework.time_zone,
    )


def _windows(rounds: Iterable[Round]) -> Mapping[UUID, tuple[Window, ...]]:
    """Return every setting of the windows by round, in order."""
    found: dict[UUID, tuple[Window, ...]] = {}
    for window in Window.objects.filter(round__in=list(rounds)).order_by("round", "number"):
        found[window.round_id] = (*found.get(window.round_id, ()), window)
    return found


def _deadline(row: Delivery, windows: tuple[Window, ...]) -> datetime | None:
    """Return the close that a notice spoke of: the one it names, or the one then in force."""
    if row.kind in _OF_A_DEADLINE:
        return datetime.fromisoformat(row.window)
    if row.kind == Kind.DEADLINE_MOVED:
        named = [each for each in windows if str(each.number) == row.window]
    else:
        told = row.ended_at or row.due_at
        named = [each for each in windows if each.at <= told] or list(windows[:1])
    return named[-1].closes_at if named else None


def _mandates(users: Iterable[UUID]) -> Mapping[UUID, tuple[Mandate, ...]]:
    found: dict[UUID, tuple[Mandate, ...]] = {}
    rows = Mandate.objects.filter(user__in=list(users)).select_related("organization")
    for mandate in rows.order_by("user", "starts_at", "pk"):
        found[mandate.user_id] = (*found.get(mandate.user_id, ()), mandate)
    return found


def _then(
    mandates: tuple[Mandate, ...], row: Delivery, round_: Round | None
) -> tuple[Mandate, ...]:
    """Return the mandates in force when the notice was due, whatever became of them since."""
    framework = round_.framework.slug if round_ else ""
    return tuple(
        each
        for each in mandates
        if covers_framework(each, framework) and _was_held(each, row.due_at)
    )


def _was_held(mandate: Mandate, at: datetime) -> bool:
    ends = [end for end in (mandate.ends_at, mandate.ended_at) if end is not None]
    return (
        mandate.confirmed_at is not None
        and max(mandate.confirmed_at, mandate.starts_at) <= at
        and all(at < end for end in ends)
    )
