"""People with mandates, as actors."""

from datetime import UTC, datetime, timedelta

from core.actor import Actor
from stakeholders.enums import Capacity
from stakeholders.models import Mandate, User

from .frameworks import BEGINNING

IMPORTER = Actor.importer("trial_file")
SYSTEM = Actor.system("trial_job")


def make_secretary(
    email: str = "secretary@example.org",
    *,
    framework: str = "",
    capacity: str = Capacity.SECRETARIAT,
    group: str = "",
    ends_at: datetime | None = None,
    confirmed: bool = True,
) -> Actor:
    """Return a person with a mandate of the review secretariat, or as the arguments say."""
    user = User.objects.create_user(email)
    begins = datetime(2026, 1, 1, tzinfo=UTC)
    mandate = Mandate.objects.create(
        user=user,
        capacity=capacity,
        group=group,
        framework_key=framework,
        starts_at=begins,
        ends_at=ends_at,
        proposed_at=begins,
        confirmed_at=BEGINNING - timedelta(days=1) if confirmed else None,
    )
    return Actor.person(user.id, mandate.id)
