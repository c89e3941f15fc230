"""One comment in its room: its words, what may be done with it, who said what, how it came."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from core.labels import labels
from core.textform import paragraphs
from core.when import when_instant, when_zoned
from core.words import language_name
from desk.forms.reading import Shown
from reviews.act_codes import ACT_OF_MOVE, ActCode
from reviews.enums import VoiceKind
from reviews.lifecycle import HANDED_OVER, CommentMove, CommentStage
from reviews.models import FrozenText
from reviews.selectors.cards import CommentCard, WordingFacts
from reviews.selectors.handed import HandedOver
from reviews.selectors.reading import Reading
from reviews.selectors.rooms import CommentDetail, MessageFacts, MoveFacts

from . import audience
from .comments import Names, named, public_path
from .links import comment_path, secretariat_round_path
from .names import circle_name
from .people import by_whom, described
from .redlines import change
from .texts import provision_head, round_head
from .words import as_paragraphs, full_words


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was typed into a form of the page that was refused: `form` names it, so that it is
    shown there and nowhere else.
    """

    form: str = ""
    errors: Sequence[Shown] = ()
    typed: Mapping[str, str] = field(default_factory=dict)


def comment_context(
    detail: CommentDetail, reading: Reading, text: FrozenText, names: Names, language: str
) -> dict[str, Any]:
    """Return what `desk/comment.html` shows of a comment in its own room, without its forms."""
    card = detail.card
    return {
        "provision": provision_head(reading, text, language),
        "round": round_head(reading.round, language),
        "head": comment_head(card, language),
        "audience": readers(card, language),
        "comment": full_words(card.wording, reading, text, language),
        "facts": _facts(card, reading, names, language),
        "inner": True,
        "edition": card.edition,
        "voices": list(_voices(card, language)),
        "thread": thread(detail.thread, names, language),
        "wordings": list(_wordings(detail, language)),
        "events": [_event(each, language) for each in reversed(detail.moves)],
        "merged": [
            {"url": comment_path(each.id), "label": ", ".join(p.name for p in each.authors)}
            for each in detail.merged
        ],
    }


def comment_head(card: CommentCard, language: str) -> dict[str, Any]:
    actor = circle_name(card.speaks_for, language)
    return {
        "title": _("Comment of %(actor)s") % {"actor": actor["text"]},
        "actor": actor,
        "stage": card.stage,
        "stage_label": labels(CommentStage, language)[card.stage],
        "sentence": stage_sentence(card),
        "is_late": card.is_late,
        "into_url": comment_path(card.merged_into) if card.merged_into else "",
    }


def stage_sentence(card: CommentCard) -> str:
    """Say where a comment stands and what comes next, in one sentence."""
    match CommentStage(card.stage):
        case CommentStage.SHARED:
            return _("This room reads it. It waits to be endorsed.")
        case CommentStage.ENDORSED:
            return _("It is cleared as it stands, and waits to be submitted.")
        case CommentStage.OFFERED_LATE:
            return _(
                "It was offered after the close; the review secretariat decides whether to take it."
            )
        case CommentStage.SUBMITTED:
            return _("The review secretariat has it.")
        case CommentStage.PUBLISHED:
            return _("It is public, in the name of its actor.")
        case CommentStage.WITHDRAWN:
            return _("It was withdrawn. This room still reads it; nobody else does.")
        case CommentStage.MERGED:
            return _("It was merged into another comment, which carries its authors too.")


def readers(card: CommentCard, language: str) -> audience.Audience:
    """Return who reads a comment at its stage."""
    if card.stage == CommentStage.PUBLISHED:
        return audience.everybody()
    if card.stage in HANDED_OVER:
        return audience.handed_over(card.circle, language)
    return audience.room(card.circle, language)


def thread(messages: Sequence[MessageFacts], names: Names, language: str) -> list[dict[str, Any]]:
    numbers = {each.id: each.number for each in messages}
    return [
        {
            "id": str(each.id),
            "number": each.number,
            "author": each.person.name,
            "of": described(each.person, names, language),
            "when": when_instant(each.at, language),
            "text": paragraphs(each.text),
            "reply_to": numbers.get(each.reply_to, 0) if each.reply_to else 0,
        }
        for each in messages
    ]


def _facts(
    card: CommentCard, reading: Reading, names: Names, language: str
) -> list[dict[str, Any]]:
    zone = reading.round.framework.time_zone
    words = card.wording
    facts: list[dict[str, Any]] = [
        {"label": _("In the name of"), "value": circle_name(card.speaks_for, language)["text"]},
        {"label": _("Room"), "value": circle_name(card.circle, language)["text"]},
        {"label": _("Drafted by"), "texts": [person.name for person in card.authors]},
        {"label": _("Written in"), "value": language_name(words.language, language)},
        {
            "label": _("About"),
            "value": _("version %(version)d, %(language)s text, issue %(issue)d")
            % {
                "version": words.version,
                "language": language_name(words.version_language, language),
                "issue": words.version_issue,
            },
        },
    ]
    facts.extend(_standing(card, names, language))
    if card.submitted_at:
        when = when_zoned(card.submitted_at, zone, language)
        facts.append({"label": _("Submitted"), "when": when})
    if card.key:
        link = {"label": card.key, "url": public_path(card.key, language), "lang": "", "note": ""}
        facts.append({"label": _("Published as"), "links": [link]})
    return facts


