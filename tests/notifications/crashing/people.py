"""A round that closes in a week, and a thousand people of the workers' group to be reminded."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from notifications.models import Recipient
from notifications.planning.rounds import plan_round_mails
from stakeholders.enums import Capacity, Group
from stakeholders.models import Mandate, User
from tests.factories.reviews import Review, make_review

DAY = timedelta(days=1)
FOUNDERS = 13  # of them; their reminders are dropped


def found(number: int) -> Review:
    """Return a review whose “deadline in 7 days” is due now for exactly `number` readers.

    The founders of the house have rooms too, and have stopped everything. Made in bulk: acts are
    not what is tried.
    """
    now = timezone.now()
    long_ago = datetime(2026, 1, 5, 8, tzinfo=UTC)
    review = make_review(
        count=1, at=now - 9 * DAY, opens_at=now - 9 * DAY, closes_at=now + 6.5 * DAY
    )
    _read(list(User.objects.all()), now, stopped_at=long_ago)
    users = User.objects.bulk_create(
        User(email=f"delegate-{each}@example.org", name=f"Delegate {each}", password="!")
        for each in range(number)
    )
    Mandate.objects.bulk_create(
        Mandate(
            user=user,
            group=Group.WORKERS,
            capacity=Capacity.ADVISER,
            starts_at=long_ago,
            proposed_at=long_ago,
            confirmed_at=long_ago,
            confirmed_by=review.house["workers"],
        )
        for user in users
    )
    _read(users, now)
    # Their morning was within the last day; planned after it, it would be the next one.
    plan_round_mails(now - 1.5 * DAY)
    return review


def _read(users: list[User], now: datetime, **fields: object) -> None:
    """Digests are not due before the trial is over."""
    late = now + 30 * DAY
    Recipient.objects.bulk_create(
        Recipient(
            user=user, begun_at=now - 30 * DAY, daily_due_at=late, weekly_due_at=late, **fields
        )
        for user in users
    )
