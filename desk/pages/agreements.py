"""An agreement: the chairperson pronounces it, the review secretariat records it after a look."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from desk.acting import Acting, ActingRequest
from desk.forms.agreements import AgreementForm
from desk.presenters import links
from desk.presenters.agreements import agreement_context, before_context, look_context
from desk.presenters.position import head
from provisions.lifecycle import Stage
from reviews.selectors.agreements import agreement_check, agreement_of, chairpersons
from reviews.selectors.reading import Reading, read_provision
from reviews.selectors.stances import standings
from reviews.services.agreements import record_agreement

from .page import Page, done, secretariat_page
from .position import LOOKS


@secretariat_page()
def agree(request: ActingRequest, key: str) -> Page | HttpResponse:
    """Show what is missing and the positions before us; then record what was pronounced."""
    acting, act = request.acting, request.POST.get("act", "")
    reading = read_provision(key, round_named="", mandate=acting.mandate, at=acting.at)
    form = _form(request, reading, act)
    is_good = act in LOOKS and form.is_valid()
    if act == "record" and is_good and form.carries(lambda: _recorded(acting, key, form)):
        return done(request, _("The agreement is recorded."), links.agree_path(key))
    context = _context(acting, reading, form, is_check=is_good and act == "check")
    return Page("desk/agree.html", context, "secretariat", form.status)


def _form(request: ActingRequest, reading: Reading, act: str) -> AgreementForm:
    framework, at = reading.round.framework, request.acting.at
    found = chairpersons(at, framework.slug)
    chairs = [(str(each.mandate_id), each.name) for each in found]
    version = reading.item.provision.latest_version
    data = request.POST if act else None
    return AgreementForm(data, chairs=chairs, zone=framework.time_zone, version=version)


def _recorded(acting: Acting, key: str, form: AgreementForm) -> object:
    return record_agreement(key=key, **form.terms(), actor=acting.actor, at=acting.at)


def _context(
    acting: Acting, reading: Reading, form: AgreementForm, *, is_check: bool
) -> dict[str, Any]:
    """Return the page: what stands in the way, the form where nothing does, the agreement."""
    key, zone = reading.item.provision.key, reading.round.framework.time_zone
    language, standing = acting.user.language, standings([key])[key]
    missing = agreement_check(key)
    bodies = {each.language: each.text.body for each in reading.texts}
    is_in_review = reading.item.provision.stage == Stage.IN_REVIEW
    return {
        **head(reading, reading.text_in(language), standing, language),
        **before_context(missing if is_in_review else [], standing, bodies, zone, language),
        "agreement": agreement_context(agreement_of(key), zone, language),
        "form": form,
        "may_record": is_in_review and not missing,
        **(look_context(form, zone, language) if is_check and not missing else {}),
    }
