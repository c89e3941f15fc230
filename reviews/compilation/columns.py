"""The columns of a table of comments, the same for what is compiled and what is sent back."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.labels import labels
from core.languages import LANGUAGES
from core.textform import fold


class Column(models.TextChoices):
    NUMBER = "number", pgettext_lazy("column of a table of comments", "No.")
    WHO = "who", pgettext_lazy("column of a table of comments", "Who")
    PLACE = "place", pgettext_lazy("column of a table of comments", "Place")
    PARAGRAPH = "paragraph", pgettext_lazy("column of a table of comments", "Paragraph")
    TYPE = "type", pgettext_lazy("column of a table of comments", "Type")
    COMMENT = "comment", pgettext_lazy("column of a table of comments", "Comment")
    PROPOSED = "proposed", pgettext_lazy("column of a table of comments", "Proposed change")
    # Not by its own name: in French, “observation” is what a comment is called.
    OBSERVATION = (
        "secretariat",
        pgettext_lazy("column of a table of comments", "Observation of the secretariat"),
    )
    DECISION = "decision", pgettext_lazy("column of a table of comments", "Decision")
    REPLY = "reply", pgettext_lazy("column of a table of comments", "Reply")


class Mark(models.TextChoices):
    """Words of a cell that are read again when a table comes back."""

    WHOLE = "whole", _("On the whole provision")
    REASON = "reason", _("Reason")


def said_alike(code: str, choices: type[models.TextChoices]) -> set[str]:
    """Return what `code` is called in the portal's languages, in the form of `plain`."""
    return {code} | {plain(labels(choices, language)[code]) for language in LANGUAGES}


def by_name(choices: type[models.TextChoices]) -> dict[str, str]:
    """Return the codes by everything they are called: in each language, and by themselves."""
    return {name: code for code in choices.values for name in said_alike(code, choices)}


def plain(words: str) -> str:
    """Return a heading or a label without accents, case and doubled spaces, to compare it."""
    return re.sub(r"\s+", " ", fold(words)).strip(" :*")


# In characters of a spreadsheet; a page gives each column its share.
WIDTHS = {
    Column.NUMBER: 6.0,
    Column.WHO: 20.0,
    Column.PLACE: 12.0,
    Column.PARAGRAPH: 30.0,
    Column.TYPE: 14.0,
    Column.COMMENT: 46.0,
    Column.PROPOSED: 40.0,
    Column.OBSERVATION: 36.0,
    Column.DECISION: 16.0,
    Column.REPLY: 22.0,
}
# Those that hold whole sentences.
WIDE = (Column.PARAGRAPH, Column.COMMENT, Column.PROPOSED, Column.OBSERVATION)
