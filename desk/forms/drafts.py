"""A draft's form: kept as it was typed, and read into what the services take."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.errors import DomainError, FieldError, Invalid
from reviews.anchors import Anchor, from_selectors, picked_anchor
from reviews.content import DraftContent
from reviews.models import Draft, FrozenText
from reviews.selectors.cards import WordingFacts

from .reading import id_of

# The fields of the form, by the names that refusals point to.
FIELDS = (
    "audience", "anchor", "type", "purpose", "question", "body", "reason", "proposed", "language"
)  # fmt: skip
ANCHOR_FIELDS = (
    "anchor", "anchor_exact", "anchor_prefix", "anchor_suffix", "anchor_start", "anchor_end"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form. `audience` is `<circle>` or `<circle>:<in whose name>`; the
    `anchor_…` fields are those of `components/anchor_picker.html`.
    """

    audience: str = ""
    type: str = ""
    purpose: str = ""
    question: str = ""
    body: str = ""
    reason: str = ""
    proposed: str = ""
    language: str = ""
    anchor: str = ""
    anchor_exact: str = ""
    anchor_prefix: str = ""
    anchor_suffix: str = ""
    anchor_start: str = ""
    anchor_end: str = ""

    def with_audience(self, circle_id: UUID, speaks_for_id: UUID) -> "Typed":
        return replace(self, audience=Audience(circle_id, speaks_for_id).value)


@dataclass(frozen=True, slots=True)
class Audience:
    """Who would read it, and in whose name it would be."""

    circle_id: UUID
    speaks_for_id: UUID

    @property
    def value(self) -> str:
        return f"{self.circle_id}:{self.speaks_for_id}"


def read_typed(data: Mapping[str, str]) -> Typed:
    """Return what was typed, whatever it is."""
    return Typed(**{each.name: data.get(each.name, "") for each in fields(Typed)})


def typed_of_draft(draft: Draft, body: str) -> Typed:
    """Return what a draft shows in its form; `body` is of the text that it speaks of."""
    audience = Audience(draft.circle_id, draft.speaks_for_id).value
    return replace(typed_of(draft, body), audience=audience)


def typed_of(stored: Draft | WordingFacts, body: str) -> Typed:
    """Return what stored words show in their form; who reads them is known."""
    return Typed(
        type=stored.type,
        purpose=stored.purpose,
        question=str(stored.question_id or ""),
        body=stored.body,
        reason=stored.reason,
        proposed=stored.proposed,
        language=stored.language,
        **_anchor_fields(from_selectors(stored.selectors), body),
    )


def _anchor_fields(anchor: Anchor | None, body: str) -> dict[str, str]:
    """Return the fields of the picker; words that do not stand in their place are sent anew."""
    if anchor is None:
        return {}
    return {
        "anchor": f"{anchor.start}-{anchor.end}" if anchor.stands_in(body) else "selection",
        "anchor_exact": anchor.exact,
        "anchor_prefix": anchor.prefix,
        "anchor_suffix": anchor.suffix,
        "anchor_start": str(anchor.start),
        "anchor_end": str(anchor.end),
    }


def read_content(typed: Typed, text: FrozenText) -> DraftContent:
    """Return what `typed` says about `text` (with its words). Raises Invalid, naming its fields:
    `audience` where none is chosen, `anchor` as `picked_anchor` does, `question`.
    """
    errors: list[FieldError] = []
    audience = _audience(typed.audience, errors)
    anchor = _anchor(typed, text, errors)
    question = id_of(typed.question)
    if typed.question and question is None:
        errors.append(FieldError("question", _("Choose a question of the list."), "unknown"))
    if errors or audience is None:
        raise Invalid(_("The draft was not saved yet."), errors=errors)
    return DraftContent(
        text_id=text.pk,
        circle_id=audience.circle_id,
        speaks_for_id=audience.speaks_for_id,
        type=typed.type,
        purpose=typed.purpose,
        body=typed.body,
        reason=typed.reason,
        proposed=typed.proposed,
        language=typed.language or text.language,
        question_id=question,
        anchor=anchor,
    )


def read_audience(value: str) -> Audience | None:
    """Return the audience behind the value of a radio button, None for anything else."""
    circle, _colon, speaks_for = value.partition(":")
    circle_id, speaks_for_id = id_of(circle), id_of(speaks_for or circle)
    return Audience(circle_id, speaks_for_id) if circle_id and speaks_for_id else None


def picker_data(typed: Typed) -> dict[str, Any]:
    """Return the fields of the picker as they were sent."""
    return {name: getattr(typed, name) for name in ANCHOR_FIELDS}


def _audience(value: str, errors: list[FieldError]) -> Audience | None:
    audience = read_audience(value)
    if audience is None:
        detail = _("Choose first who is to read this comment.")
        errors.append(FieldError("audience", detail, "empty"))
    return audience


def _anchor(typed: Typed, text: FrozenText, errors: list[FieldError]) -> Anchor | None:
    try:
        return picked_anchor(text.text.body, picker_data(typed))
    except DomainError as refusal:
        errors.append(FieldError("anchor", refusal.detail, refusal.code))
        return None
