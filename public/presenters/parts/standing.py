"""Where a framework stands officially. Nothing here follows from the clock: what has come or
passed was found by somebody who checked, or entered as an act.
"""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypedDict

from django.utils.translation import gettext as _

from core.labels import labels
from core.public_paths import framework_path
from core.when import When, when_day, when_honest
from core.words import said
from frameworks.enums import Basis, MilestoneKind, OfficialStatus
from frameworks.selectors import (
    DecisionFacts,
    FrameworkFacts,
    MilestoneFacts,
    SessionFacts,
    StatusFacts,
)

from .events import Event, event
from .sources import Documents, source_of


@dataclass(frozen=True, slots=True)
class Road:
    """Everything that is recorded about one framework's way to the Governing Body."""

    framework: FrameworkFacts
    milestones: tuple[MilestoneFacts, ...]
    decisions: tuple[DecisionFacts, ...]
    checked: dict[str, datetime.date]  # session: when somebody last looked for its outcome

    @classmethod
    def of(
        cls,
        framework: FrameworkFacts,
        milestones: Iterable[MilestoneFacts],
        decisions: Iterable[DecisionFacts],
        sessions: Iterable[SessionFacts],
    ) -> "Road":
        """Pick what belongs to `framework`; corrected decisions no longer count."""
        return cls(
            framework,
            tuple(each for each in milestones if each.framework == framework.slug),
            tuple(
                each
                for each in decisions
                if each.framework == framework.slug and not each.corrected_by
            ),
            {each.slug: each.last_checked_on for each in sessions if each.last_checked_on},
        )

    def decisions_at(self, milestone: MilestoneFacts) -> list[DecisionFacts]:
        return [each for each in self.decisions if each.session == milestone.session]

    def last_checked(self, milestone: MilestoneFacts) -> datetime.date | None:
        """Return the day on which somebody last looked for what `milestone` brought."""
        status = self.framework.status
        days = [self.checked.get(milestone.session), status.checked_on if status else None]
        return max((day for day in days if day is not None), default=None)

    def has_come(self, milestone: MilestoneFacts) -> bool:
        """Return whether its time had begun when somebody last looked, or has passed."""
        if milestone.passed_at is not None:
            return True
        checked = self.last_checked(milestone)
        return bool(milestone.date and checked and milestone.date.first <= checked)

    def awaited(self) -> MilestoneFacts | None:
        """Return the first sitting of the Governing Body without a recorded outcome."""
        for milestone in self.milestones:
            is_sitting = milestone.kind == MilestoneKind.GOVERNING_BODY
            if is_sitting and not self.decisions_at(milestone):
                return milestone
        return None


class Status(TypedDict):
    """What `components/official_status.html` shows."""

    title: str
    title_lang: str
    url: str
    sentence: str
    note: str
    note_lang: str
    source: str
    source_lang: str
    source_url: str
    checked: When
    checked_by: str
    basis: str
    basis_label: str


def official_status(road: Road, documents: Documents, language: str) -> Status | None:
    """Return the status that holds with its source, or None where none was recorded."""
    framework, status = road.framework, road.framework.status
    if status is None:
        return None
    title, note = said(framework.title, language), said(status.note, language)
    source = source_of(documents, framework.slug, status.source, language)
    return Status(
        title=title["text"],
        title_lang=title["lang"],
        url=framework_path(framework.slug, language),
        sentence=standing(road, language),
        note=note["text"],
        note_lang=note["lang"],
        source=source["text"] if source else "",
        source_lang=source["lang"] if source else "",
        source_url=source["url"] if source else "",
        checked=when_day(status.checked_on, language),
        checked_by=said(status.checked_by, language)["text"],
        basis=status.basis,
        basis_label=labels(Basis, language)[status.basis],
    )


def status_history(road: Road, documents: Documents, language: str) -> list[Event]:
    """Return all recordings of the status, newest first; nothing where there is but one."""
    slug, statuses = road.framework.slug, road.framework.statuses
    if len(statuses) < 2:
        return []
    return [
        event(
            when_day(status.checked_on, language),
            labels(OfficialStatus, language)[status.status],
            note=said(status.note, language),
            source=source_of(documents, slug, status.source, language),
        )
        for status in reversed(statuses)
    ]


def standing(road: Road, language: str) -> str:
    """Say in one or two sentences what the institution did and what is awaited of it."""
    status = road.framework.status
    if status is None:
        return _("No official status is recorded here.")
    return " ".join(filter(None, (_done(road, status, language), _awaited(road, language))))


def _done(road: Road, status: StatusFacts, language: str) -> str:
    match status.status:
        case OfficialStatus.IN_PREPARATION:
            return _("The text is in preparation.")
        case OfficialStatus.ADOPTED_BY_MEETING:
            return _("Adopted by the meeting%(when)s.") % {
                "when": _in_brackets(road.milestones, {MilestoneKind.ADOPTION}, language)
            }
        case OfficialStatus.BEFORE_GOVERNING_BODY:
            return _("Before the Governing Body.")
    return _("Decided by the Governing Body.")


def _in_brackets(
    milestones: Iterable[MilestoneFacts], kinds: Collection[str], language: str
) -> str:
    """Return ` (April 2026)`, or nothing where no date is known."""
    known = [each.date for each in milestones if each.kind in kinds and each.date]
    return f" ({when_honest(known[0], language)['text']})" if known else ""


def _awaited(road: Road, language: str) -> str:
    awaited = road.awaited()
    if awaited is None or awaited.date is None:
        return ""
    if awaited.passed_at is not None:
        sentence = _(
            "The time announced for the Governing Body (%(when)s) has passed; "
            "no outcome is recorded here."
        )
    elif road.has_come(awaited):
        sentence = _(
            "The time announced for the Governing Body (%(when)s) has come; "
            "no outcome is recorded here."
        )
    else:
        sentence = _("Announced for the Governing Body: %(when)s.")
    return sentence % {"when": when_honest(awaited.date, language)["text"]}
