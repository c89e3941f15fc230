"""Rounds: what is reviewed until when, and how far one's own rooms are."""

from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from desk.acting import Acting, ActingRequest
from desk.presenters import links
from desk.presenters import rounds as show
from frameworks.selectors import Stretch
from notifications.enums import Topic
from reviews.models import Comment, Round, Submission
from reviews.selectors.manifests import manifests_of
from reviews.selectors.progress import round_progress
from reviews.selectors.rounds import RoundFacts, read_rounds, round_facts

from .cutoffs import circle_to_cut_off
from .following import follow_button
from .frame import is_secretariat
from .page import Page, desk_page

MOST_RECEIPTS = 50  # each comment leads to its own


@desk_page(("GET",))
def rounds(request: ActingRequest) -> Page:
    """List the rounds: those that are open first, the soonest to close above."""
    at, language = request.acting.at, request.acting.user.language
    found = read_rounds(Stretch(order="-closes_at")).rows
    lines = [(facts, show.round_line(facts, at, language)) for facts in found]
    context = {
        "running": [line for facts, line in reversed(lines) if not show.is_over(facts, at)],
        "over": [line for facts, line in lines if show.is_over(facts, at)],
    }
    return Page("desk/rounds.html", context, "rounds")


@desk_page(("GET",))
def round_page(request: ActingRequest, round_id: UUID) -> Page:
    acting, language = request.acting, request.acting.user.language
    facts = round_facts(round_id)
    context = {
        "line": show.round_line(facts, acting.at, language),
        "facts": show.round_facts_list(facts, language),
        "windows": show.window_events(facts, language),
        "crumbs": [{"label": _("Rounds"), "url": links.ROUNDS}],
        "secretariat_url": _secretariat_url(acting, facts),
        "positions_url": links.positions_path(round=facts.key),
        "follow": follow_button(acting, Topic.ROUND, facts.key, links.round_path(facts.id)),
        **_ours(acting, facts, language),
    }
    return Page("desk/round.html", context, "rounds")


def _ours(acting: Acting, facts: RoundFacts, language: str) -> dict[str, Any]:
    """Return what the asker's rooms have in the round, or the review secretariat was handed."""
    round_ = Round.objects.select_related("framework").get(pk=facts.id)
    progress = round_progress(round_, acting.mandate, acting.at)
    rooms = progress.rooms if progress else ()
    own = circle_to_cut_off(acting, facts) if rooms and not show.is_over(facts, acting.at) else None
    return {
        "actors": show.actor_lines(progress.handed_over if progress else (), language),
        "rooms": show.room_lines(facts, rooms, own.circle.pk if own else None, language),
        "items": show.item_lines(facts, _counts(acting, facts) if rooms else {}, language),
        "receipts": show.receipt_lines(_receipts(acting, facts), facts, language),
        "manifests": show.manifest_lines(manifests_of(round_, acting.mandate, acting.at), language),
    }


def _counts(acting: Acting, facts: RoundFacts) -> dict[UUID, int]:
    """Return how many comments the asker's rooms have on each item."""
    rows = Comment.objects.in_rooms_of(acting.mandate, acting.at).filter(round=facts.id).order_by()
    return dict(rows.values_list("item").annotate(count=Count("pk")))


def _receipts(acting: Acting, facts: RoundFacts) -> list[Submission]:
    """Return the latest receipts that the asker reads."""
    rows = Submission.objects.visible_to(acting.mandate, acting.at).filter(round=facts.id)
    counted = rows.select_related("speaks_for__organization").annotate(count=Count("comments"))
    return list(counted.order_by("-at", "id")[:MOST_RECEIPTS])


def _secretariat_url(acting: Acting, facts: RoundFacts) -> str:
    return links.secretariat_round_path(facts.id) if is_secretariat(acting.mandate) else ""
