"""What `components/anchor_picker.html` and `components/anchored_text.html` take."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import get_language_info

from core.errors import Invalid
from reviews.anchors import Anchor, picked_anchor
from reviews.highlights import Piece, marked_pieces
from reviews.sentences import sentences


@dataclass(frozen=True, slots=True)
class SentenceChoice:
    """One radio button: its value (`<start>-<end>`, code points), its words, whether it is on."""

    value: str
    text: str
    checked: bool


@dataclass(frozen=True, slots=True)
class AnchorPicker:
    """The words of a text to choose from, and what is chosen.

    `is_selection` shows words that are no sentence; then the five texts hold them, as the fields
    `anchor_exact`, `anchor_prefix`, `anchor_suffix`, `anchor_start`, `anchor_end` send them.
    `error` says what was wrong with the last choice, or is empty.
    """

    lang: str
    dir: str
    paragraphs: list[list[SentenceChoice]]
    is_whole: bool
    is_selection: bool
    exact: str
    prefix: str
    suffix: str
    start: str
    end: str
    error: str


@dataclass(frozen=True, slots=True)
class AnchorNote:
    """A comment beside a text: what it is called there, and the id of its element on the page."""

    label: str
    target: str


@dataclass(frozen=True, slots=True)
class AnchoredText:
    """A text in paragraphs of pieces; the marks of a piece are notes."""

    lang: str
    dir: str
    paragraphs: list[list[Piece[AnchorNote]]]


def anchor_picker(
    body: str,
    *,
    lang: str,
    chosen: Anchor | None = None,
    sent: Mapping[str, str] | None = None,
    error: str = "",
) -> AnchorPicker:
    """Return the picker for a body. `sent`, the fields of a refused form, goes before `chosen`."""
    choice, fields = _choice(chosen) if sent is None else _sent_choice(body, sent)
    known = sentences(body)
    is_sentence = choice in [each.value for each in known]
    return AnchorPicker(
        lang=lang,
        dir=direction(lang),
        paragraphs=[
            [SentenceChoice(each.value, each.text, each.value == choice) for each in group]
            for _number, group in groupby(known, key=lambda each: each.paragraph)
        ],
        is_whole=not choice,
        is_selection=bool(choice) and not is_sentence,
        **(_fields(None) if is_sentence else fields),
        error=error,
    )


def anchored_text(
    body: str, notes: Iterable[tuple[AnchorNote, Anchor | None]], *, lang: str
) -> AnchoredText:
    """Return a body with the words marked that the comments speak of."""
    return AnchoredText(lang, direction(lang), marked_pieces(body, notes))


def direction(lang: str) -> str:
    """Return `ltr`, `rtl`, or `auto` for a language that Django does not know."""
    try:
        return "rtl" if get_language_info(lang)["bidi"] else "ltr"
    except KeyError:
        return "auto"


def _choice(chosen: Anchor | None) -> tuple[str, dict[str, str]]:
    return (f"{chosen.start}-{chosen.end}" if chosen else ""), _fields(chosen)


def _sent_choice(body: str, sent: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Show what was sent as it was sent, so that a correction starts from it."""
    choice = sent.get("anchor", "").strip()
    if choice == "selection":
        return choice, {name: sent.get(f"anchor_{name}", "") for name in _fields(None)}
    try:
        return _choice(picked_anchor(body, sent))
    except Invalid:
        return _choice(None)


def _fields(anchor: Anchor | None) -> dict[str, str]:
    if anchor is None:
        return dict.fromkeys(("exact", "prefix", "suffix", "start", "end"), "")
    return {
        "exact": anchor.exact,
        "prefix": anchor.prefix,
        "suffix": anchor.suffix,
        "start": str(anchor.start),
        "end": str(anchor.end),
    }
