"""Other words for a shared comment, and a copy of its words in a draft of one's own."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.errors import Conflict, DomainError, Invalid
from desk.acting import Acting, ActingRequest
from desk.forms.drafts import FIELDS, Audience, Typed, read_content, read_typed, typed_of
from desk.forms.reading import edition_of, errors_of
from desk.presenters.checks import Kept, conflict_context
from desk.presenters.comment import readers
from desk.presenters.drafts import Writing, writing_context
from desk.presenters.links import comment_path, draft_path
from reviews.content import DraftContent
from reviews.models import FrozenText
from reviews.selectors.reading import Reading, read_item
from reviews.selectors.rooms import CommentDetail, comment_detail
from reviews.services.comments import revise_comment
from reviews.services.drafts import begin_draft

from .page import Page, desk_page, done
from .writing import choices_for, with_chosen_words


@desk_page()
def revise(request: ActingRequest, comment_id: UUID) -> Page | HttpResponse:
    """Give a shared comment other words; whoever endorsed it has to do so anew."""
    acting = request.acting
    detail, reading, text = _read(acting, comment_id)
    if request.method != "POST":
        return _form(acting, detail, reading, text, typed_of(detail.card.wording, text.text.body))
    typed = _named(read_typed(request.POST), detail)
    try:
        if request.POST.get("do") in ("edit", "prefill"):
            filled = with_chosen_words(request.POST, typed, text)
            return _form(acting, detail, reading, text, filled)
        return _revised(request, detail, reading, text, typed)
    except Invalid as refusal:
        return _form(acting, detail, reading, text, typed, refusal)


@desk_page(("POST",))
def copy(request: ActingRequest, comment_id: UUID) -> HttpResponse:
    """Begin a private draft with the words of a comment, to take them elsewhere."""
    acting = request.acting
    detail, reading, text = _read(acting, comment_id)
    draft = begin_draft(
        item_id=reading.item.pk,
        content=_copied(acting, detail, reading, text),
        actor=acting.actor,
        at=acting.at,
    )
    sentence = _("A private draft with these words is yours. Choose who is to read it.")
    return done(request, sentence, draft_path(draft.pk))


def _read(acting: Acting, comment_id: UUID) -> tuple[CommentDetail, Reading, FrozenText]:
    detail = comment_detail(comment_id, acting.mandate, acting.at)
    reading = read_item(detail.card.item_id, mandate=acting.mandate, at=acting.at)
    text = reading.text_called(detail.card.wording.text_id, acting.user.language)
    return detail, reading, text


def _form(
    acting: Acting,
    detail: CommentDetail,
    reading: Reading,
    text: FrozenText,
    typed: Typed,
    refusal: DomainError | None = None,
) -> Page:
    language = acting.user.language
    errors = errors_of(refusal, FIELDS) if refusal else []
    context = {
        **writing_context(Writing(reading, text, (), typed, errors), language),
        "audience": readers(detail.card, language),
        "edition": detail.card.edition,
        "is_endorsed": detail.card.stage == "endorsed",
        "back_url": comment_path(detail.card.id),
    }
    return Page("desk/comment_revise.html", context, status=refusal.status if refusal else 200)


def _revised(
    request: ActingRequest, detail: CommentDetail, reading: Reading, text: FrozenText, typed: Typed
) -> Page | HttpResponse:
    acting, card = request.acting, detail.card
    try:
        revise_comment(
            comment_id=card.id,
            expected_edition=edition_of(request.POST),
            content=read_content(typed, text),
            actor=acting.actor,
            at=acting.at,
        )
    except Conflict as refusal:
        if refusal.code not in ("edited_elsewhere", "edition_missing"):
            return _form(acting, detail, reading, text, typed, refusal)
        return _both(acting, detail, reading, text, typed)
    return done(request, _("The room reads the new words."), comment_path(card.id))


def _both(
    acting: Acting, detail: CommentDetail, reading: Reading, text: FrozenText, typed: Typed
) -> Page:
    card = detail.card
    theirs = typed_of(card.wording, text.text.body)
    url = comment_path(card.id)
    kept = Kept(theirs, card.wording.at, card.edition, url, is_draft=False)
    context = conflict_context(kept, typed, reading, text, (), acting.user.language)
    return Page("desk/draft_conflict.html", context, status=409)


def _named(typed: Typed, detail: CommentDetail) -> Typed:
    """Say again whose room it is: a shared comment stays there."""
    return typed.with_audience(detail.card.circle.pk, detail.card.speaks_for.pk)


def _copied(
    acting: Acting, detail: CommentDetail, reading: Reading, text: FrozenText
) -> DraftContent:
    """Return the words for the same room and name, or else the first that the asker may use."""
    card = detail.card
    meant = Audience(card.circle.pk, card.speaks_for.pk)
    choices = [
        Audience(each.circle.pk, each.speaks_for.pk) for each in choices_for(acting, reading)
    ]
    audience = meant if meant in choices else choices[0]
    typed = typed_of(card.wording, text.text.body)
    named = typed.with_audience(audience.circle_id, audience.speaks_for_id)
    return read_content(named, text)
