"""When each reader's next digest is due, and the rows of those that are."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from notifications.enums import Kind
from notifications.models import Recipient

from .clocks import clock_of
from .rhythm import DAILY, WEEKLY, Reader, due_again, rows_until
from .rows import insert
from .wishes import wishes

_AT_A_TIME = 500


def reschedule(recipient: Recipient, at: datetime) -> None:
    """Set when the recipient's next digests are due, by what they want and their clock at `at`.

    Call it after either changed. A due time that has passed stays, for the planner to see to.
    """
    reader = Reader(recipient, clock_of(recipient), wishes([recipient.pk], at)[recipient.pk])
    recipient.daily_due_at = due_again(DAILY, reader, recipient.daily_due_at, at)
    recipient.weekly_due_at = due_again(WEEKLY, reader, recipient.weekly_due_at, at)
    recipient.save(update_fields=["daily_due_at", "weekly_due_at"])


def plan_digests(at: datetime, *, most: int = 2000) -> int:
    """Plan the digests that are due at `at`, move their readers on to the next, and return how
    many rows that made.

    A day that passed while nothing ran leaves a row that says so. Any number of planners may run
    at once, with clocks that differ: each takes readers that no other holds, and the key of a
    digest is its local day or week. `most` bounds the readers taken, a few hundred at a time.
    """
    is_due = Q(daily_due_at__lte=at) | Q(weekly_due_at__lte=at)
    made, left = 0, most
    while left > 0:
        some = min(left, _AT_A_TIME)
        taken, rows = _plan_some(is_due, at, some)
        made, left = made + rows, left - taken
        if taken < some:
            break
    _promise(at)
    return made


def _promise(at: datetime) -> None:
    """Set the due times of those to whom a mandate brings digests that they had not before.

    A mandate begins by itself, and nobody calls `reschedule` then.
    """
    without = Recipient.objects.filter(
        Q(daily_due_at=None) | Q(weekly_due_at=None), user__isnull=False
    )
    rows = without.order_by("pk")
    some = list(rows[:_AT_A_TIME])
    while some:
        wish = wishes([each.pk for each in some], at)
        new = [each.pk for each in some if _lacks_due_time(each, wish[each.pk])]
        if new:
            _plan_some(Q(pk__in=new), at, _AT_A_TIME)
        some = list(rows.filter(pk__gt=some[-1].pk)[:_AT_A_TIME])


def _lacks_due_time(recipient: Recipient, wish: frozenset[Kind]) -> bool:
    return (recipient.daily_due_at is None and not wish.isdisjoint(DAILY.kinds)) or (
        recipient.weekly_due_at is None and not wish.isdisjoint(WEEKLY.kinds)
    )


@transaction.atomic
def _plan_some(condition: Q, at: datetime, most: int) -> tuple[int, int]:
    """Plan for up to `most` readers; return how many were taken and how many rows that made."""
    taken = list(
        Recipient.objects.filter(condition)
        .select_related("user")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("pk")[:most]
    )
    if not taken:
        return 0, 0
    made = insert(row for reader in _readers(taken, at) for row in rows_until(reader, at))
    Recipient.objects.bulk_update(taken, ["daily_due_at", "weekly_due_at"])
    return len(taken), made


def _readers(taken: list[Recipient], at: datetime) -> list[Reader]:
    ids = [each.pk for each in taken]
    wish = wishes(ids, at)
    reachable = set(Recipient.objects.filter(pk__in=ids).reachable().values_list("pk", flat=True))
    return [Reader(each, clock_of(each), wish[each.pk], each.pk in reachable) for each in taken]
