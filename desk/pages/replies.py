"""The answer to one comment, in its room: read with its history, and replied to."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from desk.acting import Acting, ActingRequest
from desk.forms.answers import ReplyForm
from desk.presenters import links
from desk.presenters.answers import answer_box, answer_readers
from desk.presenters.comments import codes_in, room_card
from desk.presenters.people import acting_for, submitting
from reviews.models import Reply
from reviews.selectors.published import organization_names
from reviews.selectors.room_answers import RoomAnswer, room_answer
from reviews.selectors.rooms import rights_of
from reviews.services.replies import reply_to_disposition

from .dispositions import SECTION, crumbs
from .page import Page, desk_page, done


@desk_page()
def room_answer_page(request: ActingRequest, comment_id: UUID) -> Page | HttpResponse:
    """Show the answer to a comment of one's room, and take the reply of whoever may give it."""
    acting = request.acting
    found = room_answer(comment_id, acting.mandate, acting.at)
    form = _form(request, found)
    if form.is_bound and form.is_valid() and form.carries(lambda: _replied(form, acting)):
        path = links.room_answer_path(comment_id)
        return done(request, _("Your reply is sent to the review secretariat."), path)
    if form.refusal is not None:  # what a colleague said meanwhile stands beside what was typed
        found = room_answer(comment_id, acting.mandate, acting.at)
    return _page(acting, found, form)


def _form(request: ActingRequest, found: RoomAnswer) -> ReplyForm:
    acting, language = request.acting, request.acting.user.language
    through = rights_of(acting.mandate, found.card.speaks_for, at=acting.at).through  # type: ignore[arg-type]  # nobody without one is in a room
    options = acting_for(through, found.card.speaks_for, language, entitled=submitting)
    data = request.POST if request.method == "POST" else None
    return ReplyForm(data, language=language, acting_for=options)


def _replied(form: ReplyForm, acting: Acting) -> Reply:
    return reply_to_disposition(
        disposition_id=form.cleaned_data["answer"],
        kind=form.cleaned_data["kind"],
        text=form.cleaned_data["text"],
        language=form.cleaned_data["language"],
        expected_number=form.expected_number,
        actor=acting.acting_for(form.acting_mandate),
        at=acting.at,
    )


def _page(acting: Acting, found: RoomAnswer, form: ReplyForm) -> Page:
    language, card = acting.user.language, found.card
    codes = codes_in([card])
    names = organization_names(codes)
    context = {
        "card": room_card(card, names, language, here=False),
        "answer": answer_box(found.answer, language),
        "number": card.provision_number,
        "comment_url": links.comment_path(card.id),
        "form": form,
        "answer_id": found.answer.id,
        "number_now": found.answer.reply.number if found.answer.reply else 0,
        "may_reply": found.may_reply,
        "is_open": found.is_open,
        "audience": answer_readers(card, language),
        "crumbs": crumbs(),
    }
    return Page("desk/answer_room.html", context, SECTION, form.status)
