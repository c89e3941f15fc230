"""Milestones as `components/road.html` shows them."""

from typing import Literal, TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.labels import labels
from core.public_paths import session_path
from core.when import When, when_day, when_honest
from core.words import said
from frameworks.enums import Basis, MilestoneKind
from frameworks.selectors import MilestoneFacts

from .standing import Road


class Step(TypedDict):
    when: When
    what: str
    lang: str
    note: str
    url: str
    state: Literal["passed", "next", "to_come"]
    basis_label: str


def steps(road: Road, language: str) -> list[Step]:
    """Return the road in order of time; what was not entered as passed is next or to come."""
    shown: list[Step] = []
    is_next = True
    for milestone in road.milestones:
        passed = milestone.passed_at is not None
        shown.append(_step(road, milestone, "passed" if passed else _open(is_next), language))
        is_next = is_next and passed
    return shown


def _open(is_next: bool) -> Literal["next", "to_come"]:
    return "next" if is_next else "to_come"


def _step(
    road: Road,
    milestone: MilestoneFacts,
    state: Literal["passed", "next", "to_come"],
    language: str,
) -> Step:
    title = said(milestone.title, language)
    return Step(
        when=when_honest(milestone.date, language),
        what=title["text"],
        lang=title["lang"],
        note=outcome_note(road, milestone, language),
        url=session_path(milestone.session, language) if milestone.session else "",
        state=state,
        basis_label=labels(Basis, language)[milestone.basis],
    )


def outcome_note(road: Road, milestone: MilestoneFacts, language: str) -> str:
    """Say what a sitting brought, or that nothing is recorded and who last looked when."""
    if milestone.kind != MilestoneKind.GOVERNING_BODY:
        return ""
    clauses = sum(len(decision.clauses) for decision in road.decisions_at(milestone))
    if clauses:
        return ngettext(
            "Outcome recorded: one clause.", "Outcome recorded: %(count)d clauses.", clauses
        ) % {"count": clauses}
    checked = road.last_checked(milestone)
    if not road.has_come(milestone):
        return ""
    if checked is None:
        return _("No outcome recorded here, and nobody has looked for one yet.")
    return _("No outcome recorded here, last checked %(day)s.") % {
        "day": when_day(checked, language)["text"]
    }
