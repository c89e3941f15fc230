"""Mandates in words, as the doors and the page to choose one list them."""

from dataclasses import dataclass
from uuid import UUID

from core.words import Said
from desk.presenters.names import capacity_name, group_name, mandate_name, scope_sentence
from stakeholders.models import Mandate


@dataclass(frozen=True, slots=True)
class MandateLine:
    """One mandate in words. `group` and `scope` are "" for none; `person` holds it."""

    id: UUID
    person: str
    capacity: str
    name: Said
    group: str
    scope: str
    current: bool


def mandate_line(mandate: Mandate, language: str, *, current: bool = False) -> MandateLine:
    """Return `mandate` in words; its user and organization are loaded already."""
    return MandateLine(
        id=mandate.pk,
        person=str(mandate.user),
        capacity=capacity_name(mandate, language),
        name=mandate_name(mandate, language),
        group=group_name(mandate, language),
        scope=scope_sentence(mandate),
        current=current,
    )
