"""One actor's position on a version, as `desk/position.html` and its check pages show it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.labels import labels
from core.textform import paragraphs
from core.when import when_instant, when_zoned
from core.words import language_name
from desk.forms.positions import PositionForm
from provisions.lifecycle import Stage
from provisions.models import Provision
from provisions.signs import glyph
from reviews.content import LIMITS
from reviews.enums import ReleaseKind
from reviews.models import FrozenText, Round
from reviews.selectors.own_positions import PositionFacts
from reviews.selectors.reading import Reading
from reviews.selectors.stances import Standing
from reviews.windows import is_closed

from .drafts import limit_hint
from .names import circle_name
from .people import by_whom
from .statements import stance_choices, statement
from .texts import provision_head


def head(reading: Reading, text: FrozenText, standing: Standing, language: str) -> dict[str, Any]:
    """Return what every page about a version on its way to an agreement shows of it."""
    provision, version = reading.item.provision, reading.item.version
    return {
        "provision": provision_head(reading, text, language),
        "stage": stage_of(provision, language),
        "stances": glyph(standing.stances, language),
        "needs": standing.needs(
            stage=provision.stage,
            text_status=version.text_status,
            version=provision.latest_version,
        ).sentence,
    }


def stage_of(provision: Provision, language: str) -> dict[str, str]:
    return {"code": provision.stage, "label": labels(Stage, language)[provision.stage]}


def text_of(reading: Reading, text: FrozenText, path: str, language: str) -> dict[str, Any]:
    """Return the words in front of the reader, and the ways to its other languages."""
    return {
        "text": {"lang": text.language, "paragraphs": paragraphs(text.text.body)},
        "languages": [
            {
                "label": language_name(each.language, language),
                "url": f"{path}?text={each.language}#text",
                "current": each.pk == text.pk,
            }
            for each in reading.texts
        ],
    }


def flag_sentences(why: Iterable[str]) -> list[str]:
    """Return why a position is to be confirmed anew, in words."""
    words = {
        "text_changed": _("To re-confirm: the text changed since this actor last spoke."),
        "mandate_ended": _("To re-confirm: the mandate it was taken under has ended."),
    }
    return [words[code] for code in why]


def public_when(round_: Round, at: datetime, language: str) -> str:
    """Say when a position that is taken at `at` becomes public."""
    if is_closed(round_, at):
        return _("Only on our own word: the round has closed.")
    closes = when_zoned(round_.closes_at, round_.framework.time_zone, language)
    return _(
        "When the round closes, together with everybody’s: %(when)s. Earlier on our own word only."
    ) % {"when": closes["text"]}


def recorded(facts: PositionFacts, bodies: Mapping[str, str], language: str) -> dict[str, Any]:
    """Return a position as its own circle reads it, with who recorded it."""
    return {
        "number": facts.number,
        "said": statement(facts, bodies, language),
        "by": by_whom(facts.person, facts.for_person),
        "when": when_instant(facts.at, language),
        "released": when_instant(facts.released_at, language) if facts.released_at else None,
        "release": labels(ReleaseKind, language)[facts.release],
        "joined": [circle_name(each, language) for each in facts.joined],
        "not_joining": [circle_name(each, language) for each in facts.not_joining],
        "corrects": _("Corrects an error") if facts.corrects else "",
        "correction_reason": facts.correction_reason,
    }


def history(
    rows: Iterable[PositionFacts], reading: Reading, bodies: Mapping[str, str], language: str
) -> list[dict[str, Any]]:
    """Return all that an actor ever said of a provision, the latest first. What was said of
    another version is not compared with the words of this one.
    """
    item = reading.item.pk
    return [
        {
            **recorded(each, bodies if each.item_id == item else {}, language),
            "title": _("Number %(number)d, version %(version)d")
            % {"number": each.number, "version": each.version},
        }
        for each in rows
    ]


def taking(form: PositionForm, title: str, language: str) -> dict[str, Any]:
    """Return what the form shows beside its fields."""
    return {
        "title": title,
        "choices": stance_choices(str(form["stance"].value() or ""), language),
        "limits": {
            "wording": limit_hint(LIMITS["proposed"]), "reasons": limit_hint(LIMITS["reason"])
        },
    }  # fmt: skip


def typed_words(form: PositionForm) -> str:
    """Return the prose of a form that can't be gone on with, for somebody to copy."""
    values = (str(form[name].value() or "") for name in ("reasons", "wording"))
    return "\n\n".join(value for value in values if value.strip())
