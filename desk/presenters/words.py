"""What a comment says, in full, as `desk/comment_words.html` shows it."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from core.labels import labels
from core.textform import normalize_text, paragraphs
from core.words import foreign, said
from reviews.anchors import CONTEXT, Anchor, from_selectors
from reviews.enums import CommentType, Purpose
from reviews.models import FrozenText
from reviews.selectors.reading import Reading

from .redlines import change


class Worded(Protocol):
    """What drafts, wordings and their facts have in common."""

    @property
    def type(self) -> str: ...
    @property
    def purpose(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def proposed(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def question_id(self) -> UUID | None: ...
    @property
    def selectors(self) -> Sequence[Mapping[str, Any]]: ...


def full_words(stored: Worded, reading: Reading, text: FrozenText, language: str) -> dict[str, Any]:
    """Return the words of a draft or a wording that speaks of `text` in `reading`."""
    anchor = from_selectors(stored.selectors)
    question = next((each for each in reading.questions if each.pk == stored.question_id), None)
    return {
        "type_label": labels(CommentType, language).get(stored.type, ""),
        "purpose_label": labels(Purpose, language).get(stored.purpose, ""),
        "quote": quote_of(anchor),
        "text_lang": foreign(text.language, language),
        "question": {"number": question.number, "text": said(question.text, language)}
        if question
        else None,
        "lang": foreign(stored.language, language),
        "body": as_paragraphs(stored.body),
        "reason": as_paragraphs(stored.reason),
        "change": proposed_change(stored.proposed, anchor, text),
    }


def quote_of(anchor: Anchor | None) -> dict[str, str] | None:
    """Return the words an anchor holds on to with what stands around them; None for the whole."""
    if anchor is None:
        return None
    # What stands around is kept to a number of characters; half a word reads like a mistake.
    before = anchor.prefix.partition(" ")[2] if anchor.start > len(anchor.prefix) else anchor.prefix
    after = anchor.suffix.rpartition(" ")[0] if len(anchor.suffix) == CONTEXT else anchor.suffix
    return {"prefix": before, "exact": anchor.exact, "suffix": after}


def proposed_change(proposed: str, anchor: Anchor | None, text: FrozenText) -> Any:
    """Return the redline from the chosen words to the proposed ones; None where none are."""
    if not proposed.strip():
        return None
    wished = "\n\n".join(as_paragraphs(proposed))
    return change(anchor.exact if anchor else text.text.body, wished)


def as_paragraphs(raw: str) -> list[str]:
    """Return a text in paragraphs; a draft may still hold what no text may, and shows it as is."""
    try:
        return paragraphs(normalize_text(raw))
    except ValueError:
        return [raw]
