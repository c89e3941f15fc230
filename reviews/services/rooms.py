"""What is said about a comment inside its room: messages, support, dissent, co-sponsorship."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Conflict, FieldError, Invalid, NotAllowed
from core.ids import new_id
from provisions.services.payloads import salted_digest
from record.acts import act, together
from reviews.act_codes import ActCode
from reviews.content import MAX_MESSAGE, checked_prose
from reviews.enums import VoiceKind
from reviews.lifecycle import IN_ITS_ROOM, CommentStage
from reviews.models import Comment, Message, Voice
from reviews.permissions import Speaking, may_submit
from reviews.voices import speaker_of
from stakeholders.enums import CircleKind, Group
from stakeholders.models import Circle

from .moves import locked_comment


@together()
def write_message(
    *, comment_id: UUID, text: str, actor: Actor, at: datetime, reply_to: UUID | None = None
) -> Message:
    """Write into a comment's thread, in whatever stage it is; it stays in the room for ever.

    The same words twice in a row by one person return the message. Raises Missing, Invalid, and
    Conflict for a comment that was merged: its thread goes on with the other.
    """
    prose = checked_prose(text, "text", MAX_MESSAGE, needed=_("Write a message."))
    comment, who = locked_comment(comment_id, actor=actor, at=at)
    last = comment.messages.select_related("mandate").order_by("-number").first()
    if last is not None and _is_same_message(last, prose, reply_to, who):
        return last
    if comment.stage == CommentStage.MERGED:
        raise Conflict(
            _("This comment was merged into another; go on there."), code="merged_already"
        )
    _check_answered(comment, reply_to)
    with act(ActCode.MESSAGE_WRITTEN, subject=str(comment_id), actor=actor, at=at) as made:
        message = Message.objects.create(
            id=new_id(),
            comment=comment,
            number=last.number + 1 if last else 1,
            reply_to_id=reply_to,
            mandate=who.mandate,
            text=prose,
            at=at,
        )
        payload = {
            "message": str(message.pk),
            "number": message.number,
            "reply_to": str(reply_to) if reply_to else None,
            "digest": salted_digest(str(message.pk), prose),
        }
        made.enter(comment.circle.chain, payload)
    return message


@together()
def note_voice(
    *, comment_id: UUID, kind: VoiceKind | str, actor: Actor, at: datetime, text: str = ""
) -> Voice:
    """Support a comment, dissent from it, co-sponsor it, or take one's word back, in its room
    before it is handed over. The latest word of each speaker counts.

    In a regional group's or the Government group's room, who submits for a delegation speaks for
    the delegation; everybody else speaks for themselves. The same word again by the same person
    returns it. Raises Missing; NotAllowed to co-sponsor without submitting for a delegation;
    Invalid for an unknown word or dissent without a reason; Conflict where nothing is there to
    take back, somebody else said it for the delegation already, or it was handed over.
    """
    said = _said(kind, text)
    comment, who = locked_comment(comment_id, actor=actor, at=at)
    delegation = _delegation(comment, who)
    _check_may_say(said.kind, comment, delegation)
    voices = list(comment.voices.select_related("mandate").order_by("number"))
    speaker = delegation.pk if delegation else who.effective.pk
    latest = next((each for each in reversed(voices) if speaker_of(each) == speaker), None)
    if latest is not None and _is_same_word(latest, said, comment, actor):
        return latest
    _check_possible(said, comment, latest)
    with act(ActCode.VOICE_NOTED, subject=str(comment_id), actor=actor, at=at) as made:
        voice = Voice.objects.create(
            id=new_id(),
            comment=comment,
            number=len(voices) + 1,
            kind=said.kind,
            delegation=delegation,
            mandate=who.mandate,
            for_mandate=who.for_mandate,
            wording=comment.latest_wording,
            text=said.text,
            at=at,
        )
        made.enter(comment.circle.chain, _voice_payload(voice))
    return voice


@dataclass(frozen=True, slots=True)
class _Said:
    kind: VoiceKind
    text: str


def _said(kind: VoiceKind | str, text: str) -> _Said:
    if kind not in VoiceKind.values:
        detail = _("Use one of: %(codes)s.") % {"codes": ", ".join(VoiceKind.values)}
        raise Invalid(detail, code="unknown_voice", errors=[FieldError("kind", detail, "unknown")])
    needed = _("Say why you do not support it.") if kind == VoiceKind.DISSENT else ""
    return _Said(VoiceKind(kind), checked_prose(text, "text", MAX_MESSAGE, needed=needed))


def _delegation(comment: Comment, who: Speaking) -> Circle | None:
    """Return the delegation that `who` speaks for in this room, if they speak for one."""
    room = comment.circle
    is_wider = room.kind == CircleKind.REGIONAL_GROUP or (
        room.kind == CircleKind.GROUP and room.group == Group.GOVERNMENTS
    )
    home = Circle.objects.home_of(who.effective).get()
    if is_wider and home.kind == CircleKind.DELEGATION and may_submit(who.effective, home):
        return home
    return None


def _check_may_say(kind: VoiceKind, comment: Comment, delegation: Circle | None) -> None:
    if kind != VoiceKind.CO_SPONSOR:
        return
    if delegation is None:
        raise NotAllowed(
            _("Only who submits for a delegation co-sponsors, in a room of several."),
            code="not_entitled_to_co_sponsor",
        )
    if comment.speaks_for.kind != CircleKind.DELEGATION or comment.speaks_for_id == delegation.pk:
        raise Conflict(
            _("A delegation co-sponsors what another delegation proposes."),
            code="nothing_to_co_sponsor",
        )


def _check_possible(said: _Said, comment: Comment, latest: Voice | None) -> None:
    if comment.stage not in IN_ITS_ROOM:
        raise Conflict(
            _("It was handed over, withdrawn or merged: what was said of it stands as it was."),
            code="handed_over_already",
        )
    stands = latest is not None and latest.kind != VoiceKind.TAKEN_BACK
    if said.kind == VoiceKind.TAKEN_BACK and not stands:
        raise Conflict(_("There is no word of yours to take back."), code="nothing_said")


def _is_same_word(latest: Voice, said: _Said, comment: Comment, actor: Actor) -> bool:
    """Whether `latest` says this of these words. Raises Conflict where a colleague said it."""
    if (latest.kind, latest.text, latest.wording) != (
        said.kind,
        said.text,
        comment.latest_wording,
    ):
        return False
    if latest.mandate.user_id == actor.user_id:
        return True
    raise Conflict(_("A colleague of yours said this already."), code="said_already")


def _check_answered(comment: Comment, reply_to: UUID | None) -> None:
    if reply_to is not None and not comment.messages.filter(pk=reply_to).exists():
        detail = _("There is no such message about this comment.")
        raise Invalid(
            detail, code="foreign_message", errors=[FieldError("reply_to", detail, "foreign")]
        )


def _is_same_message(last: Message, text: str, reply_to: UUID | None, who: Speaking) -> bool:
    said = (last.text, last.reply_to_id, last.mandate.user_id)
    return said == (text, reply_to, who.mandate.user_id)


def _voice_payload(voice: Voice) -> dict[str, object]:
    return {
        "voice": str(voice.pk),
        "number": voice.number,
        "kind": voice.kind,
        "wording": voice.wording,
        "delegation": str(voice.delegation_id) if voice.delegation_id else None,
        "for_mandate": str(voice.for_mandate_id) if voice.for_mandate_id else None,
        "text": salted_digest(str(voice.pk), voice.text),
    }
