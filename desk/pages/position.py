"""One actor's position on a version: read in its room, taken after a last look."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from desk.acting import ActingRequest
from desk.forms.positions import PositionForm, renumbered
from desk.presenters import audience, links
from desk.presenters import position as show
from desk.presenters.names import circle_name
from desk.presenters.people import acting_for, submitting
from desk.presenters.statements import statement
from reviews.selectors.own_positions import PositionFacts
from reviews.services.positions import take_position

from .page import Page, desk_page, done
from .position_place import Place, read_place
from .position_reading import place_context

FormT = TypeVar("FormT", bound=PositionForm)
LOOKS = ("check", "record")  # what is tried, and not only typed on


@desk_page()
def position(request: ActingRequest, item_id: UUID, circle_id: UUID) -> Page | HttpResponse:
    """Show what an actor says of a version, and take what it says now: typed, looked at, done."""
    place = read_place(request.acting, item_id, circle_id, named=request.GET.get("text", ""))
    act = request.POST.get("act", "")
    form = position_form(place, request.POST, act, PositionForm)
    if act not in LOOKS or not form.passes():
        return position_page(place, form)
    if place.refusal:
        form.refuse(place.refusal)
        return position_page(place, form)
    return _recorded(request, place, form) if act == "record" else _look(place, form)


def position_form(place: Place, sent: Mapping[str, Any], act: str, form: type[FormT]) -> FormT:
    """Return the form as it was typed; what is only typed on is not judged yet."""
    options = acting_for(place.rights.through, place.room, place.language, entitled=submitting)
    bound = form(sent, language=place.language, acting_for=options)
    if act in LOOKS:
        return bound
    initial: dict[str, Any] = bound.typed() if act else {"expected_number": place.number}
    if act == "prefill" and not (initial["wording"] or "").strip():
        initial["wording"] = place.bodies.get(initial["language"], place.text.text.body)
    return form(None, language=place.language, acting_for=options, initial=initial)


def position_page(place: Place, form: PositionForm) -> Page:
    """Return the page with the form where the reader takes positions; what somebody typed who
    can't by now stays readable.
    """
    title = _("Take another position") if place.current else _("Take a position")
    context = {
        **place_context(place),
        "form": form,
        "taking": None if place.refusal else show.taking(form, title, place.language),
        "typed": show.typed_words(form) if place.refusal and form.is_bound else "",
    }
    return Page("desk/position.html", context, "positions", form.status)


def _recorded(request: ActingRequest, place: Place, form: PositionForm) -> Page | HttpResponse:
    acting, path = request.acting, links.position_path(place.reading.item.pk, place.room.pk)
    if form.carries(
        lambda: take_position(
            item_id=place.reading.item.pk,
            circle_id=place.room.pk,
            **form.said(),
            expected_number=form.expected_number,
            actor=acting.acting_for(form.acting_mandate),
            at=acting.at,
        )
    ):
        return done(request, _("The position is recorded. Only your circle sees it."), path)
    now = place.anew()
    theirs = now.numbered(now.number)
    if form.refusal and form.refusal.code == "position_changed" and theirs:
        return _conflict(now, form, theirs)
    return position_page(now, form)


def _look(place: Place, form: PositionForm) -> Page:
    """Return the last look: what is said, in whose name, who will read it and from when on."""
    acting = place.acting
    context = {
        **look_context(place, form),
        "title": _("Look before the position is recorded"),
        "audience": audience.room(place.room, place.language),
        "public_when": show.public_when(place.reading.round, acting.at, place.language),
        "button": _("Record the position"),
    }
    return Page("desk/position_check.html", context, "positions")


def look_context(place: Place, form: PositionForm) -> dict[str, Any]:
    """Return what the looks before a position and before a correction have in common."""
    return {
        **show.head(place.reading, place.text, place.standing, place.language),
        "actor": circle_name(place.room, place.language),
        "form": form,
        "said": statement(form.stated(), place.bodies, place.language),
        "acting_for_name": form.acting_for_name,
    }


def _conflict(place: Place, form: PositionForm, theirs: PositionFacts) -> Page:
    """Return both positions: what a colleague recorded meanwhile, and what was typed here."""
    sent = renumbered(form, theirs.number)
    context = {
        **look_context(place, form),
        "audience": audience.room(place.room, place.language),
        "theirs": show.recorded(theirs, place.bodies, place.language),
        "form": position_form(place, sent, "change", PositionForm),
        "keep_url": links.position_path(place.reading.item.pk, place.room.pk),
    }
    return Page("desk/position_conflict.html", context, "positions", 409)
