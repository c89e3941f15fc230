"""Who acts in tests: files, jobs, and the review secretariat, admitted by itself."""

from datetime import UTC, datetime

from core.actor import Actor
from stakeholders.enums import Capacity
from stakeholders.models import Mandate, User
from stakeholders.services.circles import ensure_circles
from stakeholders.services.mandates import confirm_mandate, propose_mandate
from stakeholders.services.secretariats import appoint_secretariat
from stakeholders.terms import MandateTerms
from tests.stakeholders.standing_house import walked_once

IMPORTER = Actor.importer("trial_file")
SYSTEM = Actor.system("trial_job")
FOUNDED = datetime(2026, 1, 5, 8, tzinfo=UTC)


def make_secretary(
    name: str = "secretary",
    *,
    framework: str = "",
    ends_at: datetime | None = None,
    confirmed: bool = True,
) -> Actor:
    """Return a person with a mandate of the review secretariat, or only a proposal of one."""
    first = _first_secretary()
    if name == "first":
        return _actor(first)
    terms = MandateTerms(
        user=User.objects.create_user(f"{name}@example.org"),
        capacity=Capacity.SECRETARIAT,
        framework_key=framework,
        ends_at=ends_at,
    )
    mandate = propose_mandate(terms=terms, actor=_actor(first), at=FOUNDED)
    if confirmed:
        confirm_mandate(mandate_id=mandate.pk, actor=_actor(first), at=FOUNDED)
    return _actor(mandate)


def _first_secretary() -> Mandate:
    appointed = Mandate.objects.filter(user__email="first@example.org").first()
    return appointed if appointed is not None else walked_once(_appoint_first)


def _appoint_first() -> Mandate:
    ensure_circles(actor=IMPORTER, at=FOUNDED)
    user = User.objects.create_user("first@example.org")
    return appoint_secretariat(user=user, actor=IMPORTER, at=FOUNDED)


def _actor(mandate: Mandate) -> Actor:
    return Actor.person(mandate.user_id, mandate.pk)
