"""News of what is public, told at once: planned from the record, each act once.

A mark says how far a chain was read. It moves in the transaction that inserts the rows, so a run
that fails tells nothing, and the next one tells all of it. The first run of all tells nothing of
what was before it.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from notifications.enums import Frequency, Kind, Topic
from notifications.models import Delivery, Recipient, Subscription
from notifications.selectors.changes import Changes, changes_between
from record.models import PUBLIC
from record.stretches import heads_of
from record.verify import Head

from .news_marks import locked_mark, told_now
from .news_rooms import plan_room_news
from .rows import insert

MOST = 1000  # entries of one step; the next sweep goes on
_AT_A_TIME = 500


def plan_news(at: datetime) -> int:
    """Plan what readers asked to hear at once, of what is public and of their rooms, and return
    how many rows that made. Any number of planners may run at once.
    """
    return plan_public_news(at) + plan_room_news(at)


@transaction.atomic
def plan_public_news(at: datetime) -> int:
    """Plan a mail for each reader who follows anything that the next public entries touch.

    Its window are the numbers of these entries, `<first>-<last>`.
    """
    head = heads_of([PUBLIC])[PUBLIC]
    mark = locked_mark(PUBLIC, first=head.number)
    after, mark.number = mark.number, min(head.number, mark.number + MOST)
    if mark.number <= after:
        return 0
    mark.save(update_fields=["number"])
    changes = changes_between(after, Head(mark.number, head.hash))
    window = f"{after + 1}-{mark.number}"
    return insert(_rows(changes, window, at))


def _rows(changes: Changes, window: str, at: datetime) -> Iterator[Delivery]:
    followers = _followers(_touched(changes))
    for reader in followers.iterator(chunk_size=_AT_A_TIME):
        yield told_now(reader, Kind.NEWS, subject="", window=window, at=at)


def _followers(touched: Q) -> QuerySet[Recipient]:
    rows = _wishes().filter(touched).values("recipient")
    return Recipient.objects.filter(pk__in=rows).reachable().select_related("user")


def _wishes() -> QuerySet[Subscription]:
    return Subscription.objects.filter(
        frequency=Frequency.NOW, confirmed_at__isnull=False
    ).order_by()


def _touched(changes: Changes) -> Q:
    """Return the condition on subscriptions that something of theirs is among the changes."""
    subjects = {
        Topic.FRAMEWORK: list(changes.by_framework),
        Topic.PROVISION: list(changes.provisions),
        Topic.THEME: list(changes.by_theme),
        Topic.ROUND: list(changes.in_rounds),
        Topic.INSTRUMENT: list(changes.by_instrument),
    }
    found = Q(pk__in=[])
    for topic, keys in subjects.items():
        found |= Q(topic=topic, subject__in=keys)
    return found | _searches(changes)


def _searches(changes: Changes) -> Q:
    """Return the same of saved searches; each is made once in each language of its readers."""
    language = Coalesce("recipient__user__language", "recipient__own_language")
    rows = _wishes().filter(topic=Topic.SEARCH).annotate(language=language)
    finding: dict[str, list[str]] = defaultdict(list)
    for search, spoken in rows.values_list("subject", "language").distinct():
        if changes.found_by(search, spoken):
            finding[spoken].append(search)
    found = Q(pk__in=[])
    for spoken, searches in finding.items():
        own = Q(recipient__user__language=spoken) | Q(
            recipient__user__isnull=True, recipient__own_language=spoken
        )
        found |= Q(own, topic=Topic.SEARCH, subject__in=searches)
    return found
