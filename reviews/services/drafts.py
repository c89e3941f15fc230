"""Private drafts, and the act of sharing one in a room. A draft leaves no trace in the record."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Conflict, FieldError, Invalid, Missing
from core.ids import new_id
from record.acts import act, together
from reviews.act_codes import ActCode
from reviews.content import (
    DraftContent,
    check_storable,
    checked_content,
    content_of,
    raise_invalid,
    reported,
    same_content,
)
from reviews.digests import wording_digest
from reviews.lifecycle import CommentMove, CommentStage
from reviews.models import (
    AnsweredRequest,
    Author,
    Comment,
    Cutoff,
    Draft,
    FrozenText,
    MadeMove,
    Question,
    RoundItem,
)
from reviews.permissions import Speaking, check_audience, check_in_room, may_endorse, speaking
from stakeholders.models import Circle, Mandate
from stakeholders.permissions import acting_mandate

from .moves import move_payload
from .wordings import named_question, wording_of


@transaction.atomic
def begin_draft(*, item_id: UUID, content: DraftContent, actor: Actor, at: datetime) -> Draft:
    """Keep what somebody begins to write on an item of a round, for their own eyes.

    Rounds that are only announced take drafts, and closed ones too: a room may prepare what it
    offers late. Raises NotAllowed without a mandate for the framework, Missing for an item, a
    text or a room that is not there for them, Invalid for what can't be stored.
    """
    item = RoundItem.objects.select_related("round__framework").filter(pk=item_id).first()
    if item is None:
        raise Missing(_("There is no such provision in this round."))
    who = speaking(actor, at=at, framework_key=item.round.framework.slug)
    check_storable(content)
    _check_places(content, item_id, mandate=who.mandate, at=at)
    draft = draft_of(content, item, mandate=who.mandate, at=at)
    draft.save(force_insert=True)
    return draft


def draft_of(content: DraftContent, item: RoundItem, *, mandate: Mandate, at: datetime) -> Draft:
    """Return content that was checked as a draft that is not stored yet."""
    return Draft(
        id=new_id(),
        mandate=mandate,
        item=item,
        circle_id=content.circle_id,
        speaks_for_id=content.speaks_for_id or content.circle_id,
        created_at=at,
        updated_at=at,
        **content.columns(),
    )


@transaction.atomic
def save_draft(
    *, draft_id: UUID, expected_edition: int, content: DraftContent, actor: Actor, at: datetime
) -> Draft:
    """Keep what was written on; unfinished texts are kept as they are.

    The same content again changes nothing. Raises Missing for a draft that is not one's own,
    Conflict `edited_elsewhere` where another window saved since `expected_edition` (nothing is
    overwritten: show what is kept beside what was sent), Invalid for what can't be stored.
    """
    draft, who = _locked_own(draft_id, actor=actor, at=at)
    if _is_same(draft, content):
        return draft
    _check_draft_edition(draft, expected_edition)
    check_storable(content)
    _check_places(content, draft.item_id, mandate=who.mandate, at=at)
    for name, value in content.columns().items():
        setattr(draft, name, value)
    draft.circle_id = content.circle_id
    draft.speaks_for_id = content.speaks_for_id or content.circle_id
    draft.edition += 1
    draft.updated_at = at
    draft.save()
    return draft


@transaction.atomic
def delete_draft(
    *, draft_id: UUID, actor: Actor, at: datetime, expected_edition: int | None = None
) -> None:
    """Delete a private draft; nothing of it remains. Raises Missing where there is none, Conflict
    `edited_elsewhere` where it was saved since `expected_edition`, if one is given.
    """
    draft, _who = _locked_own(draft_id, actor=actor, at=at)
    if expected_edition is not None:
        _check_draft_edition(draft, expected_edition)
    AnsweredRequest.objects.filter(mandate_id=draft.mandate_id, subject=draft_id).delete()
    Draft.objects.filter(pk=draft_id).delete()


@together()
def share_draft(*, draft_id: UUID, expected_edition: int, actor: Actor, at: datetime) -> Comment:
    """Share a draft in its room: from here on it is a comment, under the same id, and recorded.

    Sharing is possible before a round opens and after it closed, since a late comment has to be
    prepared too; only submitting asks for the window. Sharing again returns the comment to the
    person who shared it. Raises Missing; Conflict `edited_elsewhere`, or `cutoff_passed` after
    the room's own cut-off for who may not endorse there; Invalid with every error by field.
    """
    try:
        draft, who = _locked_own(draft_id, actor=actor, at=at)
    except Missing:
        # Asked only now: of two clicks at once the second waited for the first one's lock.
        if (shared := _shared_already(draft_id, actor=actor, at=at)) is not None:
            return shared
        raise
    _check_draft_edition(draft, expected_edition)
    content = _check_shareable(draft, who=who, at=at)
    return _share(draft, content, who=who, actor=actor, at=at)


def _locked_own(draft_id: UUID, *, actor: Actor, at: datetime) -> tuple[Draft, Speaking]:
    mandate = acting_mandate(actor, at=at)
    draft = (
        Draft.objects.visible_to(mandate, at)
        .select_for_update(of=("self",), no_key=True)
        .select_related("item__round__framework", "item__provision", "circle", "speaks_for")
        .filter(pk=draft_id)
        .first()
    )
    if draft is None:
        raise Missing(_("There is no such draft."))
    who = speaking(actor, at=at, framework_key=draft.item.round.framework.slug)
    return draft, who


def _is_same(draft: Draft, content: DraftContent) -> bool:
    return (
        same_content(content, draft)
        and draft.circle_id == content.circle_id
        and draft.speaks_for_id == (content.speaks_for_id or content.circle_id)
    )


def _check_draft_edition(draft: Draft, expected: int) -> None:
    if draft.edition != expected:
        raise Conflict(
            _(
                "This draft was saved in another window meanwhile. Nothing was overwritten:"
                " compare the two and keep what you want."
            ),
            code="edited_elsewhere",
        )


def _check_places(content: DraftContent, item_id: UUID, *, mandate: Mandate, at: datetime) -> None:
    """Raise Missing unless text and question are of the item and the room is one's own; Invalid
    for a name that is no circle.
    """
    if not FrozenText.objects.filter(pk=content.text_id, item_id=item_id).exists():
        raise Missing(_("There is no such text in this round."))
    circle = Circle.objects.filter(pk=content.circle_id).first()
    if circle is None:
        raise Missing(_("There is no such room."))
    check_in_room(mandate=mandate, circle=circle, at=at)
    name = content.speaks_for_id
    if name not in (None, circle.pk):
        speaks_for = Circle.objects.filter(pk=name).first()
        if speaks_for is None:
            raise Missing(_("There is no such room."))
        check_audience(mandate=mandate, circle=circle, speaks_for=speaks_for, at=at)
    question = content.question_id
    if question and not Question.objects.filter(pk=question, item_id=item_id).exists():
        raise Invalid(
            _("Choose a question about this provision."),
            code="foreign_question",
            errors=[
                FieldError("question", _("Choose a question about this provision."), "foreign")
            ],
        )


def _check_shareable(draft: Draft, *, who: Speaking, at: datetime) -> DraftContent:
    """Return the content in normal form, or raise with everything that keeps it back."""
    text = FrozenText.objects.select_related("text__version").get(pk=draft.text_id)
    question = named_question(draft.question_id)
    content, errors = checked_content(content_of(draft), text, question)
    reported(
        lambda: check_audience(
            mandate=who.mandate, circle=draft.circle, speaks_for=draft.speaks_for, at=at
        ),
        "circle",
        errors,
    )
    raise_invalid(_("The comment can’t be shared as it is. Your draft is kept."), errors)
    _check_cutoff(draft, who=who, at=at)
    return content


def _check_cutoff(draft: Draft, *, who: Speaking, at: datetime) -> None:
    latest = (
        Cutoff.objects.visible_to(who.mandate, at)
        .filter(round_id=draft.item.round_id, circle_id=draft.circle_id)
        .order_by("-number")
        .first()
    )
    if latest is None or latest.cutoff_at is None or at < latest.cutoff_at:
        return
    if not may_endorse(who.effective, draft.circle):
        raise Conflict(
            _(
                "Your circle’s own cut-off for this round has passed; only who endorses there"
                " still shares. Your draft is kept: ask them."
            ),
            code="cutoff_passed",
        )


def _shared_already(draft_id: UUID, *, actor: Actor, at: datetime) -> Comment | None:
    """Return the comment that the draft became, to the person who shared it."""
    mandate = acting_mandate(actor, at=at)
    return (
        Comment.objects.in_rooms_of(mandate, at)
        .filter(
            pk=draft_id,
            moves__move=CommentMove.SHARE,
            moves__mandate__user_id=mandate.user_id,
        )
        .select_related("round__framework", "item__provision", "circle", "speaks_for")
        .first()
    )


def _share(
    draft: Draft, content: DraftContent, *, who: Speaking, actor: Actor, at: datetime
) -> Comment:
    with act(ActCode.COMMENT_SHARED, subject=str(draft.pk), actor=actor, at=at) as made:
        comment = _comment_from(draft, at)
        wording = wording_of(comment, content, actor=actor, at=at)
        wording.save(force_insert=True)
        Author.objects.create(id=new_id(), comment=comment, mandate=who.mandate, at=at)
        move = MadeMove.objects.create(
            comment=comment,
            number=comment.edition,
            move=CommentMove.SHARE,
            to_stage=comment.stage,
            wording=wording.number,
            mandate=who.mandate,
            for_mandate=who.for_mandate,
            at=at,
        )
        Draft.objects.filter(pk=comment.pk).delete()
        facts = {
            "round": comment.round.key,
            "provision": comment.item.provision.key,
            "speaks_for": str(comment.speaks_for_id),
            "digest": wording_digest(wording),
        }
        made.enter(comment.circle.chain, {"moves": [move_payload(move, facts)]})
    return comment


def _comment_from(draft: Draft, at: datetime) -> Comment:
    return Comment.objects.create(
        id=draft.pk,
        round=draft.item.round,
        item=draft.item,
        circle=draft.circle,
        speaks_for=draft.speaks_for,
        stage=CommentStage.SHARED,
        shared_at=at,
        content_changed_at=at,
    )
