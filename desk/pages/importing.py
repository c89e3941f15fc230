"""A delegation works offline: a template to fill in, and the way back of what was filled in."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.errors import Missing
from desk.acting import Acting, ActingRequest
from desk.forms.importing import ImportForm
from desk.presenters.importing import labelled, result_context, send_context
from reviews.compilation.files import XLSX, named
from reviews.compilation.marks import file_name
from reviews.selectors.audiences import AudienceChoice, audience_choices
from reviews.selectors.rounds import RoundFacts, round_facts
from reviews.services.imports import ImportResult, import_comments
from stakeholders.permissions import covers_framework

from .page import Page, desk_page


@desk_page()
def send(request: ActingRequest, round_id: UUID) -> Page:
    """Take a table of comments, and say of each row what became of it."""
    acting, language = request.acting, request.acting.user.language
    facts = round_facts(round_id)
    choices = labelled(_choices(acting, facts), language)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(choices, language, *sent)
    result = form.attempt(lambda: _imported(form, facts, acting)) if form.is_valid() else None
    if result is None:
        return Page("desk/import.html", send_context(form, facts, language), status=form.status)
    is_refused = result.bad and not (result.added or result.repeated)
    context = result_context(result, facts, form.chosen, language)
    return Page("desk/import_result.html", context, status=400 if is_refused else 200)


@desk_page(("GET",))
def template(request: ActingRequest, round_id: UUID) -> HttpResponse:
    """Give the table to fill in, with the provisions of the round."""
    from reviews.importing.template import import_template  # its libraries are slow to load

    acting = request.acting
    facts = round_facts(round_id)
    _choices(acting, facts)
    noun = f"{facts.framework}-round-{facts.number}-template"
    content = import_template(round_id, acting.user.language, acting.at)
    headers = named(file_name(noun, "xlsx", is_invented=facts.is_invented))
    return HttpResponse(content, content_type=XLSX, headers=headers)


def _choices(acting: Acting, facts: RoundFacts) -> list[AudienceChoice]:
    """Return whom the asker may write for. Raises Missing for who is in no room."""
    mandate = acting.mandate
    found = audience_choices(mandate, framework_key=facts.framework, at=acting.at)
    if mandate is None or not found or not covers_framework(mandate, facts.framework):
        raise Missing(_("There is no such page."))
    return found


def _imported(form: ImportForm, facts: RoundFacts, acting: Acting) -> ImportResult:
    chosen = form.chosen
    return import_comments(
        round_id=facts.id,
        circle_id=chosen.circle.pk,
        speaks_for_id=chosen.speaks_for.pk,
        language=form.cleaned_data["language"],
        content=form.cleaned_data["file"].read(),
        actor=acting.actor,
        at=acting.at,
    )
