"""What happened to a provision, as dated events of typed facts; the faces make sentences."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .provision import ProvisionDetail, Relative, TransitionRow
from .versions import IssueRow, VersionRow


class EventKind(StrEnum):
    VERSION = "version"  # a version was published
    ISSUE = "issue"  # a translation was added or corrected
    MOVE = "move"  # a move of the table, or an override
    SUCCESSION = "succession"  # it became, or came from, another


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One event at an instant in UTC; `fact` is what its kind says."""

    kind: EventKind
    at: datetime
    fact: VersionRow | IssueRow | TransitionRow | Relative


def timeline_of(detail: ProvisionDetail) -> list[TimelineEvent]:
    """Return a provision's events, newest first.

    Of one instant, the last of version, issue, move, succession counts as the newest.
    """
    events = [
        *(TimelineEvent(EventKind.VERSION, row.at, row) for row in detail.versions),
        *(
            TimelineEvent(EventKind.ISSUE, issue.at, issue)
            for row in detail.versions
            for issue in row.issues
            if issue.at > row.at  # what came with the version is no event of its own
        ),
        *(TimelineEvent(EventKind.MOVE, row.at, row) for row in detail.transitions),
        *(
            TimelineEvent(EventKind.SUCCESSION, relative.at, relative)
            for relative in detail.relatives
            if relative.at is not None
        ),
    ]
    # A stable sort keeps the order of one instant; reversed, the newest stands first.
    return sorted(events, key=lambda event: event.at)[::-1]
