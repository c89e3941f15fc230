"""What is done about a position that is recorded: released, corrected, joined by a government."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.errors import Missing
from desk.acting import ActingRequest
from desk.forms.positions import CorrectionForm, ReleaseForm, renumbered
from desk.forms.reading import id_of
from desk.presenters import audience, links
from desk.presenters import position as show
from desk.presenters.names import circle_name
from desk.presenters.people import acting_for, submitting
from reviews.selectors.own_positions import PositionFacts
from reviews.services.alignments import align
from reviews.services.positions import correct_position, release_position
from stakeholders.models import Circle

from .page import Page, desk_page, done
from .position import LOOKS, look_context, position_form
from .position_place import Place, read_place
from .position_reading import current_context


@desk_page()
def release(request: ActingRequest, item_id: UUID, circle_id: UUID) -> Page | HttpResponse:
    """Repeat that everybody will read it, then release a position on its actor's word."""
    place = read_place(request.acting, item_id, circle_id)
    _check_speaks(place)
    form = _release_form(place, request.POST if request.method == "POST" else None)
    is_good = form.is_bound and form.is_valid()
    if is_good and form.carries(lambda: _released(request, place, form)):
        path = links.position_path(item_id, circle_id)
        return done(request, _("The position is released. Everybody reads it."), path)
    return _release_page(place, form)


@desk_page()
def correct(request: ActingRequest, item_id: UUID, circle_id: UUID) -> Page | HttpResponse:
    """Take what should have been recorded, and what the error was; look at it, then record it."""
    place = read_place(request.acting, item_id, circle_id)
    _check_speaks(place)
    act = request.POST.get("act", "")
    if place.refusal and not act:
        raise place.refusal
    form = _correction_form(request, place, act)
    if act in LOOKS and form.passes():
        if act == "check":
            return _look(place, form)
        if form.carries(lambda: _corrected(request, place, form)):
            path = links.position_path(item_id, circle_id)
            return done(request, _("The error is corrected; it stays in the history."), path)
    return _correction_page(place, form)


@desk_page(("POST",))
def join(request: ActingRequest, item_id: UUID, circle_id: UUID) -> HttpResponse:
    """Note the word of the asker's government on a position; refused, say so on a page."""
    acting, sent = request.acting, request.POST
    position_id = id_of(sent.get("position"))
    if position_id is None or acting.mandate is None:
        raise Missing(_("There is no such position."))
    home = Circle.objects.home_of(acting.mandate).get()
    align(
        position_id=position_id,
        circle_id=home.pk,
        kind=sent.get("kind", ""),
        actor=acting.acting_for(id_of(sent.get("for_mandate"))),
        at=acting.at,
    )
    return done(request, _("Your word is noted."), links.position_path(item_id, circle_id))


def _check_speaks(place: Place) -> None:
    """Raise Missing where there is nothing of ours, or the reader does not speak for us."""
    if place.number == 0 or not place.rights.submits:
        raise Missing(_("There is no such page."))


def _seen(place: Place, number: int) -> PositionFacts:
    """Return the position that the page showed, which a colleague may have replaced."""
    found = place.numbered(number)
    if found is None:
        raise Missing(_("There is no such position."))
    return found


def _release_form(place: Place, data: Mapping[str, Any] | None) -> ReleaseForm:
    options = acting_for(place.rights.through, place.room, place.language, entitled=submitting)
    return ReleaseForm(data, acting_for=options, number=place.number)


def _released(request: ActingRequest, place: Place, form: ReleaseForm) -> object:
    return release_position(
        position_id=_seen(place, form.expected_number).id,
        actor=request.acting.acting_for(form.acting_mandate),
        at=request.acting.at,
    )


def _correction_form(request: ActingRequest, place: Place, act: str) -> CorrectionForm:
    """Return the form, which begins with what is recorded."""
    if act:
        return position_form(place, request.POST, act, CorrectionForm)
    found, language = _seen(place, place.number), place.language
    options = acting_for(place.rights.through, place.room, language, entitled=submitting)
    names = ("stance", "ad_referendum", "reasons", "wording", "language")
    initial = {name: getattr(found, name) for name in names} | {"expected_number": found.number}
    return CorrectionForm(None, language=language, acting_for=options, initial=initial)


def _corrected(request: ActingRequest, place: Place, form: CorrectionForm) -> object:
    return correct_position(
        position_id=_seen(place, form.expected_number).id,
        **form.said(),
        correction_reason=form.cleaned_data["correction_reason"],
        actor=request.acting.acting_for(form.acting_mandate),
        at=request.acting.at,
    )


def _release_page(place: Place, form: ReleaseForm) -> Page:
    """Return the look before a release. Refused, it shows what the position is by now."""
    if form.refusal:
        place = place.anew()
        again = _release_form(place, renumbered(form, place.number))
        again.refuse(form.refusal)
        form = again
    return Page("desk/position_release.html", _context(place, form), "positions", form.status)


def _correction_page(place: Place, form: CorrectionForm) -> Page:
    """Return the form of a correction. Refused, it stands beside what is recorded by now."""
    if form.refusal:
        place = place.anew()
        again = position_form(place, renumbered(form, place.number), "check", CorrectionForm)
        again.refuse(form.refusal)
        form = again
    title = _("As it should have been recorded")
    context = {**_context(place, form), "taking": show.taking(form, title, place.language)}
    return Page("desk/position_correct.html", context, "positions", form.status)


def _look(place: Place, form: CorrectionForm) -> Page:
    is_public = _seen(place, form.expected_number).released_at is not None
    at_once = _("At once, with what was recorded in error: that is public already.")
    context = {
        **look_context(place, form),
        "title": _("Look before the error is corrected"),
        "audience": _readers(place, is_public=is_public),
        "public_when": at_once
        if is_public
        else show.public_when(place.reading.round, place.acting.at, place.language),
        "correction_reason": form.cleaned_data["correction_reason"],
        "button": _("Record the correction"),
    }
    return Page("desk/position_check.html", context, "positions")


def _context(place: Place, form: ReleaseForm | CorrectionForm) -> dict[str, Any]:
    """Return what the pages before a release and a correction have in common."""
    is_release = isinstance(form, ReleaseForm)
    is_public = _seen(place, place.number).released_at is not None
    return {
        **show.head(place.reading, place.text, place.standing, place.language),
        "actor": circle_name(place.room, place.language),
        "current": current_context(place),
        "form": form,
        "is_public": is_public,
        "audience": _readers(place, is_public=is_public or is_release),
        "back_url": links.position_path(place.reading.item.pk, place.room.pk),
    }


def _readers(place: Place, *, is_public: bool) -> audience.Audience:
    return audience.everybody() if is_public else audience.room(place.room, place.language)
