"""Comments in lists, as `components/comment_card.html` shows them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.labels import labels
from core.languages import Texts, localized, pick
from core.textform import paragraphs
from core.when import when_instant
from core.words import Said, foreign, said
from reviews.enums import CommentType, Purpose, VoiceKind
from reviews.lifecycle import CommentStage
from reviews.selectors.cards import CommentCard, WordingFacts
from reviews.selectors.handed import HandedOver
from reviews.selectors.published import PublishedComment
from stakeholders.enums import CircleKind, Group

from .links import comment_path
from .names import circle_name

Names = Mapping[str, Texts]
# A card whose words may not be read any more.
_WORDLESS: Mapping[str, Any] = {
    "type_label": "",
    "purpose_label": "",
    "quote": "",
    "body": [],
    "language": "",
    "reason": [],
    "proposed": [],
    "proposes": False,
}


def codes_in(cards: Iterable[CommentCard | PublishedComment | HandedOver]) -> set[str]:
    """Return the codes of organizations that stand on cards, to look up their names at once."""
    return {code for each in cards for code in (*each.co_sponsors, *each.not_supporting)}


def room_card(card: CommentCard, names: Names, language: str, *, here: bool) -> dict[str, Any]:
    """Return a comment as its room sees it; `here`: on the page of its own provision."""
    return {
        **_placed(card, language, here=here),
        **_worded(card.wording, language),
        **_when(card, language),
        "authors": [person.name for person in card.authors],
        "tally": _tally(card),
        "co_sponsors": named(card.co_sponsors, names, language),
        "not_supporting": named(card.not_supporting, names, language),
        "tombstone": "",
        "edition": card.edition,
    }


def handed_card(card: HandedOver, names: Names, language: str, *, here: bool) -> dict[str, Any]:
    """Return a comment as the review secretariat reads it: nothing of its room's inner life."""
    gone = _("Withdrawn after it was handed over; its words are no longer shown.")
    return {
        **_placed(card, language, here=here),
        **(_worded(card.wording, language) if card.wording else _WORDLESS),
        "when": when_instant(card.handed_over_at, language),
        "when_label": _("Handed over"),
        "authors": [],
        "tally": [],
        "co_sponsors": named(card.co_sponsors, names, language),
        "not_supporting": named(card.not_supporting, names, language),
        "tombstone": "" if card.wording else gone,
        "edition": card.edition,
    }


def published_card(comment: PublishedComment, names: Names, language: str) -> dict[str, Any]:
    """Return a published comment, in the name of its actor, with the way to its public place."""
    stage = CommentStage.WITHDRAWN if comment.is_withdrawn else CommentStage.PUBLISHED
    gone = _("Withdrawn after it was published; its words are no longer shown.")
    return {
        "id": comment.key,
        "anchor": f"comment-{comment.key}",
        "url": public_path(comment.key, language),
        "number": "",
        "type_label": labels(CommentType, language)[comment.type] or _("Comment"),
        "purpose_label": labels(Purpose, language)[comment.purpose],
        "stage": stage.value,
        "stage_label": labels(CommentStage, language)[stage],
        "actor": published_actor(comment, language),
        "quote": quote_in(comment.selectors),
        "body": paragraphs(comment.body),
        "language": foreign(comment.language, language) if comment.language else "",
        "reason": paragraphs(comment.reason),
        "proposed": paragraphs(comment.proposed),
        "proposes": bool(comment.proposed),
        "is_late": comment.is_late,
        "when": when_instant(comment.published_at, language),
        "when_label": _("Published"),
        "authors": [],
        "tally": [],
        "co_sponsors": named(comment.co_sponsors, names, language),
        "not_supporting": named(comment.not_supporting, names, language),
        "tombstone": gone if comment.is_withdrawn else "",
        "edition": 0,
    }


def public_path(key: str, language: str) -> str:
    """Return where a published comment stands for everybody."""
    slug, _dot, numbers = key.partition(".comment.")
    number = numbers.partition("-")[0]
    return localized(f"/frameworks/{slug}/rounds/{number}/", language) + f"#comment-{numbers}"


def published_actor(comment: PublishedComment, language: str) -> Said:
    if comment.actor_kind == CircleKind.GROUP:
        return Said(text=labels(Group, language)[comment.actor], lang="")
    return said(comment.actor_name, language)


def quote_in(selectors: Iterable[Mapping[str, Any]]) -> str:
    """Return the quoted words among W3C selectors, "" for the whole provision."""
    return next((str(each["exact"]) for each in selectors if "exact" in each), "")


def named(codes: Sequence[str], names: Names, language: str) -> list[str]:
    """Return organizations by their names, by their codes where no name is known."""
    return [pick(names.get(code, {}), language).text or code for code in codes]


def _placed(card: CommentCard | HandedOver, language: str, *, here: bool) -> dict[str, Any]:
    return {
        "id": str(card.id),
        "anchor": f"comment-{card.id}",
        "url": comment_path(card.id),
        "number": "" if here else card.provision_number,
        "stage": card.stage,
        "stage_label": labels(CommentStage, language)[card.stage],
        "actor": circle_name(card.speaks_for, language),
        "is_late": card.is_late,
    }


def _worded(words: WordingFacts, language: str) -> dict[str, Any]:
    return {
        "type_label": labels(CommentType, language)[words.type],
        "purpose_label": labels(Purpose, language)[words.purpose],
        "quote": quote_in(words.selectors),
        "body": paragraphs(words.body),
        "language": foreign(words.language, language),
        "reason": paragraphs(words.reason),
        "proposed": paragraphs(words.proposed),
        "proposes": bool(words.proposed),
    }


def _when(card: CommentCard, language: str) -> dict[str, Any]:
    """Return the instant that matters at the stage it is in."""
    label, at = _("Shared"), card.shared_at
    if card.stage == CommentStage.SUBMITTED and card.submitted_at:
        label, at = _("Submitted"), card.submitted_at
    elif card.stage == CommentStage.PUBLISHED and card.published_at:
        label, at = _("Published"), card.published_at
    elif card.stage in (CommentStage.WITHDRAWN, CommentStage.MERGED):
        label, at = labels_of_ends(card.stage), card.content_changed_at
    return {"when": when_instant(at, language), "when_label": label}


def labels_of_ends(stage: str) -> str:
    return _("Withdrawn") if stage == CommentStage.WITHDRAWN else _("Merged")


def _tally(card: CommentCard) -> list[str]:
    """Say in words how many support it, do not, and wrote about it; nothing where nobody did."""
    support, dissent = card.count(VoiceKind.SUPPORT), card.count(VoiceKind.DISSENT)
    found = []
    if support:
        sentence = ngettext("%(number)d supports it", "%(number)d support it", support)
        found.append(sentence % {"number": support})
    if dissent:
        sentence = ngettext("%(number)d does not", "%(number)d do not", dissent)
        found.append(sentence % {"number": dissent})
    if card.messages:
        sentence = ngettext("%(number)d message", "%(number)d messages", card.messages)
        found.append(sentence % {"number": card.messages})
    return found
