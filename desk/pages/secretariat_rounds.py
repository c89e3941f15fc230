"""The review secretariat's own pages: rounds that run, and what was handed over in each."""

from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from core.cursor import read_cursor, write_cursor
from core.words import said
from desk.acting import Acting, ActingRequest
from desk.presenters import audience, links
from desk.presenters import rounds as show
from desk.presenters.handed_over import handed_over_lines
from frameworks.selectors import Stretch
from reviews.lifecycle import CommentStage
from reviews.models import Comment
from reviews.selectors.handed import handed_over_comments
from reviews.selectors.rounds import RoundFacts, read_rounds, round_facts

from .delivery_log import recent_troubles
from .page import Page, secretariat_page

PAGE = 50
_WALK = "desk_handed_over:document"


@secretariat_page(("GET",))
def secretariat(request: ActingRequest) -> Page:
    """List the rounds with what waits in them for the review secretariat."""
    acting, language = request.acting, request.acting.user.language
    late = _late_counts(acting)
    found = read_rounds(Stretch(order="-closes_at")).rows
    lines = [(facts, _line(facts, late, acting, language)) for facts in found]
    context = {
        "running": [line for facts, line in reversed(lines) if not show.is_over(facts, acting.at)],
        "over": [line for facts, line in lines if show.is_over(facts, acting.at)],
        "troubles": recent_troubles(acting),
    }
    return Page("desk/secretariat.html", context, "secretariat")


@secretariat_page(("GET",))
def secretariat_round(request: ActingRequest, round_id: UUID) -> Page:
    """Show what was handed over in a round, in the document's order, and the ways on."""
    acting, facts = request.acting, round_facts(round_id)
    language, after = acting.user.language, request.GET.get("cursor", "")
    stretch = Stretch(limit=PAGE, position=read_cursor(_WALK, after) if after else ())
    found = handed_over_comments(acting.mandate, acting.at, stretch, rounds=[facts.key])
    context = {
        **round_context(facts, acting),
        "comments": handed_over_lines(found.rows, facts.time_zone, language),
        **_drafting(facts, language),
        "first_url": links.secretariat_round_path(facts.id) if after else "",
        "next_url": f"?cursor={write_cursor(_WALK, found.next)}" if found.next else "",
        "crumbs": [{"label": _("Secretariat"), "url": links.SECRETARIAT}],
    }
    return Page("desk/secretariat_round.html", context, "secretariat")


def round_context(facts: RoundFacts, acting: Acting) -> dict[str, Any]:
    """Return what every page of the secretariat's about one round shows."""
    language = acting.user.language
    return {
        "line": _line(facts, _late_counts(acting), acting, language),
        "audience": audience.secretariat(),
        "may_extend": not show.is_over(facts, acting.at),
        "may_close": show.is_open(facts, acting.at),
        "public_url": links.round_path(facts.id),
        "positions_url": links.positions_path(round=facts.key),
    }


def _line(
    facts: RoundFacts, late: dict[UUID, int], acting: Acting, language: str
) -> dict[str, Any]:
    return {
        **show.round_line(facts, acting.at, language),
        "url": links.secretariat_round_path(facts.id),
        "late": late.get(facts.id, 0),
        "late_url": links.secretariat_round_path(facts.id, "late/"),
    }


def _drafting(facts: RoundFacts, language: str) -> dict[str, Any]:
    """Return the ways to where the next versions of the round's provisions are drafted."""
    return {
        "provisions": [
            {
                "number": item.number,
                "title": said(item.title, language),
                "next_url": links.next_version_path(item.key),
            }
            for item in facts.items
        ],
        "placements_url": links.PLACEMENTS,
    }


def _late_counts(acting: Acting) -> dict[UUID, int]:
    """Return how many comments wait for a decision, by round."""
    rows = Comment.objects.visible_to(acting.mandate, acting.at).order_by()
    waiting = rows.filter(stage=CommentStage.OFFERED_LATE)
    return dict(waiting.values_list("round").annotate(count=Count("pk")))
