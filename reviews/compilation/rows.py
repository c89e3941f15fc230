"""Comments and answers made into the rows of a table, in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from core.labels import labels
from core.languages import Texts, pick
from core.words import foreign, language_name, said
from reviews.enums import CommentType, DispositionKind, Purpose, ReplyKind
from reviews.selectors.dispositions import DispositionFacts
from reviews.selectors.published import organization_names
from reviews.selectors.replies import ReplyFacts
from reviews.selectors.rounds import ItemFacts
from stakeholders.enums import Group

from .columns import Column, Mark
from .sources import Answer, Source, Words
from .table import Cell, CompiledRow, Line


@dataclass(frozen=True, slots=True)
class Frame:
    """What rows are said in: the language, what provisions are in their rounds (by the keys of
    both), names of organizations by code; `names_rounds` where there are several rounds.
    """

    language: str
    items: Mapping[tuple[str, str], ItemFacts]
    names: Mapping[str, Texts]
    names_rounds: bool


def compiled_rows(
    found: Sequence[Source],
    items: Mapping[tuple[str, str], ItemFacts],
    language: str,
    *,
    names_rounds: bool,
) -> tuple[CompiledRow, ...]:
    """Return sources as rows, numbered in their order. At most one query."""
    codes = {code for each in found for code in (*each.co_sponsors, *each.not_supporting)}
    names = organization_names(codes)
    frame = Frame(language, items, names, names_rounds)
    places: dict[UUID | str, int] = {}
    for number, each in enumerate(found, start=1):
        places |= {known: number for known in (each.id, each.key) if known}
    return tuple(
        CompiledRow(number, each.id, each.key, _cells(each, number, places, frame))
        for number, each in enumerate(found, start=1)
    )


def _cells(
    source: Source, number: int, places: Mapping[UUID | str, int], frame: Frame
) -> dict[Column, Cell]:
    cells = {
        Column.NUMBER: _number(source, number),
        Column.WHO: _who(source, frame),
        Column.PLACE: _place(source, frame),
    }
    if source.words is None:
        gone = _("Withdrawn after it was handed over; its words are no longer shown.")
        cells[Column.COMMENT] = (Line(gone, is_note=True),)
    else:
        cells |= _said(source.words, frame.language)
    if source.answer is not None:
        cells |= _answered(source.answer, places, frame.language)
    return cells


def _number(source: Source, number: int) -> Cell:
    own = Line(str(number))
    return (own, Line(source.key.rpartition(".")[2], is_note=True)) if source.key else (own,)


def _who(source: Source, frame: Frame) -> Cell:
    lines = [_actor(source, frame.language)]
    if source.is_late:
        lines.append(Line(_("Received late"), is_note=True))
    if source.is_offered:
        lines.append(Line(_("Offered after the close; not decided yet"), is_note=True))
    for label, codes in (
        (_("Co-sponsored by:"), source.co_sponsors),
        (_("Members that do not support it:"), source.not_supporting),
    ):
        if codes:
            lines.append(Line(f"{label} {_named(codes, frame)}", is_note=True))
    return tuple(lines)


def _named(codes: Sequence[str], frame: Frame) -> str:
    return ", ".join(pick(frame.names.get(code, {}), frame.language).text or code for code in codes)


def _actor(source: Source, language: str) -> Line:
    if source.actor.name:
        name = said(source.actor.name, language)
        return Line(name["text"], name["lang"])
    return Line(labels(Group, language)[source.actor.group])


def _place(source: Source, frame: Frame) -> Cell:
    item = frame.items[source.round, source.provision]
    version = _("Version %(number)d") % {"number": item.version}
    if source.words is not None:
        version = f"{version}, {language_name(source.words.version_language, frame.language)}"
    lines = [Line(item.number), Line(version, is_note=True)]
    if frame.names_rounds:
        number = int(source.round.rpartition(".")[2])
        lines.append(Line(_("Review round %(number)d") % {"number": number}, is_note=True))
    if source.words is not None and source.words.question is not None:
        answers = _("Answers question %(number)d") % {"number": source.words.question}
        lines.append(Line(answers, is_note=True))
    return tuple(lines)


def _said(words: Words, language: str) -> dict[Column, Cell]:
    quote = next((str(each["exact"]) for each in words.selectors if "exact" in each), "")
    own, of_text = foreign(words.language, language), foreign(words.version_language, language)
    whole, mark = (labels(Mark, language)[code] for code in (Mark.WHOLE, Mark.REASON))
    comment = [Line(words.body, own)]
    if words.reason:
        reason = _("%(label)s: %(words)s") % {"label": mark, "words": words.reason}
        comment.append(Line(reason, own))
    return {
        Column.PARAGRAPH: (Line(quote, of_text) if quote else Line(whole, is_note=True),),
        Column.TYPE: (
            Line(labels(CommentType, language)[words.type]),
            Line(labels(Purpose, language)[words.purpose], is_note=True),
        ),
        Column.COMMENT: tuple(comment),
        Column.PROPOSED: (Line(words.proposed, own),) if words.proposed else (),
    }


def _answered(
    answer: Answer, places: Mapping[UUID | str, int], language: str
) -> dict[Column, Cell]:
    reasons = pick(answer.reasons, language)
    decision = [Line(labels(DispositionKind, language)[answer.kind])]
    if repeated := _repeated(answer, places):
        decision.append(Line(repeated, is_note=True))
    if isinstance(answer, DispositionFacts) and answer.released_at is None:
        decision.append(Line(_("Prepared, not released"), is_note=True))
    return {
        Column.OBSERVATION: (Line(reasons.text, foreign(reasons.language, language)),),
        Column.DECISION: tuple(decision),
        Column.REPLY: _reply(answer.reply, language) if answer.reply else (),
    }


def _repeated(answer: Answer, places: Mapping[UUID | str, int]) -> str:
    """Say which comment an answered one repeats, as far as the reader may know of it."""
    if isinstance(answer, DispositionFacts):
        known: UUID | str | None = answer.duplicate_of
        key = answer.duplicate_of_key
    else:
        known = key = answer.duplicate_of
    place = places.get(known or key) or places.get(key)
    if place:
        return _("See No. %(number)d of this table") % {"number": place}
    return _("See comment %(number)s") % {"number": key.rpartition(".")[2]} if key else ""


def _reply(reply: ReplyFacts, language: str) -> Cell:
    label = Line(labels(ReplyKind, language)[reply.kind])
    return (label, Line(reply.text, foreign(reply.language, language))) if reply.text else (label,)
