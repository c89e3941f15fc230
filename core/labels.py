"""What codes are called, in each language."""

from collections.abc import Mapping
from functools import cache

from django.db.models import TextChoices
from django.utils import translation


@cache
def labels(choices: type[TextChoices], language: str) -> Mapping[str, str]:
    """Return the label of every code in `language`; the empty code has none."""
    with translation.override(language):
        return {"": "", **{member.value: str(member.label) for member in choices}}
