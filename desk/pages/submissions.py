"""From the checklist of a room to the receipt: submitted, offered late, endorsed or merged."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import Conflict, DomainError, Invalid, NotAllowed
from desk.acting import Acting, ActingRequest
from desk.forms.reading import id_of
from desk.forms.submissions import Checklist, read_checklist
from desk.presenters.comments import codes_in
from desk.presenters.links import comment_path, receipt_path, room_path
from desk.presenters.submissions import (
    ENDORSE,
    OFFER,
    Check,
    check_context,
    merge_context,
    mode_at,
)
from frameworks.selectors import Stretch
from record.acts import together
from reviews.models import Round, Submission
from reviews.selectors.circles import read_room
from reviews.selectors.comments import room_comments
from reviews.selectors.published import organization_names
from reviews.selectors.rooms import rights_of
from reviews.services.comments import endorse_comment, merge_comments
from reviews.services.submissions import offer_late, submit_comments

from .page import Page, desk_page, done

Refused = (Invalid, Conflict, NotAllowed)


@desk_page()
def submit(request: ActingRequest, circle_id: UUID) -> Page | HttpResponse:
    """Show what is about to be handed over, for whom and when it is public; then hand it over."""

    def hand_over(checklist: Checklist) -> HttpResponse:
        return HttpResponseRedirect(receipt_path(_handed_over(request.acting, checklist).pk))

    return _checked(request, circle_id, hand_over, _submit_page)


@desk_page()
def endorse(request: ActingRequest, circle_id: UUID) -> Page | HttpResponse:
    """Show what is about to be endorsed; then endorse all of it or none."""

    def clear(checklist: Checklist) -> HttpResponse:
        number = _endorsed(request.acting, checklist)
        told = ngettext("%(number)d comment endorsed.", "%(number)d comments endorsed.", number)
        return done(request, told % {"number": number}, room_path(circle_id))

    return _checked(request, circle_id, clear, _endorse_page)


@desk_page()
def merge(request: ActingRequest, circle_id: UUID) -> Page | HttpResponse:
    """Ask whose words stay; then merge the others into that comment."""

    def join(checklist: Checklist) -> HttpResponse:
        into = id_of(request.POST.get("into"))
        if into is None:
            raise Invalid(_("Choose the comment that stays."), code="nothing_chosen")
        _merged(request.acting, checklist, into)
        return done(request, _("Merged. The authors of all are its authors."), comment_path(into))

    return _checked(request, circle_id, join, _merge_page)


def _checked(
    request: ActingRequest,
    circle_id: UUID,
    deed: Callable[[Checklist], HttpResponse],
    page: Callable[[Acting, Check], Page],
) -> Page | HttpResponse:
    """Do what was confirmed; show the check page before that, and again where it is refused."""
    room = read_room(circle_id, request.acting.mandate, request.acting.at)
    checklist = read_checklist(request.POST)
    if not checklist.comment_ids:
        return done(request, _("Tick at least one comment first."), room_path(room.pk))
    refusal: DomainError | None = None
    if checklist.confirmed:
        try:
            return deed(checklist)
        except Refused as error:
            refusal = error
    return page(request.acting, _check(request.acting, circle_id, checklist, refusal))


def _check(
    acting: Acting, circle_id: UUID, checklist: Checklist, refusal: DomainError | None
) -> Check:
    """Return the ticked comments as they stand now, whatever they were when they were ticked."""
    room = read_room(circle_id, acting.mandate, acting.at)
    stretch = Stretch(keys=[str(each) for each in checklist.comment_ids])
    cards = room_comments(room, acting.mandate, acting.at, stretch).rows
    if not cards or acting.mandate is None:
        raise Invalid(_("None of the ticked comments is in this room."), code="nothing_chosen")
    codes = codes_in(cards)
    round_ = Round.objects.select_related("framework").get(pk=cards[0].round_id)
    return Check(
        room=room,
        checklist=checklist,
        cards=cards,
        round=round_,
        rights=rights_of(acting.mandate, cards[0].speaks_for, at=acting.at),
        names=organization_names(codes),
        mode=mode_at(round_, acting.at),
        refusal=refusal,
    )


def _submit_page(acting: Acting, check: Check) -> Page:
    context = check_context(check, acting.at, acting.user.language)
    return Page("desk/submit.html", context, room_path(check.room.pk), _status(check))


def _endorse_page(acting: Acting, check: Check) -> Page:
    endorsing = replace(check, mode=ENDORSE)
    return _submit_page(acting, endorsing)


def _merge_page(acting: Acting, check: Check) -> Page:
    context = merge_context(check, acting.user.language)
    return Page("desk/circle_merge.html", context, room_path(check.room.pk), _status(check))


def _status(check: Check) -> int:
    return check.refusal.status if check.refusal else 200


def _handed_over(acting: Acting, checklist: Checklist) -> Submission:
    actor = acting.acting_for(checklist.for_mandate)
    ids, editions = checklist.comment_ids, checklist.seen
    if checklist.confirmed == OFFER:
        return offer_late(
            comment_ids=ids, reason=checklist.reason, editions=editions, actor=actor, at=acting.at
        )
    return submit_comments(comment_ids=ids, editions=editions, actor=actor, at=acting.at)


@together()
def _endorsed(acting: Acting, checklist: Checklist) -> int:
    actor = acting.acting_for(checklist.for_mandate)
    # In the order of ids, in which comments are locked.
    for comment_id in sorted(checklist.comment_ids):
        endorse_comment(
            comment_id=comment_id,
            expected_edition=checklist.seen.get(comment_id, 0),
            actor=actor,
            at=acting.at,
        )
    return len(checklist.comment_ids)


def _merged(acting: Acting, checklist: Checklist, into: UUID) -> None:
    merge_comments(
        into_id=into,
        other_ids=[each for each in checklist.comment_ids if each != into],
        actor=acting.acting_for(checklist.for_mandate),
        at=acting.at,
    )
