"""Who in a circle may do what is left to do there. Whether it is still theirs is asked again when a
mail is written: what is found here is only planned.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from notifications.models import Recipient
from reviews.entitlement import ENTITLEMENTS
from reviews.selectors.homes import home_circle
from reviews.selectors.unfinished import Unfinished, Work
from stakeholders.admission import ADMISSIONS
from stakeholders.enums import Capacity, CircleKind
from stakeholders.models import Circle, Mandate

_OF_WHO_ENDORSES = (Work.ENDORSE,)
_OF_THE_COORDINATOR = (Work.CUTOFF_PASSED, Work.LEFT_OVER, Work.SILENT)


@dataclass(frozen=True, slots=True)
class Reader:
    """A recipient whose work something is, and since when it has been both theirs and ours to
    tell them.
    """

    recipient: Recipient
    since: datetime


@dataclass(frozen=True, slots=True)
class _Holder:
    """An active mandate at home in a circle."""

    user: UUID
    capacity: str
    framework: str
    since: datetime


@dataclass(frozen=True, slots=True)
class _Home:
    kind: CircleKind
    holders: list[_Holder]


def readers_of(
    everything: Collection[Unfinished], at: datetime
) -> Iterator[tuple[Unfinished, Reader]]:
    """Yield who is to hear of what: each recipient with a user that may do it under an active
    mandate at home in the circle, or as a substitute for one. Three queries.
    """
    homes = _homes({each.circle for each in everything}, at)
    users = {holder.user for home in homes.values() for holder in home.holders}
    rows = Recipient.objects.filter(user__in=users).select_related("user")
    recipients = {row.user_id: row for row in rows}
    for each in everything:
        home = homes.get(each.circle)
        for holder, since in _doers(each, home) if home else ():
            recipient = recipients.get(holder.user)
            if recipient is not None:
                yield each, Reader(recipient, max(since, recipient.begun_at))


def _homes(circle_ids: Collection[UUID], at: datetime) -> dict[UUID, _Home]:
    """Return the active mandates at home in each of these circles that are rooms."""
    circles = Circle.objects.filter(pk__in=circle_ids, kind__in=list(ENTITLEMENTS))
    homes = {pk: _Home(CircleKind(kind), []) for pk, kind in circles.values_list("pk", "kind")}
    rows = Mandate.objects.active_at(at).exclude(group="").annotate(home=home_circle())
    found = rows.filter(home__in=list(homes)).values_list(
        "home", "user", "capacity", "framework_key", "starts_at", "confirmed_at"
    )
    for home, user, capacity, framework, starts_at, confirmed_at in found:
        since = max(each for each in (starts_at, confirmed_at) if each is not None)
        homes[home].holders.append(_Holder(user, capacity, framework, since))
    return homes


def _doers(each: Unfinished, home: _Home) -> Iterator[tuple[_Holder, datetime]]:
    """Yield who may do it, and since when."""
    able = _able(each.work, home.kind)
    holders = [one for one in home.holders if one.framework in ("", each.framework)]
    direct = [one for one in holders if one.capacity in able]
    yield from ((one, one.since) for one in direct)
    if each.work in _OF_THE_COORDINATOR:
        return  # a circle's delay is between the portal and its coordinator
    for substitute in holders:
        if substitute.capacity == Capacity.SUBSTITUTE:
            yield from _for_others(substitute, direct)


def _for_others(
    substitute: _Holder, others: Iterable[_Holder]
) -> Iterator[tuple[_Holder, datetime]]:
    """Yield a substitute since the first day on which there was somebody to act for."""
    starts = [max(one.since, substitute.since) for one in others if one.user != substitute.user]
    if starts:
        yield substitute, min(starts)


def _able(work: Work, kind: CircleKind) -> Collection[Capacity]:
    if work in _OF_THE_COORDINATOR:
        return (ADMISSIONS[kind].admitting,)
    row = ENTITLEMENTS[kind]
    return row.endorse if work in _OF_WHO_ENDORSES else row.submit
