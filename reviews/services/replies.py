"""What the commenter says to a released answer: heard by the review secretariat at once, and by
everybody where the comment is published.
"""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Conflict, Missing
from core.ids import new_id
from frameworks.keys import disposition_key
from provisions.lifecycle import Stage
from provisions.models import Provision
from provisions.services.locks import lock_provision
from record.acts import act, together
from record.models import PUBLIC
from reviews.act_codes import ActCode
from reviews.disposition_drafts import ReplyDraft, checked_reply
from reviews.disposition_payloads import public_reply_line, reply_line, touched_keys
from reviews.lifecycle import CommentStage
from reviews.models import Comment, Disposition, Reply
from reviews.permissions import Speaking, check_can_submit
from stakeholders.models import Mandate
from stakeholders.permissions import acting_mandate

from .moves import locked_in_rooms, secretariat_chain, speaking_on

# While the words of a provision are still looked for.
OPEN_TO_REPLIES = (Stage.DRAFT, Stage.IN_REVIEW)


@together()
def reply_to_disposition(
    *,
    disposition_id: UUID,
    kind: str,
    expected_number: int,
    actor: Actor,
    at: datetime,
    text: str = "",
    language: str = "en",
) -> Reply:
    """Reply to the latest released answer to a comment in the name that the comment is in: by
    whoever may submit in it. The latest reply counts.

    `expected_number` is the number of the latest reply that the actor saw, 0 for none. The same
    again by the same person is returned. Raises Missing outside the comment's room, NotAllowed,
    Invalid for what `checked_reply` refuses; Conflict `answered_anew`, `matter_closed` once the
    comment was withdrawn or the provision left review, `replied_elsewhere` where a colleague
    replied meanwhile.
    """
    said = checked_reply(kind, text, language)
    mandate = acting_mandate(actor, at=at)
    answer, comment, provision = _locked(disposition_id, mandate, at)
    who = speaking_on(comment, actor=actor, at=at)
    check_can_submit(who=who, circle=comment.speaks_for)
    last = answer.replies.select_related("mandate").order_by("-number").first()
    if last is not None and said.is_said_by(last) and last.mandate.user_id == actor.user_id:
        return last
    _check_open(comment, provision)
    _check_latest(answer, comment)
    if (last.number if last else 0) != expected_number:
        raise Conflict(
            _("A colleague replied meanwhile. Look at that reply before you send another."),
            code="replied_elsewhere",
        )
    return _append(answer, comment, said, who, number=expected_number + 1, actor=actor, at=at)


def _locked(
    disposition_id: UUID, mandate: Mandate, at: datetime
) -> tuple[Disposition, Comment, Provision]:
    """Lock the provision and the comment of an answer; the rows are in that order everywhere."""
    answer = (
        Disposition.objects.visible_to(mandate, at)
        .filter(pk=disposition_id, released_at__isnull=False)
        .select_related("comment__item")
        .first()
    )
    if answer is None:
        raise unknown_answer()
    provision = lock_provision(answer.comment.item.provision_id)
    comment = locked_in_rooms([answer.comment_id], mandate=mandate, at=at).get(answer.comment_id)
    if comment is None:
        raise unknown_answer()
    return answer, comment, provision


def unknown_answer() -> Missing:
    """Return what everybody hears of an answer that is not there for them."""
    return Missing(_("There is no such answer."))


def _check_open(comment: Comment, provision: Provision) -> None:
    if comment.stage == CommentStage.WITHDRAWN:
        raise Conflict(
            _("This comment was withdrawn: there is nothing left to reply to."),
            code="matter_closed",
        )
    if provision.stage not in OPEN_TO_REPLIES:
        raise Conflict(
            _("This provision is no longer in review (%(stage)s): the answer stands.")
            % {"stage": Stage(provision.stage).label},
            code="matter_closed",
        )


def _check_latest(answer: Disposition, comment: Comment) -> None:
    newer = comment.dispositions.filter(number__gt=answer.number, released_at__isnull=False)
    if newer.exists():
        raise Conflict(
            _("This comment was answered anew meanwhile. Read that answer, and reply to it."),
            code="answered_anew",
        )


def _append(
    answer: Disposition,
    comment: Comment,
    said: ReplyDraft,
    who: Speaking,
    *,
    number: int,
    actor: Actor,
    at: datetime,
) -> Reply:
    subject = disposition_key(comment.key) if comment.key else str(answer.pk)
    with act(ActCode.DISPOSITION_REPLIED, subject=subject, actor=actor, at=at) as made:
        reply = Reply.objects.create(
            id=new_id(),
            disposition=answer,
            number=number,
            kind=said.kind,
            text=said.text,
            language=said.language,
            mandate=who.mandate,
            for_mandate=who.for_mandate,
            at=at,
        )
        made.enter(comment.circle.chain, reply_line(reply))
        made.enter(secretariat_chain(), reply_line(reply))
        if comment.key is not None:
            made.touch(*touched_keys([comment]))
            made.enter(PUBLIC, public_reply_line(reply, comment))
    return reply
