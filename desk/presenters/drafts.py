"""A draft's form: whom for, which words, of what kind, and what is typed so far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.labels import labels
from core.languages import LANGUAGES
from core.when import when_instant
from core.words import language_name
from desk.forms.drafts import Audience, Typed, picker_data
from desk.forms.reading import Shown, by_field
from reviews.content import LIMITS
from reviews.enums import TYPES_ON_A_SUMMARY, TYPES_ON_A_TEXT, CommentType, Purpose
from reviews.models import Draft, FrozenText
from reviews.selectors.audiences import AudienceChoice
from reviews.selectors.reading import Reading
from stakeholders.enums import CircleKind
from stakeholders.models import Mandate

from .anchors import anchor_picker
from .links import draft_path
from .names import circle_name
from .texts import provision_head, questions, round_head

Option = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Writing:
    """What a form of a comment is made of. `errors` are those of the last attempt."""

    reading: Reading
    text: FrozenText
    choices: Sequence[AudienceChoice]
    typed: Typed
    errors: Sequence[Shown] = ()


def writing_context(writing: Writing, language: str) -> dict[str, Any]:
    """Return what the form's templates show."""
    reading, text, typed = writing.reading, writing.text, writing.typed
    beside = by_field(writing.errors)
    return {
        "form": {"summary": list(writing.errors)},
        "field_errors": beside,
        "provision": provision_head(reading, text, language),
        "round": round_head(reading.round, language),
        "audiences": [_audience(each, typed, language) for each in writing.choices],
        "picker": anchor_picker(
            text.text.body,
            lang=text.language,
            sent=picker_data(typed),
            error=beside.get("anchor", ""),
        ),
        "types": _coded(_types(reading), labels(CommentType, language), typed.type),
        "purposes": _coded(Purpose.values, labels(Purpose, language), typed.purpose),
        "questions": [
            {"value": value, "number": number, "text": words, "checked": value == typed.question}
            for value, number, words in questions(reading, language)
        ],
        "languages": [
            {
                "value": code,
                "label": language_name(code, language),
                "checked": code == (typed.language or language),
            }
            for code in LANGUAGES
        ],
        "typed": typed,
        "text_id": text.pk,
        "item_id": reading.item.pk,
        "limits": {name: limit_hint(limit) for name, limit in LIMITS.items()},
    }


def limit_hint(limit: int) -> str:
    return _("At most %(limit)d characters.") % {"limit": limit}


def in_whose_name(choice: AudienceChoice, language: str) -> str:
    """Say in whose name a comment would be."""
    names = {
        "actor": circle_name(choice.speaks_for, language)["text"],
        "room": circle_name(choice.circle, language)["text"],
    }
    if choice.seeks_co_sponsors:
        return _("In the name of %(actor)s, shown in %(room)s to find co-sponsors.") % names
    return _("In the name of %(actor)s.") % names


def who_reads(choice: AudienceChoice) -> str:
    """Say who would read a comment in its room, and how many they are."""
    number = choice.readers
    match CircleKind(choice.circle.kind):
        case CircleKind.DELEGATION:
            sentence = ngettext(
                "Read by the %(number)d member of this delegation.",
                "Read by the %(number)d members of this delegation.",
                number,
            )
        case CircleKind.REGIONAL_GROUP:
            sentence = ngettext(
                "Read by the %(number)d person of the delegations of this regional group.",
                "Read by the %(number)d people of the delegations of this regional group.",
                number,
            )
        case _kind:
            sentence = ngettext(
                "Read by the %(number)d member of the whole group.",
                "Read by the %(number)d members of the whole group.",
                number,
            )
    return sentence % {"number": number}


def _audience(choice: AudienceChoice, typed: Typed, language: str) -> Option:
    value = Audience(choice.circle.pk, choice.speaks_for.pk).value
    name = circle_name(choice.circle, language)
    return {
        "value": value,
        "label": name["text"],
        "lang": name["lang"],
        "kind": labels(CircleKind, language)[choice.circle.kind],
        "reads": who_reads(choice),
        "name": in_whose_name(choice, language),
        "checked": value == typed.audience,
    }


def _types(reading: Reading) -> Sequence[str]:
    kinds = TYPES_ON_A_SUMMARY if reading.is_summary else TYPES_ON_A_TEXT
    return [each.value for each in kinds]


def _coded(codes: Iterable[str], words: Any, chosen: str) -> list[Option]:
    return [{"value": code, "label": words[code], "checked": code == chosen} for code in codes]


def draft_state(draft: Draft, mandate: Mandate | None, language: str) -> dict[str, Any]:
    """Return what the form says of a draft that is kept, and tells `js/autosave.js`."""
    path = draft_path(draft.pk)
    return {
        "edition": draft.edition,
        "saved": when_instant(draft.updated_at, language),
        "autosave_url": f"{path}autosave/",
        "delete_url": f"{path}delete/",
        "key": str(mandate.pk) if mandate else "",
    }
