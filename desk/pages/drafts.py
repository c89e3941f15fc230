"""Private drafts: begun for an audience, saved as one writes, checked, shared or deleted."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _

from core.errors import Conflict, DomainError, Invalid
from desk.acting import Acting, ActingRequest
from desk.forms.drafts import FIELDS, Typed, read_content, read_typed, typed_of_draft
from desk.forms.reading import edition_of, errors_of, id_of
from desk.presenters.checks import Kept, check_context, conflict_context, delete_context
from desk.presenters.links import comment_path, draft_path
from reviews.models import Draft, FrozenText
from reviews.selectors.reading import Reading, read_draft, read_item
from reviews.services.drafts import begin_draft, delete_draft, save_draft, share_draft

from .page import Page, desk_page, done
from .writing import choices_for, chosen_text, draft_form, with_chosen_words


@desk_page()
def begin(request: ActingRequest) -> Page | HttpResponse:
    """Ask for the audience first, then for the words; nothing is kept before the first saving."""
    acting = request.acting
    sent = request.POST if request.method == "POST" else request.GET
    reading = read_item(id_of(sent.get("item")), mandate=acting.mandate, at=acting.at)
    text = chosen_text(reading, sent.get("text", ""), acting.user.language)
    if request.method != "POST":
        return draft_form(acting, reading, text, read_typed(request.GET))
    typed = read_typed(request.POST)
    try:
        return _begun(request, reading, text, typed)
    except Invalid as refusal:
        return draft_form(acting, reading, text, typed, refusal=refusal)


@desk_page()
def edit(request: ActingRequest, draft_id: UUID) -> Page | HttpResponse:
    """Show a draft to go on writing, or keep what was typed."""
    acting = request.acting
    draft, reading, text = _own(acting, draft_id)
    if request.method != "POST":
        return draft_form(acting, reading, text, typed_of_draft(draft, text.text.body), draft=draft)
    typed = read_typed(request.POST)
    if request.POST.get("do") == "edit":
        return draft_form(acting, reading, text, typed, draft=draft)
    return _kept(request, draft, reading, text, typed)


@desk_page(("POST",))
def autosave(request: ActingRequest, draft_id: UUID) -> HttpResponse:
    """Keep what was typed so far, and answer with the new edition as JSON."""
    acting = request.acting
    try:
        _draft, _reading, text = _own(acting, draft_id)
        saved = _save(request, draft_id, read_typed(request.POST), text)
    except DomainError as refusal:
        errors = errors_of(refusal, FIELDS)
        answer = {"code": refusal.code, "detail": refusal.detail, "errors": errors}
        return JsonResponse(answer, status=refusal.status)
    return JsonResponse({"edition": saved.edition, "saved_at": saved.updated_at.isoformat()})


@desk_page()
def check(request: ActingRequest, draft_id: UUID) -> Page | HttpResponse:
    """Repeat who will read it and what it says; then share it."""
    acting = request.acting
    refusal = None
    if request.method == "POST":
        try:
            return _shared(request, draft_id)
        except (Invalid, Conflict) as error:
            refusal = error
    draft, reading, text = _own(acting, draft_id)
    choices = choices_for(acting, reading)
    context = check_context(draft, reading, text, choices, refusal, acting.user.language)
    return Page("desk/draft_check.html", context, status=refusal.status if refusal else 200)


@desk_page()
def delete(request: ActingRequest, draft_id: UUID) -> Page:
    """Ask once, then delete a private draft for good."""
    acting = request.acting
    draft, reading, text = _own(acting, draft_id)
    context = delete_context(draft, reading, text, acting.mandate, acting.user.language)
    if request.method != "POST":
        return Page("desk/draft_delete.html", context)
    expected = edition_of(request.POST)
    delete_draft(draft_id=draft_id, expected_edition=expected, actor=acting.actor, at=acting.at)
    return Page("desk/draft_deleted.html", context)


def _own(acting: Acting, draft_id: UUID) -> tuple[Draft, Reading, FrozenText]:
    draft, reading = read_draft(draft_id, mandate=acting.mandate, at=acting.at)
    return draft, reading, reading.text_called(draft.text_id, acting.user.language)


def _begun(
    request: ActingRequest, reading: Reading, text: FrozenText, typed: Typed
) -> HttpResponse:
    acting = request.acting
    draft = begin_draft(
        item_id=reading.item.pk,
        content=read_content(with_chosen_words(request.POST, typed, text), text),
        actor=acting.actor,
        at=acting.at,
    )
    return _onwards(request, draft)


def _save(request: ActingRequest, draft_id: UUID, typed: Typed, text: FrozenText) -> Draft:
    acting = request.acting
    return save_draft(
        draft_id=draft_id,
        expected_edition=edition_of(request.POST),
        content=read_content(typed, text),
        actor=acting.actor,
        at=acting.at,
    )


def _kept(
    request: ActingRequest, draft: Draft, reading: Reading, text: FrozenText, typed: Typed
) -> Page | HttpResponse:
    acting = request.acting
    try:
        return _onwards(
            request, _save(request, draft.pk, with_chosen_words(request.POST, typed, text), text)
        )
    except Invalid as refusal:
        return draft_form(acting, reading, text, typed, draft=draft, refusal=refusal)
    except Conflict as refusal:
        draft, reading = read_draft(draft.pk, mandate=acting.mandate, at=acting.at)
        theirs = typed_of_draft(draft, text.text.body)
        kept = Kept(theirs, draft.updated_at, draft.edition, draft_path(draft.pk), is_draft=True)
        choices = choices_for(acting, reading)
        context = conflict_context(kept, typed, reading, text, choices, acting.user.language)
        return Page("desk/draft_conflict.html", context, status=refusal.status)


def _onwards(request: ActingRequest, draft: Draft) -> HttpResponse:
    match request.POST.get("do"):
        case "check":
            return HttpResponseRedirect(f"{draft_path(draft.pk)}check/")
        case "prefill":
            return HttpResponseRedirect(f"{draft_path(draft.pk)}#proposed")
    return done(request, _("Saved. Only you can read this draft."), draft_path(draft.pk))


def _shared(request: ActingRequest, draft_id: UUID) -> HttpResponse:
    acting = request.acting
    comment = share_draft(
        draft_id=draft_id,
        expected_edition=edition_of(request.POST),
        actor=acting.actor,
        at=acting.at,
    )
    return done(request, _("Shared. The room can read it now."), comment_path(comment.pk))
