"""What changed between two texts, word by word and never losing a character.

Paragraphs are compared first, then the words of those that changed. The work is bounded: what
differs too much is shown as replaced.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from .comparison import Budget, common_end, common_start, stretches

# A word with what follows it up to the next word, so that a space never matches alone.
_WORD = re.compile(r"\w+(?:['’-]\w+)*\s*|[^\w\s]\s*|\s+")
_PIECE = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]|\s+")
_MARK = re.compile(r"[^\w\s]+(?=\s)")
_PARAGRAPH = re.compile(r".*?\n\n|.+\Z", re.DOTALL)
# Steps of the comparison, of which each takes about half a microsecond. A paragraph rewritten
# from scratch takes some ten thousand; hostile texts would keep a process busy for minutes.
_MOST_STEPS = 400_000
_FEW = 3  # words between two replacements that are too few to keep these apart
BREAK = "\n\n"


class Change(NamedTuple):
    """What both texts have, and what then stands in one and in the other."""

    kept: str
    deleted: str
    inserted: str


class SpanKind(StrEnum):
    EQUAL = "equal"
    DELETED = "deleted"
    INSERTED = "inserted"


class Span(NamedTuple):
    kind: SpanKind
    text: str


@dataclass(frozen=True, slots=True)
class Redline:
    """The spans in reading order, deleted before inserted, never two of a kind in a row.

    Equal and deleted spans joined are the old text, equal and inserted ones the new.
    """

    spans: tuple[Span, ...]

    @property
    def insertions(self) -> int:
        """Return the number of stretches that were inserted."""
        return sum(span.kind is SpanKind.INSERTED for span in self.spans)

    @property
    def deletions(self) -> int:
        """Return the number of stretches that were deleted."""
        return sum(span.kind is SpanKind.DELETED for span in self.spans)

    def old(self) -> str:
        """Return the old text."""
        return "".join(span.text for span in self.spans if span.kind is not SpanKind.INSERTED)

    def new(self) -> str:
        """Return the new text."""
        return "".join(span.text for span in self.spans if span.kind is not SpanKind.DELETED)

    def side(self, kind: SpanKind) -> tuple[Span, ...]:
        """Return the spans of one side for showing both: DELETED the old, INSERTED the new."""
        return tuple(span for span in self.spans if span.kind in (SpanKind.EQUAL, kind))


class RedlinedParagraph(NamedTuple):
    """The spans of a paragraph, and how the break behind it came about; None at the end."""

    spans: tuple[Span, ...]
    ends_with: SpanKind | None


def redline(old: str, new: str) -> Redline:
    """Return what leads from `old` to `new`. The same texts always give the same redline."""
    budget = Budget(_MOST_STEPS)
    changes = _with_own_marks(_without_gaps(_trimmed(_changes(old, new, budget))))
    return Redline(tuple(_spans(_drawn_together(changes))))


def in_paragraphs(spans: Sequence[Span]) -> list[RedlinedParagraph]:
    """Split spans at their paragraph breaks; a break that was added or taken out shows as such."""
    done: list[RedlinedParagraph] = []
    current: list[Span] = []
    for span in spans:
        *ended, rest = span.text.split(BREAK)
        for part in ended:
            current += [Span(span.kind, part)] if part else []
            done.append(RedlinedParagraph(tuple(current), span.kind))
            current = []
        current += [Span(span.kind, rest)] if rest else []
    done.append(RedlinedParagraph(tuple(current), None))
    return done


def _changes(old: str, new: str, budget: Budget) -> Iterator[Change]:
    """Compare paragraphs first, and then the words of what was replaced."""
    for stretch in stretches(_PARAGRAPH.findall(old), _PARAGRAPH.findall(new), budget):
        removed, added = "".join(stretch.old), "".join(stretch.new)
        if removed == added:
            yield Change(removed, "", "")
            continue
        for inner in stretches(_WORD.findall(removed), _WORD.findall(added), budget):
            before, after = "".join(inner.old), "".join(inner.new)
            yield Change(before, "", "") if before == after else Change("", before, after)


def _trimmed(changes: Iterable[Change]) -> Iterator[Change]:
    """Keep what a deleted and an inserted stretch begin and end with alike."""
    for change in changes:
        deleted, inserted = _PIECE.findall(change.deleted), _PIECE.findall(change.inserted)
        start = common_start(deleted, inserted)
        end = common_end(deleted[start:], inserted[start:])
        yield Change(
            change.kept + "".join(deleted[:start]),
            "".join(deleted[start : len(deleted) - end]),
            "".join(inserted[start : len(inserted) - end]),
        )
        yield Change("".join(deleted[len(deleted) - end :]), "", "")


def _with_own_marks(changes: Iterable[Change]) -> Iterator[Change]:
    """Let a sentence that was only deleted or only inserted go with its own full stop, not with
    that of the sentence before it: nobody touched that one.
    """
    last = Change("", "", "")
    for change in changes:
        mark = _neighbours_mark(last, change.kept)
        yield Change(last.kept + mark, _behind(last.deleted, mark), _behind(last.inserted, mark))
        last = change._replace(kept=change.kept.removeprefix(mark))
    yield last


def _neighbours_mark(change: Change, ahead: str) -> str:
    """Return the mark that a change begins with and that stands behind it too, "" for none."""
    if change.deleted and change.inserted:
        return ""
    mark = _MARK.match(change.deleted or change.inserted)
    return mark[0] if mark and ahead.startswith(mark[0]) else ""


def _behind(text: str, mark: str) -> str:
    return text.removeprefix(mark) + mark if text else ""


def _drawn_together(changes: Iterable[Change]) -> Iterator[Change]:
    """Join replacements that only a few unchanged words keep apart: they read as one."""
    last = Change("", "", "")
    for change in _without_gaps(changes):
        both_replace = all((last.deleted, last.inserted, change.deleted, change.inserted))
        if both_replace and _are_few(change.kept):
            last = Change(
                last.kept,
                last.deleted + change.kept + change.deleted,
                last.inserted + change.kept + change.inserted,
            )
        else:
            yield last
            last = change
    yield last


def _without_gaps(changes: Iterable[Change]) -> Iterator[Change]:
    """Join neighbours, so that every change but the last has something deleted or inserted."""
    kept, deleted, inserted = "", "", ""
    for change in changes:
        if change.kept and (deleted or inserted):
            yield Change(kept, deleted, inserted)
            kept, deleted, inserted = "", "", ""
        kept += change.kept
        deleted += change.deleted
        inserted += change.inserted
    yield Change(kept, deleted, inserted)


def _are_few(kept: str) -> bool:
    return BREAK not in kept and len(_WORD.findall(kept)) <= _FEW


def _spans(changes: Iterable[Change]) -> Iterator[Span]:
    for change in changes:
        if change.kept:
            yield Span(SpanKind.EQUAL, change.kept)
        if change.deleted:
            yield Span(SpanKind.DELETED, change.deleted)
        if change.inserted:
            yield Span(SpanKind.INSERTED, change.inserted)
