"""A table of comments on its way in: whom it can be for, and what became of its rows."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.words import said
from desk.forms.importing import ImportForm
from reviews.importing.limits import MAX_ROWS
from reviews.selectors.audiences import AudienceChoice
from reviews.selectors.rounds import RoundFacts
from reviews.services.imports import ImportResult

from . import links
from .audience import only_you
from .drafts import in_whose_name, who_reads
from .rounds import round_title


def labelled(choices: Iterable[AudienceChoice], language: str) -> list[tuple[AudienceChoice, str]]:
    """Return whom a table can be for, each with the words that say so."""
    return [(each, f"{in_whose_name(each, language)} {who_reads(each)}") for each in choices]


def send_context(form: ImportForm, facts: RoundFacts, language: str) -> dict[str, Any]:
    """Return what the page shows on which a table is sent."""
    return {
        **_head(facts, language),
        "form": form,
        "audience": only_you(),
        "template_url": f"{links.round_path(facts.id)}import/template.xlsx",
        "most_rows": MAX_ROWS,
    }


def result_context(
    result: ImportResult, facts: RoundFacts, chosen: AudienceChoice, language: str
) -> dict[str, Any]:
    """Return what became of each row, and where to go on."""
    added, bad = len(result.added), len(result.bad)
    return {
        **_head(facts, language),
        "audience": only_you(),
        "whose": in_whose_name(chosen, language),
        "added_title": ngettext(
            "%(count)d row became a private draft", "%(count)d rows became private drafts", added
        )
        % {"count": added},
        "added": [
            {
                "row": each.row,
                "number": each.provision_number,
                "url": links.draft_path(each.draft_id),
            }
            for each in result.added
        ],
        "repeated": _repeated(result.repeated),
        "bad_title": ngettext("%(count)d row was left out", "%(count)d rows were left out", bad)
        % {"count": bad},
        "bad": [{"row": each.row, "reasons": each.reasons} for each in result.bad],
        "again_url": f"{links.round_path(facts.id)}import/",
    }


def _head(facts: RoundFacts, language: str) -> dict[str, Any]:
    return {
        "round_title": round_title(facts.number),
        "framework": said(facts.framework_title, language),
        "crumbs": [
            {"label": _("Rounds"), "url": links.ROUNDS},
            {"label": round_title(facts.number), "url": links.round_path(facts.id)},
        ],
    }


def _repeated(rows: Sequence[int]) -> str:
    """Say which rows said nothing new, "" for none."""
    if not rows:
        return ""
    return ngettext(
        "Row %(rows)s was passed over: the same words were sent before.",
        "Rows %(rows)s were passed over: the same words were sent before.",
        len(rows),
    ) % {"rows": ", ".join(str(row) for row in rows)}
