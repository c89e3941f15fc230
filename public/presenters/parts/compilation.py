"""A compilation as `components/compilation_table.html` shows it to everybody."""

from typing import Any

from django.utils.translation import gettext as _

from core.languages import localized
from core.public_paths import comment_path
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
        "table": made.shown(lambda row: comment_path(row.key, language)),
        "files": {form: f"{path}compilation.{form}" for form in ("xlsx", "docx")},
        "cite": citation(made.heading, f"{path}compilation/", revision),
    }
