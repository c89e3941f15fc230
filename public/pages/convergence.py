"""Provision × actor × round: who says what, and what moved. Released positions only."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from core.languages import localized
from core.public_paths import api_path, framework_path
from core.query import Query, words
from core.words import said
from frameworks.selectors import FrameworkFacts, read_frameworks
from provisions.lifecycle import Stage
from provisions.selectors.filters import ProvisionFilters
from provisions.selectors.listing import MAX_LIMIT, list_provisions
from provisions.selectors.rows import ProvisionRow, provisions_by_key
from provisions.signs import legend
from public.api.parameters import LONGEST_KEY, refuse_unknown
from public.presenters.parts.convergence import sentence, table
from public.presenters.parts.filters import Address
from public.presenters.parts.rounds import round_title
from reviews.selectors.rounds import round_keys
from reviews.selectors.stances import ConvergenceRow, Standing, convergence, standings

from .page import Ask, Page, public_page

QUERY = Query(
    (
        words("framework", "Slug of a framework.", longest=80),
        words("round", "Key of a round.", longest=LONGEST_KEY),
    )
)


@public_page(QUERY)
def convergence_page(ask: Ask) -> Page:
    return Page("public/convergence.html", _context(ask))


def _context(ask: Ask) -> dict[str, Any]:
    frameworks, rounds = read_frameworks().rows, round_keys()
    refuse_unknown(
        {
            "framework": (_sent(ask["framework"]), [each.slug for each in frameworks]),
            "round": (_sent(ask["round"]), rounds),
        }
    )
    rows = convergence(_framework_of(ask))
    parts = _parts(ask, frameworks, rounds, rows)
    return {
        "section": "convergence",
        "parts": parts,
        "nothing": not any(part["table"] for part in parts),
        "legend": legend(ask.language),
        "csv_url": _csv_url(ask),
        "json_url": api_path("stats/convergence"),
        "all_url": localized(ask.path, ask.language) if ask.asked.canonical else "",
    }


def _sent(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _framework_of(ask: Ask) -> str | None:
    """Return the framework that was chosen, by itself or by one of its rounds."""
    chosen: str | None = ask["framework"]
    return ask["round"].partition(".")[0] if ask["round"] else chosen


def _csv_url(ask: Ask) -> str:
    chosen = _framework_of(ask)
    pairs = [("framework", chosen)] if chosen else []
    asked = urlencode([*pairs, ("lang", ask.language), ("format", "csv")])
    return f"{api_path('stats/convergence')}?{asked}"


def _parts(
    ask: Ask,
    frameworks: Sequence[FrameworkFacts],
    rounds: Sequence[str],
    rows: Sequence[ConvergenceRow],
) -> list[dict[str, Any]]:
    """Return the frameworks that are shown, each with its table or why it has none."""
    chosen = _framework_of(ask)
    told = _latest(rows, ask["round"])
    under_review = [] if ask["round"] else _under_review(chosen, ask.language)
    provisions = _with_those(under_review, told, ask.language)
    standing = standings([each.key for each in provisions])
    return [
        {
            "id": each.slug,
            "title": said(each.title, ask.language),
            "url": framework_path(each.slug, ask.language),
            "is_invented": each.is_invented,
            "sentence": sentence(row for row in rows if _is_of(each.slug, row.provision)),
            "switch": _switch(each.slug, rounds, ask),
            "table": _table(each.slug, told, provisions, standing, ask.language),
        }
        for each in frameworks
        if chosen in (None, each.slug)
    ]


def _is_of(framework: str, key: str) -> bool:
    return key.partition(".")[0] == framework


def _latest(rows: Sequence[ConvergenceRow], round_: str | None) -> list[ConvergenceRow]:
    """Return the last word of each actor on each provision, or the one in a round."""
    if round_:
        return [row for row in rows if row.round == round_]
    by_place = groupby(
        sorted(rows, key=lambda row: (row.provision, row.actor.code)),
        key=lambda row: (row.provision, row.actor.code),
    )
    return [list(said_there)[-1] for _place, said_there in by_place]


def _under_review(framework: str | None, language: str) -> Sequence[ProvisionRow]:
    filters = ProvisionFilters(
        stages=(Stage.IN_REVIEW.value,), frameworks=(framework,) if framework else ()
    )
    return list_provisions(language=language, filters=filters, limit=MAX_LIMIT).rows


def _with_those(
    under_review: Sequence[ProvisionRow], told: Sequence[ConvergenceRow], language: str
) -> list[ProvisionRow]:
    """Return the provisions under review and those that somebody spoke of, in their order."""
    spoken_of = provisions_by_key({row.provision for row in told}, language=language)
    every = {each.key: each for each in (*under_review, *spoken_of.values())}
    return sorted(every.values(), key=lambda each: each.document_order)


def _table(
    framework: str,
    told: Sequence[ConvergenceRow],
    provisions: Sequence[ProvisionRow],
    standing: Mapping[str, Standing],
    language: str,
) -> dict[str, Any] | None:
    own = [each for each in provisions if each.framework == framework]
    rows = [row for row in told if _is_of(framework, row.provision)]
    return dict(table(rows, own, standing, language)) if rows else None


def _switch(framework: str, rounds: Sequence[str], ask: Ask) -> list[dict[str, Any]]:
    """Return the ways to look at a framework: what was said last, and each round."""
    address = Address(localized(ask.path, ask.language), "")
    last = {
        "label": _("What was said last"),
        "url": address.url([("framework", framework)]),
        "current": not ask["round"],
    }
    return [
        last,
        *(
            {
                "label": round_title(int(key.rpartition(".")[2])),
                "url": address.url([("round", key)]),
                "current": ask["round"] == key,
            }
            for key in rounds
            if _is_of(framework, key)
        ),
    ]
