"""A round that closes in a week, and a thousand people of the workers' group to be reminded."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from notifications.models import Recipient
from stakeholders.enums import Capacity, Group
from stakeholders.models import Mandate, User
from tests.factories.reviews import Review, make_review

DAY = timedelta(days=1)


def found(number: int) -> Review:
    """Return a review whose “deadline in 7 days” is due now for exactly `number` readers.

    The founders of the house have stopped everything. Made in bulk: acts are not what is tried.
    """
    now = timezone.now()
    long_ago = datetime(2026, 1, 5, 8, tzinfo=UTC)
    review = make_review(
        count=1, at=now - 9 * DAY, opens_at=now - 9 * DAY, closes_at=now + 6.5 * DAY
    )
    _read(list(User.objects.all()), now, stopped_at=now)
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
    return review


def _read(users: list[User], now: datetime, **fields: object) -> None:
    """Digests are not due before the trial is over."""
    late = now + 30 * DAY
    Recipient.objects.bulk_create(
        Recipient(user=user, begun_at=now, daily_due_at=late, weekly_due_at=late, **fields)
        for user in users
    )
