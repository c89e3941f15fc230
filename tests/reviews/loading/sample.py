"""Who and what the sample's tests look at, by the names that its files give them."""

from reviews.models import Round
from reviews.selectors.stances import Standing, standings
from stakeholders.models import Mandate

FRAMEWORK = "practice-framework"


def key(suffix: str) -> str:
    return f"{FRAMEWORK}.{suffix}"


def round_number(number: int) -> Round:
    return Round.objects.get(key=f"{FRAMEWORK}.round.{number}")


def mandate_of(name: str) -> Mandate:
    """Return the mandate of the person at `<name>@example.org`, who has one."""
    return Mandate.objects.get(user__email=f"{name}@example.org")


def standing_of(suffix: str) -> Standing:
    return standings([key(suffix)])[key(suffix)]
