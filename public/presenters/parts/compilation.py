"""A compilation as `components/compilation_table.html` shows it to everybody."""

from typing import Any

from django.utils.translation import gettext as _

from core.languages import localized
from public.presenters.links import comment_path
from reviews.compilation.columns import WIDE, Column
from reviews.compilation.table import Compilation

from .citation import citation


def compilation_page(made: Compilation, path: str, revision: int) -> dict[str, Any]:
    """Return the page of a compilation; `path` is that of the round or the provision."""
    language = made.language
    return {
        "crumbs": [
            {"label": _("Review rounds"), "url": localized("/rounds/", language)},
            {"label": made.subject, "url": path},
        ],
        "made": made,
        "table": {
            "caption": made.heading,
            "columns": [
                {"label": label, "wide": code in WIDE}
                for code, label in zip(Column.values, made.columns, strict=True)
            ],
            "rows": [
                {
                    "number": row.number,
                    "public_number": row.public_number,
                    "url": comment_path(row.key, language),
                    "cells": row.ordered,
                }
                for row in made.rows
            ],
        },
        "files": {form: f"{path}compilation.{form}" for form in ("xlsx", "docx")},
        "cite": citation(made.heading, f"{path}compilation/", revision),
    }
