"""What pages about frameworks read together: the frameworks, their roads and their sources."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.errors import Missing
from frameworks.enums import MilestoneKind
from frameworks.selectors import (
    DecisionFacts,
    DocumentFacts,
    FrameworkFacts,
    MilestoneFacts,
    SessionFacts,
    Stretch,
    read_decisions,
    read_documents,
    read_frameworks,
    read_milestones,
    read_sessions,
)
from public.presenters.parts.sources import Documents, by_name
from public.presenters.parts.standing import Road


@dataclass(frozen=True, slots=True)
class Roads:
    """Frameworks (real ones before invented ones) with all that is recorded around them."""

    frameworks: tuple[FrameworkFacts, ...]
    milestones: tuple[MilestoneFacts, ...]
    decisions: tuple[DecisionFacts, ...]
    sessions: tuple[SessionFacts, ...]
    register: tuple[DocumentFacts, ...]

    @property
    def documents(self) -> Documents:
        return by_name(self.register)

    @property
    def roads(self) -> list[Road]:
        return [
            Road.of(each, self.milestones, self.decisions, self.sessions)
            for each in self.frameworks
        ]

    def milestones_at(self, session: str) -> list[MilestoneFacts]:
        return [each for each in self.milestones if each.session == session]

    def decisions_at(self, session: str) -> list[DecisionFacts]:
        """Return what was recorded of a session; what was corrected comes last."""
        found = [each for each in self.decisions if each.session == session]
        return sorted(found, key=lambda decision: bool(decision.corrected_by))

    def bound_for(self, session: str) -> list[FrameworkFacts]:
        """Return the frameworks that are to be dealt with at this session."""
        bound = {
            each.framework
            for each in self.milestones_at(session)
            if each.kind == MilestoneKind.GOVERNING_BODY
        }
        return [each for each in self.frameworks if each.slug in bound]


def read_roads(slugs: Collection[str] = ()) -> Roads:
    """Return these frameworks, or all. Eight queries for any number."""
    frameworks = read_frameworks(Stretch(keys=slugs or None)).rows
    return Roads(
        tuple(sorted(frameworks, key=lambda framework: framework.is_invented)),
        read_milestones(frameworks=slugs).rows,
        read_decisions(frameworks=slugs).rows,
        read_sessions().rows,
        read_documents(frameworks=slugs).rows,
    )


def read_road(slug: str) -> tuple[Road, Roads]:
    """Return one framework's road. Raises Missing where there is no such framework."""
    read = read_roads([slug])
    if not read.frameworks:
        raise Missing(
            _("No framework is called “%(slug)s” here. The list of frameworks names all of them.")
            % {"slug": slug[:80]}
        )
    return read.roads[0], read


def status_checks(frameworks: Collection[FrameworkFacts]) -> list[datetime.date]:
    """Return the days on which somebody last checked the status of these frameworks."""
    return [each.status.checked_on for each in frameworks if each.status]
