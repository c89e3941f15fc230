"""A compilation as `components/compilation_table.html` shows it at the desk."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from reviews.compilation.table import Compilation, CompiledRow
from stakeholders.enums import Capacity
from stakeholders.models import Mandate

from . import links
from .comments import public_path


def round_table(
    made: Compilation, round_id: UUID, mandate: Mandate | None, is_prepared: bool
) -> dict[str, Any]:
    """Return the page of a round's compilation."""
    path = links.round_path(round_id)
    crumbs = [{"label": _("Rounds"), "url": links.ROUNDS}, {"label": _("The round"), "url": path}]
    return {"crumbs": crumbs, **_page(made, path, mandate, is_prepared)}


def provision_table(
    made: Compilation, key: str, mandate: Mandate | None, is_prepared: bool
) -> dict[str, Any]:
    """Return the page of the compilation on a provision."""
    path = links.reading_path(key)
    crumbs = [{"label": _("Rounds"), "url": links.ROUNDS}, {"label": _("The text"), "url": path}]
    return {"crumbs": crumbs, **_page(made, path, mandate, is_prepared)}


def _page(
    made: Compilation, path: str, mandate: Mandate | None, is_prepared: bool
) -> dict[str, Any]:
    """Return the table with its files; the review secretariat may have prepared answers in it."""
    prepares = mandate is not None and mandate.capacity == Capacity.SECRETARIAT
    with_prepared = prepares and is_prepared
    query = "?prepared=1" if with_prepared else ""
    return {
        "made": made,
        "table": made.shown(lambda row: _url(row, made.language)),
        "files": {form: f"{path}compilation.{form}{query}" for form in ("xlsx", "docx")},
        "prepared": prepares
        and {
            "is_on": with_prepared,
            "url": f"{path}compilation/" + ("" if with_prepared else "?prepared=1"),
        },
    }


def _url(row: CompiledRow, language: str) -> str:
    if row.comment_id is not None:
        return links.comment_path(row.comment_id)
    return public_path(row.key, language)