def _voices(card: CommentCard, language: str) -> Iterator[dict[str, Any]]:
    for voice in card.voices:
        name = circle_name(voice.delegation, language) if voice.delegation else None
        person = by_whom(voice.person, voice.for_person)
        earlier = "" if voice.is_of_these_words else _("said of an earlier wording")
        yield {
            "kind": voice.kind,
            "kind_label": labels(VoiceKind, language)[voice.kind],
            "who": name["text"] if name else person,
            "lang": name["lang"] if name else "",
            "note": ", ".join(filter(None, [person if name else "", earlier])),
            "when": when_instant(voice.at, language),
            "text": voice.text,
        }


def _event(move: MoveFacts, language: str) -> dict[str, Any]:
    what = labels(ActCode, language)[ACT_OF_MOVE[CommentMove(move.move)]]
    person = by_whom(move.person, move.for_person)
    return {
        "when": when_instant(move.at, language),
        "what": _("%(what)s by %(person)s") % {"what": what, "person": person},
        "note": move.reason,
    }


def _wordings(detail: CommentDetail, language: str) -> Iterator[dict[str, Any]]:
    """Yield the wordings, newest first, each against the one before it."""
    by = {
        each.wording: by_whom(each.person, each.for_person)
        for each in detail.moves
        if each.move in (CommentMove.SHARE, CommentMove.REVISE)
    }
    earlier = (None, *detail.wordings)
    for before, words in reversed(list(zip(earlier, detail.wordings, strict=False))):
        yield {
            "number": words.number,
            "by": by.get(words.number, ""),
            "when": when_instant(words.at, language),
            "parts": list(_parts(before, words)),
        }


def _parts(before: WordingFacts | None, words: WordingFacts) -> Iterator[dict[str, Any]]:
    for label, name in (
        (_("Comment"), "body"),
        (_("Reason"), "reason"),
        (_("Proposed wording"), "proposed"),
    ):
        now = getattr(words, name)
        if before is None and now:
            yield {"label": label, "change": None, "body": as_paragraphs(now)}
        elif before is not None and (was := getattr(before, name)) != now:
            yield {"label": label, "change": change(was, now), "body": []}


def handed_over_context(
    handed: HandedOver, reading: Reading, names: Names, language: str
) -> dict[str, Any]:
    """Return what the review secretariat sees of a comment: nothing of its room's inner life."""
    words = handed.wording
    text = reading.text_called(words.text_id if words else None, language)
    actor = circle_name(handed.speaks_for, language)
    return {
        "provision": provision_head(reading, text, language),
        "round": round_head(reading.round, language),
        "head": {
            "title": _("Comment of %(actor)s") % {"actor": actor["text"]},
            "actor": actor,
            "stage": handed.stage,
            "stage_label": labels(CommentStage, language)[handed.stage],
            "sentence": outer_sentence(handed.stage),
            "is_late": handed.is_late,
            "into_url": "",
        },
        "audience": audience.everybody()
        if handed.stage == CommentStage.PUBLISHED
        else audience.handed_over(handed.speaks_for, language),
        "comment": full_words(words, reading, text, language) if words else None,
        "facts": _handed_facts(handed, reading, names, language),
        "inner": False,
        "secretariat_url": secretariat_round_path(handed.round_id),
    }


def outer_sentence(stage: str) -> str:
    """Say where a comment stands, seen from outside its room."""
    match CommentStage(stage):
        case CommentStage.OFFERED_LATE:
            return _("It was offered after the close, and waits for your decision.")
        case CommentStage.SUBMITTED:
            return _("It was submitted to the review secretariat.")
        case CommentStage.PUBLISHED:
            return _("It is public, in the name of its actor.")
        case CommentStage.WITHDRAWN:
            return _("Its actor withdrew it.")
        case _stage:
            return _("It was offered late and declined.")


def _handed_facts(
    handed: HandedOver, reading: Reading, names: Names, language: str
) -> list[dict[str, Any]]:
    when = when_zoned(handed.handed_over_at, reading.round.framework.time_zone, language)
    facts: list[dict[str, Any]] = [
        {"label": _("In the name of"), "value": circle_name(handed.speaks_for, language)["text"]},
        {"label": _("Handed over"), "when": when},
        {"label": _("Receipt"), "value": handed.receipt},
        *_standing(handed, names, language),
    ]
    for label, value in (
        (_("Why it came late"), handed.offer_reason),
        (_("Reason of the decision"), handed.decision_reason),
    ):
        if value:
            facts.append({"label": label, "texts": paragraphs(value)})
    return facts


def _standing(
    card: CommentCard | HandedOver, names: Names, language: str
) -> Iterator[dict[str, Any]]:
    """Yield who stands behind it and who does not."""
    if card.co_sponsors:
        told = named(card.co_sponsors, names, language)
        yield {"label": _("Co-sponsored by"), "texts": told}
    if card.not_supporting:
        told = named(card.not_supporting, names, language)
        yield {"label": _("Members that do not support it"), "texts": told}
