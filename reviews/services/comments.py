"""What a room does with a comment before it is handed over, and taking one back at any time."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import FieldError, Invalid
from core.ids import new_id
from record.acts import together
from reviews.content import (
    MAX_REASON,
    DraftContent,
    checked_content,
    checked_prose,
    raise_invalid,
    same_content,
)
from reviews.digests import wording_digest
from reviews.lifecycle import CommentMove
from reviews.models import Author, Comment, FrozenText
from reviews.permissions import Speaking, check_can_endorse, check_can_withdraw
from stakeholders.permissions import acting_mandate

from .moves import (
    Step,
    check_edition,
    check_leads_from,
    is_due,
    is_repeated,
    last_moves,
    locked_comment,
    locked_in_rooms,
    move_comments,
    speaking_on,
    unknown_comment,
)
from .wordings import named_question, wording_of

MAX_MERGED = 100


@together()
def revise_comment(
    *, comment_id: UUID, expected_edition: int, content: DraftContent, actor: Actor, at: datetime
) -> Comment:
    """Give a shared or endorsed comment new words; it is then shared and to be endorsed anew.

    Anybody in its room may, and becomes an author of it; it stays in its room and in whose name
    it is. This is possible after the round closed too: a late comment has to be prepared. The
    same words again by whoever wrote them return the comment. Raises Missing, Conflict
    (`edited_elsewhere`, `move_not_in_table`), Invalid with every error by field.
    """
    comment, who = locked_comment(comment_id, actor=actor, at=at)
    latest = comment.wordings.get(number=comment.latest_wording)
    checked = _checked_revision(comment, content)
    if latest.is_by(actor) and same_content(checked, latest):
        return comment
    check_leads_from(comment, CommentMove.REVISE)
    check_edition(comment, expected_edition)
    comment.latest_wording += 1
    wording = wording_of(comment, checked, actor=actor, at=at)
    facts = {comment.pk: {"digest": wording_digest(wording)}}
    # The move comes first: it opens the act that these rows belong to.
    move_comments([comment], Step(CommentMove.REVISE, who, facts=facts), actor=actor, at=at)
    wording.save(force_insert=True)
    if not comment.authors.filter(mandate=who.mandate).exists():
        Author.objects.create(id=new_id(), comment=comment, mandate=who.mandate, at=at)
    return comment


@together()
def endorse_comment(
    *, comment_id: UUID, expected_edition: int, actor: Actor, at: datetime
) -> Comment:
    """Clear a comment's present words in the name of its actor.

    Again by the same person returns it. Raises Missing, NotAllowed, and Conflict: where somebody
    else endorsed it (`endorsed_already`) or it changed since it was read (`edited_elsewhere`).
    """
    comment, who = locked_comment(comment_id, actor=actor, at=at)
    check_can_endorse(who=who, circle=comment.speaks_for)
    if is_due(comment, CommentMove.ENDORSE, actor=actor, expected_edition=expected_edition):
        move_comments([comment], Step(CommentMove.ENDORSE, who), actor=actor, at=at)
    return comment


@together()
def return_comment(
    *, comment_id: UUID, expected_edition: int, reason: str, actor: Actor, at: datetime
) -> Comment:
    """Take an endorsement back, with a reason that the room reads.

    Again by the same person returns the comment. Raises as `endorse_comment`, and Invalid
    without a reason.
    """
    prose = checked_prose(
        reason, "reason", MAX_REASON, needed=_("Say why the endorsement is taken back.")
    )
    comment, who = locked_comment(comment_id, actor=actor, at=at)
    check_can_endorse(who=who, circle=comment.speaks_for)
    if is_due(comment, CommentMove.RETURN, actor=actor, expected_edition=expected_edition):
        move_comments([comment], Step(CommentMove.RETURN, who, prose), actor=actor, at=at)
    return comment


@together()
def withdraw_comment(
    *, comment_id: UUID, expected_edition: int, actor: Actor, at: datetime, reason: str = ""
) -> Comment:
    """Withdraw a comment at any time; a published one leaves a tombstone under its key.

    What was handed over before is read no longer outside its room. Again by the same person
    returns it. Raises Missing, NotAllowed, and Conflict as `endorse_comment`.
    """
    prose = checked_prose(reason, "reason", MAX_REASON, needed="")
    comment, who = locked_comment(comment_id, actor=actor, at=at)
    check_can_withdraw(who=who, comment=comment)
    if is_due(comment, CommentMove.WITHDRAW, actor=actor, expected_edition=expected_edition):
        was_handed_over = comment.submissions.exists()
        step = Step(CommentMove.WITHDRAW, who, prose, reaches_secretariat=was_handed_over)
        move_comments([comment], step, actor=actor, at=at)
    return comment


@together()
def merge_comments(
    *, into_id: UUID, other_ids: Sequence[UUID], actor: Actor, at: datetime
) -> Comment:
    """Merge duplicates into one of them, whose words stay; the authors of all become its own.

    All are in one room, about one provision, in one name, and not handed over. Threads stay
    readable where they are. Voices are not carried over: nobody supports, or co-sponsors, words
    that they did not speak of. Again by the same person returns the comment. Raises Missing,
    NotAllowed, Invalid, and Conflict.
    """
    others = _named(into_id, other_ids)
    mandate = acting_mandate(actor, at=at)
    found = locked_in_rooms([into_id, *others], mandate=mandate, at=at)
    if into_id not in found or len(found) != len(others) + 1:
        raise unknown_comment()
    into = found.pop(into_id)
    who = speaking_on(into, actor=actor, at=at)
    check_can_endorse(who=who, circle=into.speaks_for)
    due = _mergeable(into, list(found.values()), actor)
    if due:
        _merge(into, due, who=who, actor=actor, at=at)
    return into


def _checked_revision(comment: Comment, content: DraftContent) -> DraftContent:
    text = (
        FrozenText.objects.select_related("text__version")
        .filter(pk=content.text_id, item_id=comment.item_id)
        .first()
    )
    if text is None:
        raise Invalid(
            _("Choose a text of the provision that this comment is about."), code="foreign_text"
        )
    question = named_question(content.question_id)
    checked, errors = checked_content(content, text, question)
    name = content.speaks_for_id or content.circle_id
    if (content.circle_id, name) != (comment.circle_id, comment.speaks_for_id):
        detail = _("A shared comment stays in its room. Withdraw it and share another there.")
        errors.append(FieldError("circle", detail, "moved"))
    raise_invalid(_("The comment can’t be changed to this."), errors)
    return checked


def _named(into_id: UUID, other_ids: Sequence[UUID]) -> list[UUID]:
    others = sorted(set(other_ids))
    if not others or into_id in others:
        raise Invalid(
            _("Name at least one other comment that is to be merged."), code="nothing_to_merge"
        )
    if len(others) > MAX_MERGED:
        raise Invalid(
            _("Merge at most %(limit)d comments at once; these are %(count)d.")
            % {"limit": MAX_MERGED, "count": len(others)},
            code="too_many",
        )
    return others


def _mergeable(into: Comment, others: Sequence[Comment], actor: Actor) -> list[Comment]:
    """Return those that are still to be merged. Raises Invalid or Conflict for what can't be."""
    moves = last_moves(others)
    due = [
        other
        for other in others
        if not (
            other.merged_into_id == into.pk
            and is_repeated(other, CommentMove.MERGE, moves[other.pk], actor)
        )
    ]
    place = (into.circle_id, into.item_id, into.speaks_for_id)
    if any((each.circle_id, each.item_id, each.speaks_for_id) != place for each in due):
        raise Invalid(
            _("Only comments of one room, about one provision and in one name can be merged."),
            code="not_duplicates",
        )
    for each in (into, *due) if due else ():
        check_leads_from(each, CommentMove.MERGE)
    return due


def _merge(
    into: Comment, others: Collection[Comment], *, who: Speaking, actor: Actor, at: datetime
) -> None:
    for other in others:
        other.merged_into = into
    facts = {other.pk: {"into": str(into.pk)} for other in others}
    step = Step(CommentMove.MERGE, who, subject=str(into.pk), facts=facts)
    move_comments(sorted(others, key=lambda other: other.pk), step, actor=actor, at=at)
    there = set(into.authors.values_list("mandate_id", flat=True))
    theirs = Author.objects.filter(comment__in=others).exclude(mandate_id__in=there)
    added = dict.fromkeys(theirs.order_by("at", "id").values_list("mandate_id", flat=True))
    Author.objects.bulk_create(
        Author(id=new_id(), comment=into, mandate_id=mandate_id, at=at) for mandate_id in added
    )
