"""The page of a comment, as its room reads it and as the review secretariat does."""

from typing import Any
from uuid import UUID

from desk.acting import Acting
from desk.presenters.actions import Voicing, action_context
from desk.presenters.answers import answers_beside
from desk.presenters.checks import forget_mark
from desk.presenters.comment import Attempt, comment_context, handed_over_context
from desk.presenters.comments import Names
from desk.presenters.people import organization_codes
from reviews.selectors.dispositions import answer_histories
from reviews.selectors.handed import HandedOver, handed_over_comment
from reviews.selectors.published import organization_names
from reviews.selectors.reading import Reading, read_item
from reviews.selectors.rooms import CommentDetail, comment_detail, rights_of
from stakeholders.enums import CircleKind, Group
from stakeholders.models import Circle, Mandate

from .page import Page


def room_page(acting: Acting, comment_id: UUID, attempt: Attempt, *, status: int = 200) -> Page:
    """Return a comment with its inner life. Raises Missing for whoever is not in its room."""
    language = acting.user.language
    detail = comment_detail(comment_id, acting.mandate, acting.at)
    reading = read_item(detail.card.item_id, mandate=acting.mandate, at=acting.at)
    text = reading.text_called(detail.card.wording.text_id, language)
    assert acting.mandate is not None  # noqa: S101 - nobody without one is in a room
    voicing = _voicing(acting.mandate, detail, acting)
    context = {
        **comment_context(detail, reading, text, _names(detail), language),
        **action_context(detail, voicing, attempt, language),
        "forget": forget_mark(comment_id, acting.mandate),
        **_answered(acting, reading, comment_id),
    }
    return Page("desk/comment.html", context, status=status)


def handed_over_page(acting: Acting, comment_id: UUID) -> Page:
    """Return what was handed over. Raises Missing for all but the review secretariat."""
    handed = handed_over_comment(comment_id, acting.mandate, acting.at)
    reading = read_item(handed.item_id, mandate=acting.mandate, at=acting.at)
    codes = {*handed.co_sponsors, *handed.not_supporting}
    names = organization_names(codes)
    context = {
        **handed_over_context(handed, reading, names, acting.user.language),
        **_answered(acting, reading, comment_id, handed),
    }
    return Page("desk/comment.html", context, section="secretariat")


def _answered(
    acting: Acting, reading: Reading, comment_id: UUID, handed: HandedOver | None = None
) -> dict[str, Any]:
    """Return the answers to a comment that its reader may read; the review secretariat, which was
    handed it, is led to answer it, and a room to reply. Three queries.
    """
    answers = answer_histories([comment_id], acting.mandate, acting.at).get(comment_id, ())
    return answers_beside(
        comment_id,
        answers,
        acting.user.language,
        handed=handed,
        is_closed=reading.round.closed_at is not None,
    )


def _voicing(mandate: Mandate, detail: CommentDetail, acting: Acting) -> Voicing:
    home = Circle.objects.home_of(mandate).select_related("organization").get()
    room = detail.card.circle
    is_wider = home.kind == CircleKind.DELEGATION and (
        room.kind == CircleKind.REGIONAL_GROUP
        or (room.kind == CircleKind.GROUP and room.group == Group.GOVERNMENTS)
    )
    return Voicing(mandate, home, rights_of(mandate, home, at=acting.at), is_wider)


def _names(detail: CommentDetail) -> Names:
    """Return the names of every organization that the page names. One query."""
    card = detail.card
    people = organization_codes(each.person for each in detail.thread)
    codes = {*card.co_sponsors, *card.not_supporting} | people
    return organization_names(codes)
