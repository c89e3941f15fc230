"""A person's word on where a comment stands in a later version."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _
from rapidfuzz.distance import Indel

from core.actor import Actor
from core.errors import Conflict, Invalid, Missing
from provisions.services.locks import lock_provision
from record.acts import act, together
from reviews.act_codes import ActCode
from reviews.anchors import Anchor, as_selectors, from_selectors, make_anchor
from reviews.enums import PlacementKind
from reviews.lifecycle import HANDED_OVER
from reviews.models import Comment, Placement
from reviews.placement_sources import handed_of, placements_since, source_of
from reviews.reanchoring import ORPHANED, SAME, Found
from stakeholders.models import Mandate
from stakeholders.permissions import acting_mandate, check_is_review_secretariat

from .moves import RELATED, speaking_on, unknown_comment
from .placing import enter_placements


class Decision(StrEnum):
    """What a person says of the portal's finding."""

    KEEP = "keep"
    GONE = "gone"
    ELSEWHERE = "elsewhere"


@together()
def confirm_placement(
    *,
    comment_id: UUID,
    version: int,
    expected_number: int,
    decision: str,
    anchor: Anchor | None = None,
    actor: Actor,
    at: datetime,
) -> Placement:
    """Say where a comment stands in the latest version: where the portal found it (`keep`),
    nowhere (`gone`), or on the words of `anchor` (`elsewhere`). What the portal was sure of may
    be put right as well.

    `expected_number` is that of the placement that was looked at. The same word again by the same
    person returns what they said. Raises Missing where the actor may not know of the comment or it
    has no place in that version, NotAllowed for anybody but the review secretariat, Invalid for
    words that are not chosen or don't stand in the text, Conflict where the comment or the
    version is no longer before the secretariat, or somebody else decided meanwhile.
    """
    said = _checked(decision)
    comment, mandate = _locked(comment_id, actor=actor, at=at)
    placements = _placements(comment, version)
    latest = placements[-1]
    found = _found(comment, placements, said, anchor)
    if latest.number != expected_number:
        return _repeated(latest, found, expected_number, actor)
    if latest.mandate_id is not None and _is_same(latest, found):
        return latest  # confirmed already, and nothing new to say
    return _append(comment, latest, found, mandate, actor=actor, at=at)


def _append(
    comment: Comment,
    latest: Placement,
    found: Found,
    mandate: Mandate,
    *,
    actor: Actor,
    at: datetime,
) -> Placement:
    row = Placement(
        comment=comment,
        version=latest.version,
        number=latest.number + 1,
        kind=found.kind,
        score=found.score,
        text=latest.text,
        selectors=as_selectors(found.anchor),
        mandate=mandate,
        at=at,
    )
    subject = comment.key or str(comment.pk)
    with act(ActCode.PLACEMENT_CONFIRMED, subject=subject, actor=actor, at=at) as made:
        row.save(force_insert=True)
        enter_placements(made, [row])
    return row


def _checked(decision: str) -> Decision:
    if decision not in set(Decision):
        raise Invalid(
            _("Say “keep”, “gone” or “elsewhere”; “%(sent)s” is none of them.")
            % {"sent": decision[:40]},
            code="decision_unknown",
        )
    return Decision(decision)


def _locked(comment_id: UUID, *, actor: Actor, at: datetime) -> tuple[Comment, Mandate]:
    """Lock a comment that lies before the review secretariat, behind its provision."""
    mandate = acting_mandate(actor, at=at)
    seen = Comment.objects.visible_to(mandate, at).filter(pk=comment_id)
    provision = seen.values_list("item__provision_id", flat=True).first()
    if provision is None:
        raise unknown_comment()
    check_is_review_secretariat(mandate=mandate)
    lock_provision(provision)
    comment = seen.in_locking_order().select_related(*RELATED).first()
    if comment is None:
        raise unknown_comment()
    who = speaking_on(comment, actor=actor, at=at)
    if comment.stage not in HANDED_OVER:
        raise Conflict(
            _("This comment is no longer before the review secretariat."), code="not_handed_over"
        )
    return comment, who.mandate


def _placements(comment: Comment, version: int) -> list[Placement]:
    """Return the placements up to a version, which has to be the latest one and to have some."""
    found = placements_since(handed_of([comment.pk]))[comment.pk]
    if version not in [row.version.number for row in found]:
        raise Missing(_("This comment has no place in that version."))
    if version != comment.item.provision.latest_version:
        raise Conflict(
            _(
                "A later version was published meanwhile; say where the comment stands in version"
                " %(number)d."
            )
            % {"number": comment.item.provision.latest_version},
            code="version_replaced",
        )
    return found


def _found(
    comment: Comment, placements: list[Placement], said: Decision, anchor: Anchor | None
) -> Found:
    latest = placements[-1]
    if said is Decision.GONE:
        return ORPHANED
    if said is Decision.ELSEWHERE:
        return _chosen(comment, placements, anchor)
    if latest.kind == PlacementKind.ORPHANED and latest.mandate_id is None:
        raise Invalid(
            _("There is no suggestion to keep: choose the words, or say that they are gone."),
            code="nothing_to_keep",
        )
    return Found(PlacementKind(latest.kind), latest.score, from_selectors(latest.selectors))


def _chosen(comment: Comment, placements: list[Placement], anchor: Anchor | None) -> Found:
    """Return the words that a person chose, and how like those of before they are."""
    latest = placements[-1]
    if latest.text is None:
        raise Conflict(
            _("There is no text of this version in the comment’s language to choose words in."),
            code="no_text_in_language",
        )
    if anchor is None:
        raise Invalid(_("Choose the words in the new text."), code="anchor_empty")
    if not anchor.stands_in(latest.text.body):
        raise Invalid(
            _("These words don’t stand in this text. Select them again."), code="anchor_not_found"
        )
    placed = make_anchor(latest.text.body, anchor.start, anchor.end)
    handed = handed_of([comment.pk])[comment.pk]
    source = source_of(handed, placements, latest.version.number)
    before = source.anchor.exact.split() if source.anchor else []
    score = round(SAME * Indel.normalized_similarity(before, placed.exact.split()))
    kind = PlacementKind.MOVED if score == SAME else PlacementKind.FUZZY
    return Found(kind, score, placed)


def _is_same(latest: Placement, found: Found) -> bool:
    """Tell whether a placement says what was found; kind and score follow from the words."""
    is_gone = latest.kind == PlacementKind.ORPHANED
    return is_gone == (found.kind == PlacementKind.ORPHANED) and (
        list(latest.selectors) == as_selectors(found.anchor)
    )


def _repeated(latest: Placement, found: Found, expected: int, actor: Actor) -> Placement:
    """Return what this very person said already. Raises Conflict where somebody else did."""
    if (
        latest.number == expected + 1
        and latest.mandate is not None
        and latest.mandate.user_id == actor.user_id
        and _is_same(latest, found)
    ):
        return latest
    raise Conflict(
        _("Somebody else decided where this comment stands. Look at it again before you go on."),
        code="placement_changed",
    )
