"""Parts of every representation: codes with labels, names of circles."""

from functools import cache
from typing import Any

from django.db.models import TextChoices

from core.labels import labels
from core.languages import Texts, pick
from desk.presenters.names import circle_name
from reviews.actors import actor_code
from stakeholders.enums import CircleKind
from stakeholders.models import Circle

Value = dict[str, Any]


@cache
def coded(name: str, code: str, choices: type[TextChoices], language: str) -> Value:
    """Return a code with its label beside it; both null where the code is empty.

    The same dictionary every time: spread it, don't change it.
    """
    return {name: code or None, f"{name}_label": labels(choices, language)[code] or None}


def circle_value(circle: Circle, language: str) -> Value:
    """Return a circle as it is named beside other things. Load its organization with it."""
    kind = CircleKind(circle.kind)
    return {
        "id": circle.pk,
        "code": actor_code(circle) or kind.value,
        **coded("kind", kind.value, CircleKind, language),
        "name": circle_name(circle, language)["text"],
    }


def picked(texts: Texts, language: str) -> str:
    """Return a text in `language`, or in the first other language that has one."""
    return pick(texts, language).text
