"""What a load would do: changes in the order in which they are made, and their plain words."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core.actor import Actor
from frameworks.models import Framework

NAMED_AT_MOST = 20


class ChangeKind(StrEnum):
    """What happens to one thing. The value is how the summary counts it: one, several."""

    FRAMEWORK_NEW = "framework to create|frameworks to create"
    FRAMEWORK_CHANGED = "framework to change|frameworks to change"
    SESSION_NEW = "session to register|sessions to register"
    SESSION_CHANGED = "session to change|sessions to change"
    DOCUMENT_NEW = "document to register|documents to register"
    DOCUMENT_CHANGED = "document entry to change|document entries to change"
    STATUS = "official status to record|official statuses to record"
    MEETING = "meeting to set|meetings to set"
    MILESTONE_NEW = "milestone to set|milestones to set"
    MILESTONE_CHANGED = "milestone to change|milestones to change"
    SECTION_NEW = "section to add|sections to add"
    SECTION_CHANGED = "section to change|sections to change"
    PROVISION_NEW = "provision to create|provisions to create"
    FACTS = "provision’s facts to change|provisions’ facts to change"
    LINKS = "provision’s links to change|provisions’ links to change"
    VERSION = "new version|new versions"
    ISSUE = "new issue of a translation|new issues of translations"
    SUCCESSION = "succession to record|successions to record"
    WITHDRAWAL = "provision to withdraw|provisions to withdraw"

    def counted(self, number: int) -> str:
        one, several = self.value.split("|")
        return f"{number} {one if number == 1 else several}"


@dataclass(slots=True)
class Run:
    """A load that is being done. `framework` is there from its creation on."""

    actor: Actor
    at: datetime
    framework: Framework | None = None
    touched: set[str] = field(default_factory=set)

    def on(self) -> Framework:
        """Return the framework. Raises RuntimeError before it was created."""
        if self.framework is None:
            raise RuntimeError("The framework is created before anything in it.")
        return self.framework


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to do. `names` says to what: printed numbers, slugs."""

    kind: ChangeKind
    names: Sequence[str]
    make: Callable[[Run], object]


def in_words(changes: Sequence[Change]) -> list[str]:
    """Return a line for each kind of change, in their order: how many, and which."""
    if not changes:
        return ["Nothing to do: everything stands here as the file says."]
    names: dict[ChangeKind, list[str]] = {}
    counts: Counter[ChangeKind] = Counter()
    for change in changes:
        counts[change.kind] += len(change.names)
        names.setdefault(change.kind, []).extend(change.names)
    return [f"{kind.counted(counts[kind])}: {_listed(names[kind])}" for kind in names]


def _listed(names: list[str]) -> str:
    if len(names) <= NAMED_AT_MOST:
        return ", ".join(names)
    return f"{', '.join(names[:NAMED_AT_MOST])} and {len(names) - NAMED_AT_MOST} more"
