"""What is shown before a draft is shared, deleted, or one of its two versions is kept."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.errors import DomainError, Invalid
from core.labels import labels
from core.when import when_instant
from core.words import language_name
from desk.forms.drafts import FIELDS, Audience, Typed, picker_data
from desk.forms.reading import Shown, errors_of
from reviews.anchors import from_selectors, picked_anchor
from reviews.content import checked_content, content_of
from reviews.enums import CommentType, Purpose
from reviews.models import Draft, FrozenText
from reviews.selectors.audiences import AudienceChoice
from reviews.selectors.reading import Reading
from stakeholders.enums import CircleKind
from stakeholders.models import Mandate

from .anchors import AnchorNote, anchored_text
from .audience import only_you
from .drafts import in_whose_name, who_reads
from .links import draft_path
from .names import circle_name
from .texts import provision_head, round_head
from .words import full_words

Row = tuple[str, str, str]  # label, what is kept, what was typed
_FIRST = 300  # code points of a draft that remind of what it says


def check_context(
    draft: Draft,
    reading: Reading,
    text: FrozenText,
    choices: Sequence[AudienceChoice],
    refusal: DomainError | None,
    language: str,
) -> dict[str, Any]:
    """Return the page on which one checks a draft: `blocked` while something is missing in it."""
    errors = errors_of(refusal, FIELDS) if refusal else _missing(draft, text)
    anchor = from_selectors(draft.selectors)
    note = AnchorNote(label=_("Your words"), target="words")
    return {
        "missing": [_on_the_form(each, draft) for each in errors],
        "provision": provision_head(reading, text, language),
        "round": round_head(reading.round, language),
        "comment": full_words(draft, reading, text, language),
        "choice": _chosen(draft, choices, language),
        "audience": only_you(),
        "anchored": anchored_text(text.text.body, [(note, anchor)], lang=text.language),
        "edition": draft.edition,
        "edit_url": draft_path(draft.pk),
        "blocked": bool(errors),
    }


@dataclass(frozen=True, slots=True)
class Kept:
    """What another window, or somebody else, saved meanwhile, and where it is gone on with."""

    typed: Typed
    at: datetime
    edition: int
    url: str
    is_draft: bool


def conflict_context(
    kept: Kept,
    typed: Typed,
    reading: Reading,
    text: FrozenText,
    choices: Sequence[AudienceChoice],
    language: str,
) -> dict[str, Any]:
    """Return both texts, field by field, so that nothing is lost while somebody chooses."""
    rows = [
        *_audiences(kept.typed, typed, choices, language),
        *_words(kept.typed, typed, text),
        *_codes(kept.typed, typed, language),
    ]
    return {
        "provision": provision_head(reading, text, language),
        "is_draft": kept.is_draft,
        "pairs": [
            {"label": label, "kept": one, "typed": other}
            for label, one, other in rows
            if _plain(one) != _plain(other)
        ],
        "saved": when_instant(kept.at, language),
        "hidden": [{"name": name, "value": value} for name, value in asdict(typed).items()],
        "edition": kept.edition,
        "keep_url": kept.url,
    }


def delete_context(
    draft: Draft, reading: Reading, text: FrozenText, mandate: Mandate | None, language: str
) -> dict[str, Any]:
    return {
        "provision": provision_head(reading, text, language),
        "audience": only_you(),
        "quote": draft.body[:_FIRST],
        "edition": draft.edition,
        "keep_url": draft_path(draft.pk),
        "forget": forget_mark(draft.pk, mandate),
    }


def forget_mark(draft_id: object, mandate: Mandate | None) -> str:
    """Return what tells the browser to keep nothing more of a draft, see autosave.html."""
    return f"{mandate.pk if mandate else ''} /desk/drafts/{draft_id}/autosave/"


def _missing(draft: Draft, text: FrozenText) -> list[Shown]:
    """Return what keeps a draft from being shared, found before it is tried."""
    _content, errors = checked_content(content_of(draft), text, draft.question)
    return [Shown(message=each.detail, target=each.pointer) for each in errors]


def _on_the_form(error: Shown, draft: Draft) -> dict[str, str]:
    target = error["target"]
    url = f"{draft_path(draft.pk)}#{target}" if target else ""
    return {"message": error["message"], "url": url}


def _chosen(draft: Draft, choices: Sequence[AudienceChoice], language: str) -> dict[str, Any]:
    name = circle_name(draft.circle, language)
    found = next(
        (
            each
            for each in choices
            if (each.circle.pk, each.speaks_for.pk) == (draft.circle_id, draft.speaks_for_id)
        ),
        None,
    )
    return {
        "label": name["text"],
        "lang": name["lang"],
        "kind": labels(CircleKind, language)[draft.circle.kind],
        "reads": who_reads(found) if found else _("You are no longer in this room."),
        "name": in_whose_name(found, language) if found else "",
    }


def _audiences(
    kept: Typed, typed: Typed, choices: Sequence[AudienceChoice], language: str
) -> Iterator[Row]:
    """Yield who would read each, in the words of the form; nothing for a comment in its room."""
    said = {
        Audience(each.circle.pk, each.speaks_for.pk).value: " ".join(
            (circle_name(each.circle, language)["text"], "–", in_whose_name(each, language))
        )
        for each in choices
    }
    if choices:
        yield _("Who reads it"), said.get(kept.audience, ""), said.get(typed.audience, "")


def _words(kept: Typed, typed: Typed, text: FrozenText) -> Iterator[Row]:
    body = text.text.body
    yield _("Chosen words"), _chosen_words(kept, body), _chosen_words(typed, body)
    yield _("Comment"), kept.body, typed.body
    yield _("Reason"), kept.reason, typed.reason
    yield _("Proposed wording"), kept.proposed, typed.proposed


def _codes(kept: Typed, typed: Typed, language: str) -> Iterator[Row]:
    kinds, purposes = labels(CommentType, language), labels(Purpose, language)
    yield _("Type"), kinds.get(kept.type, ""), kinds.get(typed.type, "")
    yield _("What it asks for"), purposes.get(kept.purpose, ""), purposes.get(typed.purpose, "")
    yield _("Language"), _language(kept, language), _language(typed, language)


def _chosen_words(typed: Typed, body: str) -> str:
    try:
        anchor = picked_anchor(body, picker_data(typed))
    except Invalid:
        return typed.anchor_exact
    return anchor.exact if anchor else _("The whole provision")


def _language(typed: Typed, language: str) -> str:
    return language_name(typed.language, language) if typed.language else ""


def _plain(text: str) -> str:
    """Browsers send their own line ends; they make no difference."""
    return text.replace("\r\n", "\n").strip()
