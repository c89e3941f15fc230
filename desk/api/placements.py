"""Placements: where comments stand in later versions, and a person's word on it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from core.errors import DomainError, FieldError, Invalid, Missing
from core.keyset import Order
from frameworks.selectors.slices import DOCUMENT_ORDER, sliced
from reviews.anchors import Anchor, read_selectors
from reviews.enums import TO_BE_CONFIRMED
from reviews.lifecycle import HANDED_OVER
from reviews.models import Comment, Placement
from reviews.querysets import reads_submissions
from reviews.selectors.placements import placement_case, placements_of
from reviews.services.placement_confirmation import Decision, confirm_placement

from .answers import Answer, Row, shown
from .bodies import Body, Member
from .endpoint import DeskEndpoint
from .kinds import anything
from .kinds import choice as one_of
from .operations import Ask, Operation
from .paging import listing, paging, stretch_of
from .parameters import PROVISION, ROUND, TRUTH, truth
from .shapes.comments import SELECTORS
from .shapes.parts import marked, page_of
from .shapes.placements import PLACEMENT
from .values.placements import placement_value

PLACES = {"comment_id": "Id of the comment.", "version": "Number of the later version."}
# As `reviews.placement_sources.awaits_person` says it of one, in the latest version.
_AWAITS = Q(
    kind__in=TO_BE_CONFIRMED,
    mandate=None,
    comment__stage__in=HANDED_OVER,
    version__number=F("comment__item__provision__latest_version"),
)
_NEEDS = truth("needs_confirmation", "Whether a person has still to look at it.")
_CONFIRMATION = Body(
    (
        Member(
            "decision",
            one_of(list(Decision)),
            "`keep` the suggestion, choose words `elsewhere`, or say that they are `gone`.",
            needed=True,
        ),
        Member("selectors", anything(SELECTORS), "For `elsewhere`: the words of the new text."),
    )
)
_ORDERS = {
    DOCUMENT_ORDER: Order(
        (
            "comment__round__framework__slug",
            "comment__item__provision__document_order",
            "version__number",
            "comment_text",
        )
    )
}


class PlacementList(DeskEndpoint):
    """Where comments stand in later versions, each as it was last found or confirmed: those of
    one's rooms and of everybody who published, and for the review secretariat all handed over.
    """

    operations = {
        "GET": Operation(page_of(PLACEMENT), parameters=(ROUND, PROVISION, _NEEDS, *paging()))
    }

    def answer_get(self, ask: Ask) -> Answer:
        """List them, by framework, provision and version."""
        rows = _latest(ask).filter(**_filters(ask))
        wanted = TRUTH.get(ask["needs_confirmation"])
        if wanted is not None:
            rows = rows.filter(_AWAITS if wanted else ~_AWAITS)
        return _listed(ask, rows)


class CommentPlacements(DeskEndpoint):
    """Where one comment stands in later versions."""

    operations = {"GET": Operation(page_of(PLACEMENT), parameters=paging())}
    places = {"comment_id": "Id of the comment."}

    def answer_get(self, ask: Ask, comment_id: UUID) -> Answer:
        """List its places, the earliest version first."""
        _known_comment(ask, comment_id)
        return _listed(ask, _latest(ask).filter(comment=comment_id))


class PlacementDetail(DeskEndpoint):
    """Where one comment stands in one later version."""

    operations = {
        "GET": Operation(marked(PLACEMENT), has_edition=True),
        "PUT": Operation(
            marked(PLACEMENT), body=_CONFIRMATION, needs_edition=True, has_edition=True
        ),
    }
    places = PLACES

    def answer_get(self, ask: Ask, comment_id: UUID, version: int) -> Answer:
        """Show it."""
        return _shown(ask, comment_id, version)

    def answer_put(self, ask: Ask, comment_id: UUID, version: int) -> Answer:
        """Confirm it, having looked at old and new text; the review secretariat alone does."""
        confirm_placement(
            comment_id=comment_id,
            version=version,
            expected_number=ask.expected,
            decision=ask.body["decision"],
            anchor=_anchor(ask, comment_id, version),
            actor=ask.actor,
            at=ask.at,
        )
        return _shown(ask, comment_id, version)


def _filters(ask: Ask) -> dict[str, Any]:
    wanted = {
        "comment__round__key__in": ask["round"],
        "comment__item__provision__key__in": ask["provision"],
    }
    return {path: values for path, values in wanted.items() if values}


def _latest(ask: Ask) -> "QuerySet[Any]":
    """Return the latest word on each comment in each version, as far as the asker may read it."""
    later = Placement.objects.filter(
        comment=OuterRef("comment"), version=OuterRef("version"), number__gt=OuterRef("number")
    )
    return (
        Placement.objects.visible_to(ask.mandate, ask.at)
        .filter(~Exists(later))
        .annotate(comment_text=Cast("comment_id", CharField()))
        .select_related("comment__round__framework", "comment__item__provision", "version")
    )


def _listed(ask: Ask, rows: "QuerySet[Any]") -> Answer:
    found = sliced(rows, _ORDERS, stretch_of(ask), lambda row: row)
    return listing(ask, _values(ask, found.rows), found.next)


def _values(ask: Ask, rows: Sequence[Any]) -> list[Row]:
    """Return placements as values; what was placed before a comment changed is left out."""
    places = placements_of({row.comment_id for row in rows}, ask.mandate, ask.at)
    standing = {
        (comment, facts.version): facts for comment, every in places.items() for facts in every
    }
    found = [(row.comment, standing.get((row.comment_id, row.version.number))) for row in rows]
    return [placement_value(comment, facts, ask.language) for comment, facts in found if facts]


def _shown(ask: Ask, comment_id: UUID, version: int) -> Answer:
    rows = _latest(ask).filter(comment=comment_id, version__number=version)
    values = _values(ask, list(rows))
    if not values:
        raise Missing(_("This comment has no place in that version."))
    return shown(values[0], edition=values[0]["edition"])


def _known_comment(ask: Ask, comment_id: UUID) -> None:
    if not Comment.objects.visible_to(ask.mandate, ask.at).filter(pk=comment_id).exists():
        raise Missing(_("There is no such comment."))


def _anchor(ask: Ask, comment_id: UUID, version: int) -> Anchor | None:
    """Return the words that were chosen in the new text. Raises Invalid at `/selectors`."""
    is_chosen = ask.body["decision"] == Decision.ELSEWHERE
    if not is_chosen or not reads_submissions(ask.mandate, ask.at):
        return None
    text = placement_case(comment_id, version, ask.mandate, ask.at).new_text
    if text is None:
        return None
    try:
        return read_selectors(text.body, ask.body["selectors"])
    except DomainError as refusal:
        error = FieldError("/selectors", refusal.detail, refusal.code)
        raise Invalid(refusal.detail, code=refusal.code, errors=[error]) from None
