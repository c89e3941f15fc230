"""One comment: read in its room with all that was said of it, and moved from there."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.errors import Conflict, DomainError, Invalid, NotAllowed
from desk.acting import ActingRequest
from desk.forms.moves import MoveForm, read_move
from desk.forms.reading import Shown, errors_of, id_of
from desk.presenters.comment import Attempt
from desk.presenters.links import comment_path
from reviews.querysets import reads_submissions
from reviews.services.comments import endorse_comment, return_comment, withdraw_comment
from reviews.services.rooms import note_voice, write_message

from .comment_page import handed_over_page, room_page
from .page import Page, desk_page, done

_TEXTS = {"voice": "voice_text", "message": "message"}
Deed = Callable[[ActingRequest, UUID, MoveForm], object]


@desk_page(("GET",))
def comment(request: ActingRequest, comment_id: UUID) -> Page:
    """Show a comment to its room with its inner life, to the secretariat what it was handed."""
    acting = request.acting
    if reads_submissions(acting.mandate, acting.at):
        return handed_over_page(acting, comment_id)
    return room_page(acting, comment_id, Attempt())


@desk_page(("POST",))
def move(request: ActingRequest, comment_id: UUID, move: str) -> Page | HttpResponse:
    """Endorse a comment, take the endorsement back, or withdraw it."""
    deed, sentence = _DEEDS[move]
    return _tried(
        request,
        comment_id,
        move,
        lambda: deed(request, comment_id, read_move(request.POST)),
        sentence(),
    )


@desk_page(("POST",))
def voice(request: ActingRequest, comment_id: UUID) -> Page | HttpResponse:
    """Note support, dissent or co-sponsorship, or take one's word back."""
    acting, sent = request.acting, request.POST

    def note() -> None:
        note_voice(
            comment_id=comment_id,
            kind=sent.get("kind", ""),
            text=sent.get("text", ""),
            actor=acting.acting_for(id_of(sent.get("for_mandate"))),
            at=acting.at,
        )

    return _tried(request, comment_id, "voice", note, _("Your word is noted in this room."))


@desk_page(("POST",))
def message(request: ActingRequest, comment_id: UUID) -> Page | HttpResponse:
    """Write into the thread of a comment."""
    acting, sent = request.acting, request.POST

    def write() -> None:
        write_message(
            comment_id=comment_id,
            text=sent.get("text", ""),
            reply_to=id_of(sent.get("reply_to")),
            actor=acting.actor,
            at=acting.at,
        )

    return _tried(request, comment_id, "message", write, _("The room can read your message."))


def _tried(
    request: ActingRequest, comment_id: UUID, form: str, deed: Callable[[], object], sentence: str
) -> Page | HttpResponse:
    """Do it and go back to the comment; refused, show the page with what was typed."""
    try:
        deed()
    except (Invalid, Conflict, NotAllowed) as refusal:
        attempt = Attempt(form, _beside(refusal, form), request.POST.dict())
        return room_page(request.acting, comment_id, attempt, status=refusal.status)
    return done(request, sentence, comment_path(comment_id))


def _beside(refusal: DomainError, form: str) -> list[Shown]:
    """Return what was wrong, each at the field of the form that it was typed in."""
    field = _TEXTS.get(form, f"reason-{form}")
    return [
        Shown(message=each["message"], target=field if each["target"] else "")
        for each in errors_of(refusal, ("reason", "message"))
    ]


def _endorse(request: ActingRequest, comment_id: UUID, form: MoveForm) -> object:
    return endorse_comment(
        comment_id=comment_id,
        expected_edition=form.edition,
        actor=request.acting.acting_for(form.for_mandate),
        at=request.acting.at,
    )


def _return(request: ActingRequest, comment_id: UUID, form: MoveForm) -> object:
    return return_comment(
        comment_id=comment_id,
        expected_edition=form.edition,
        reason=form.reason,
        actor=request.acting.acting_for(form.for_mandate),
        at=request.acting.at,
    )


def _withdraw(request: ActingRequest, comment_id: UUID, form: MoveForm) -> object:
    return withdraw_comment(
        comment_id=comment_id,
        expected_edition=form.edition,
        reason=form.reason,
        actor=request.acting.acting_for(form.for_mandate),
        at=request.acting.at,
    )


_DEEDS: dict[str, tuple[Deed, Callable[[], str]]] = {
    "endorse": (_endorse, lambda: _("Endorsed as it stands.")),
    "return": (_return, lambda: _("The endorsement is taken back.")),
    "withdraw": (_withdraw, lambda: _("The comment is withdrawn.")),
}
