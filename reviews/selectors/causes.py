"""Why a wording is as it is: the comments behind each change, for whoever may know of them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from reviews.actors import actor_code
from reviews.models import ChangeCause, Comment
from stakeholders.models import Circle, Mandate

_Place = tuple[str, int, int, int, int]  # language, in the old body, in the new one


@dataclass(frozen=True, slots=True)
class CausingComment:
    """A comment behind a change. `key` is empty until it is published; `actor` is the code of
    whom it speaks for.
    """

    id: UUID
    key: str
    actor: str
    speaks_for: Circle


@dataclass(frozen=True, slots=True)
class ExplainedChange:
    """A changed stretch: `old` in the body of the version before, `new` in the later one, in code
    points of the texts in `language`. Without comments it is the drafters' own.
    """

    language: str
    old_start: int
    old_end: int
    new_start: int
    new_end: int
    comments: tuple[CausingComment, ...]


@dataclass(frozen=True, slots=True)
class CausedChange:
    """What became of a comment: a stretch that it caused in a version of its provision."""

    version: int
    language: str
    old_start: int
    old_end: int
    new_start: int
    new_end: int


def changes_explained(
    key: str, version: int, mandate: Mandate | None, at: datetime
) -> list[ExplainedChange]:
    """Return the changes that led to a version of a provision, as far as comments that `mandate`
    may know of stand behind them, in the order of the text. None for the public. One query.
    """
    return changes_by_version(key, [version], mandate, at).get(version, [])


def changes_by_version(
    key: str, versions: Collection[int], mandate: Mandate | None, at: datetime
) -> dict[int, list[ExplainedChange]]:
    """Return the changes that led to each of these versions; those without one are absent. One
    query.
    """
    rows = (
        ChangeCause.objects.visible_to(mandate, at)
        .filter(version__provision__key=key, version__number__in=list(versions))
        .select_related("version", "comment__speaks_for__organization")
        .order_by(
            *("version__number", "language", "new_start", "old_start"),
            *("comment__public_number", "comment_id"),
        )
    )
    behind: dict[tuple[int, _Place], list[CausingComment]] = defaultdict(list)
    for row in rows:
        place = (row.language, row.old_start, row.old_end, row.new_start, row.new_end)
        behind[row.version.number, place].append(causing(row.comment))
    found: dict[int, list[ExplainedChange]] = defaultdict(list)
    for (version, place), comments in behind.items():
        found[version].append(ExplainedChange(*place, tuple(comments)))
    return dict(found)


def caused_by(
    comment_ids: Collection[UUID], mandate: Mandate | None, at: datetime
) -> dict[UUID, tuple[CausedChange, ...]]:
    """Return what each of the comments caused, from the earliest version on. One query."""
    rows = (
        ChangeCause.objects.visible_to(mandate, at)
        .filter(comment__in=list(comment_ids))
        .select_related("version")
        .order_by("version__number", "language", "new_start", "old_start")
    )
    found: dict[UUID, list[CausedChange]] = defaultdict(list)
    for row in rows:
        found[row.comment_id].append(
            CausedChange(
                row.version.number,
                row.language,
                row.old_start,
                row.old_end,
                row.new_start,
                row.new_end,
            )
        )
    return {id_: tuple(changes) for id_, changes in found.items()}


def causing(comment: Comment) -> CausingComment:
    """Return a comment, which comes with the circle it speaks for, as one behind a change."""
    speaks_for = comment.speaks_for
    return CausingComment(comment.pk, comment.key or "", actor_code(speaks_for), speaks_for)
