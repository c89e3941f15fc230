"""Two texts of one working draft, side by side: nothing that was typed is lost."""

from typing import Any

from django.utils.translation import gettext as _

from core.words import language_name
from desk.forms.next_versions import Texts
from provisions.drafts import TextDraft
from reviews.selectors.next_versions import NOTHING, NextVersionFacts

from .next_version import head_of


def conflict_context(facts: NextVersionFacts, typed: Texts, language: str) -> dict[str, Any]:
    """Return what a colleague saved beside what was typed, each text that differs."""
    return {
        "provision": head_of(facts, language),
        "pairs": _pairs(facts, typed, language),
        "hidden": _hidden(typed),
    }


def gone_context(facts: NextVersionFacts, typed: Texts, language: str) -> dict[str, Any]:
    """Return what was typed into a draft that is published or deleted by now, beside the latest
    version.
    """
    return {"provision": head_of(facts, language), "pairs": _pairs(facts, typed, language)}


def _pairs(facts: NextVersionFacts, typed: Texts, language: str) -> list[dict[str, str]]:
    pairs = []
    for code, sent in typed.items():
        kept: TextDraft = facts.texts.get(code, NOTHING)
        for label, one, other in (
            (_("Title"), kept.title, sent["title"]),
            (_("Text"), kept.body, sent["body"]),
        ):
            if one != _plain(other):
                name = language_name(code, language)
                said = _("%(part)s (%(language)s)") % {"part": label, "language": name}
                pairs.append({"label": said, "kept": one, "typed": other, "lang": code})
    return pairs


def _hidden(typed: Texts) -> list[dict[str, str]]:
    return [
        {"name": f"{part}_{code}", "value": sent[part]}
        for code, sent in typed.items()
        for part in ("title", "body")
    ]


def _plain(text: str) -> str:
    """Browsers send their own line ends; they make no difference."""
    return text.replace("\r\n", "\n").strip()
