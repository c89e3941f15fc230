"""Parts of every representation: codes with labels, texts with their language, dates.

A representation is made of what JSON has, and of dates and instants in UTC, which are written
as `2026-11-22` and `2026-11-22T13:40:00Z` where it leaves the portal.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db.models import TextChoices

from core.dates import HonestDate
from core.labels import labels
from core.languages import pick
from frameworks.enums import DatePrecision
from record.installation import is_sample_database

Value = dict[str, Any]


@cache
def coded(name: str, code: str, choices: type[TextChoices], language: str) -> Value:
    """Return a code with its label beside it; both null where the code is empty.

    The same dictionary every time: spread it, don't change it.
    """
    return {name: code or None, f"{name}_label": labels(choices, language)[code] or None}


def worded(name: str, texts: Mapping[str, str], language: str) -> Value:
    """Return a text and the language it really is in; both null where there is none."""
    words = pick(texts, language)
    if not words.text:
        return {name: None, f"{name}_language": None}
    return {name: words.text, f"{name}_language": words.language}


def dated(known: HonestDate | None, language: str) -> Value:
    """Return a date as well as it is known: `2026-11` and `month`, or nulls."""
    precision = known.precision.value if known else ""
    return {
        "date": known.iso() if known else None,
        **coded("date_precision", precision, DatePrecision, language),
    }


def marked(*, is_invented: bool) -> Value:
    """Return whether the database is a sample, and whether this thing itself was invented."""
    return {"is_sample": is_sample_database(), "is_invented": is_invented}
