"""Answers: for the review secretariat the rounds and their queues, for a room its own answers."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.errors import Conflict, DomainError, Invalid
from desk.acting import Acting, ActingRequest
from desk.forms.answers import QueueFilter
from desk.forms.reading import errors_of, id_of, ids_of
from desk.presenters import links
from desk.presenters.answer_queue import case_lines, round_head, round_lines
from desk.presenters.answers import prepared_readers, room_lines
from reviews.selectors.answer_queue import (
    AnswerCase,
    answer_queue,
    answered_round,
    answered_rounds,
    assignees,
    clusters_of,
)
from reviews.selectors.room_answers import answers_in_rooms
from reviews.services.assignments import assign_comments
from reviews.services.clusters import cluster_comments, make_cluster

from .frame import is_secretariat
from .page import Page, desk_page, done, secretariat_page

PAGE = 50
SECTION = "dispositions"


@desk_page(("GET",))
def overview(request: ActingRequest) -> Page:
    """Show the review secretariat its rounds, and a room the answers to its comments."""
    acting, language = request.acting, request.acting.user.language
    if is_secretariat(acting.mandate):
        rounds = answered_rounds(acting.mandate, acting.at)
        return Page("desk/dispositions.html", {"rounds": round_lines(rounds, language)}, SECTION)
    found = answers_in_rooms(acting.mandate, acting.at)
    shown = Paginator([each for each in found if not each.waits], PAGE)
    page = shown.get_page(request.GET.get("page"))
    context = {
        "waiting": room_lines([each for each in found if each.waits], language),
        "answered": room_lines(list(page.object_list), language),
        **_turning(page, ""),
    }
    return Page("desk/dispositions_room.html", context, SECTION)


@secretariat_page()
def queue(request: ActingRequest, round_id: UUID) -> Page | HttpResponse:
    """Show the comments of a round with their answers; assign them and put them together."""
    if request.method != "POST":
        return _queue_page(request, round_id)
    try:
        sentence = _work(request, round_id)
    except (Invalid, Conflict) as refusal:
        return _queue_page(request, round_id, refusal)
    return done(request, sentence, request.get_full_path())


def crumbs(round_id: UUID | None = None, title: str = "") -> list[dict[str, str]]:
    """Return the way to a page about answers: all of them, and those of a round."""
    found = [{"label": _("Answers"), "url": links.DISPOSITIONS}]
    if round_id is not None:
        found.append({"label": title, "url": links.answers_path(round_id)})
    return found


def _queue_page(request: ActingRequest, round_id: UUID, refusal: DomainError | None = None) -> Page:
    acting, language = request.acting, request.acting.user.language
    round_ = answered_round(round_id, acting.mandate, acting.at)
    cases = answer_queue(round_id, acting.mandate, acting.at)
    form = QueueFilter(request.GET, cases=cases)
    kept = [case for case in cases if form.keeps(case)] if form.is_valid() else []
    page = Paginator(kept, PAGE).get_page(request.GET.get("page"))
    chosen = set(ids_of(request.POST.getlist("comment")))
    context = {
        "round": round_head(round_, cases, language),
        "filters": form,
        "found": len(kept),
        "cases": case_lines(list(page.object_list), round_.framework.time_zone, language, chosen),
        "people": assignees(acting.mandate, acting.at, round_.framework.slug),
        "clusters": _clusters(round_id, acting, cases),
        "typed_name": request.POST.get("name", ""),
        "errors": errors_of(refusal, ("name",)) if refusal else form.summary,
        "audience": prepared_readers(),
        "crumbs": crumbs(),
        **_turning(page, _query(request)),
    }
    return Page("desk/dispositions_queue.html", context, SECTION, _status(form, refusal))


def _status(form: QueueFilter, refusal: DomainError | None) -> int:
    return refusal.status if refusal else form.status


def _clusters(round_id: UUID, acting: Acting, cases: list[AnswerCase]) -> list[dict[str, str]]:
    numbers = {case.handed.provision: case.handed.provision_number for case in cases}
    found = clusters_of(round_id, acting.mandate, acting.at)
    return [
        {"value": str(each.id), "label": f"{numbers.get(each.provision, '')} · {each.name}"}
        for each in found
    ]


def _query(request: ActingRequest) -> str:
    """Return the filters of the address, without the page."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def _turning(page: Any, query: str) -> dict[str, str]:
    """Return the ways to the first and the next page."""
    more = f"&{query}" if query else ""
    return {
        "next_url": f"?page={page.next_page_number()}{more}" if page.has_next() else "",
        "first_url": f"?{query}" if page.has_previous() else "",
    }


def _work(request: ActingRequest, round_id: UUID) -> str:
    """Do what a button says with the ticked comments; return what was done."""
    acting, sent = request.acting, request.POST
    ids = ids_of(sent.getlist("comment"))
    known: dict[str, Any] = {"comment_ids": ids, "actor": acting.actor, "at": acting.at}
    deed = {
        "assign": lambda: _assigned(known, id_of(sent.get("assignee"))),
        "make": lambda: _made(known, round_id, acting, sent.get("name", "")),
        "put": lambda: _put(known, sent.get("cluster", "")),
        "take_out": lambda: _taken_out(known),
    }.get(sent.get("act", ""))
    if deed is None:
        raise Invalid(_("Choose what to do with the comments that you ticked."), code="no_act")
    return deed()


def _assigned(known: dict[str, Any], assignee_id: UUID | None) -> str:
    assign_comments(**known, assignee_id=assignee_id)
    return _("Assigned.") if assignee_id else _("Assigned to nobody.")


def _made(known: dict[str, Any], round_id: UUID, acting: Acting, name: str) -> str:
    cases = answer_queue(round_id, acting.mandate, acting.at)
    of_first = [case for case in cases if case.handed.id in known["comment_ids"][:1]]
    if not of_first:
        raise Invalid(_("Choose at least one comment."), code="nothing_chosen")
    make_cluster(**known, item_id=of_first[0].handed.item_id, name=name)
    return _("They are in one cluster now.")


def _put(known: dict[str, Any], cluster: str) -> str:
    cluster_id = id_of(cluster)
    if cluster_id is None:
        raise Invalid(_("Choose a cluster of this provision."), code="no_cluster")
    cluster_comments(**known, cluster_id=cluster_id)
    return _("They are in that cluster now.")


def _taken_out(known: dict[str, Any]) -> str:
    cluster_comments(**known, cluster_id=None)
    return _("They are in no cluster now.")
