"""What circles have still to do, asked for all of them at once: for who plans reminders.

It passes by every room's door, so it hands out no more than a planner needs to know whom to ask
again: in whose name, in which round, since when. No word, no person, no number of anything. What
waits for somebody is read in `own_work`, by their mandate, when they are told.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, Max, Min, OuterRef, Q, Subquery

from reviews.lifecycle import IN_ITS_ROOM, CommentStage
from reviews.models import Comment, Cutoff, Disposition, Reply, Round, Window
from reviews.services.replies import OPEN_TO_REPLIES

from .unfinished_positions import silent_circles, to_confirm_again

# Reminders of what is older than this have all had their time.
_ROUNDS_CLOSED_SINCE = timedelta(days=9)
_ANSWERS_RELEASED_SINCE = timedelta(days=36)


class Work(StrEnum):
    """What is left to do; `SILENT`: a round closed and the circle took no position in it."""

    ENDORSE = "endorse"
    SUBMIT = "submit"
    REPLY = "reply"
    RECONFIRM = "reconfirm"
    CUTOFF_PASSED = "cutoff_passed"
    LEFT_OVER = "left_over"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Work that a circle, a delegation, a regional group or a group, has left in its own name.

    `framework` is a slug, `round` a public key, empty for positions to confirm again. It waits
    `since`: what began to wait first, or the window was set; of answers the latest release.
    `deadline` is what it is measured by: the close of the round or the circle's own cut-off;
    `closes_at` the close. Both None where there is none.
    """

    work: Work
    circle: UUID
    framework: str
    round: str
    since: datetime
    deadline: datetime | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Round:
    key: str
    framework: str
    opens_at: datetime
    closes_at: datetime
    set_at: datetime  # its window, for the last time

    def left(
        self, work: Work, circle: UUID, since: datetime, deadline: datetime | None = None
    ) -> Unfinished:
        """Return what a circle has left in this round, measured by its close if by nothing else."""
        return Unfinished(
            work,
            circle,
            self.framework,
            self.key,
            since,
            deadline or self.closes_at,
            self.closes_at,
        )


def unfinished(at: datetime) -> list[Unfinished]:
    """Return all that is unfinished at `at`, also what was when a round closed a few days ago:
    whoever was to be reminded of it and was not is to be found. Twelve queries for any number of
    rounds and circles.
    """
    rounds = _rounds(at)
    return [
        *_comments(rounds, at),
        *_answers(at),
        *(
            Unfinished(Work.RECONFIRM, circle, framework, "", since)
            for circle, framework, since in to_confirm_again(at)
        ),
        *_silent(rounds, at),
    ]


def _rounds(at: datetime) -> dict[UUID, _Round]:
    latest = Window.objects.filter(round=OuterRef("pk")).order_by("-number")
    rows = Round.objects.filter(
        announced_at__lte=at, closes_at__gt=at - _ROUNDS_CLOSED_SINCE
    ).annotate(set_at=Subquery(latest.values("at")[:1]))
    fields = ("key", "framework__slug", "opens_at", "closes_at", "set_at")
    return {row[0]: _Round(*row[1:]) for row in rows.values_list("pk", *fields)}


def _comments(rounds: Mapping[UUID, _Round], at: datetime) -> Iterator[Unfinished]:
    """Yield what waits to be endorsed or submitted, and what is overdue of it."""
    cutoffs = _cutoffs_passed(rounds, at)
    rows = Comment.objects.filter(round__in=list(rounds), stage__in=IN_ITS_ROOM).order_by()
    found = rows.values_list("round", "speaks_for").annotate(
        shared=Min("content_changed_at", filter=Q(stage=CommentStage.SHARED)),
        endorsed=Min("content_changed_at", filter=Q(stage=CommentStage.ENDORSED)),
    )
    for round_id, circle, shared, endorsed in found:
        round_ = rounds[round_id]
        if shared is not None:
            yield round_.left(Work.ENDORSE, circle, max(shared, round_.set_at))
        if endorsed is not None and round_.opens_at <= at:
            yield round_.left(Work.SUBMIT, circle, max(endorsed, round_.set_at, round_.opens_at))
        first = min(each for each in (shared, endorsed) if each is not None)
        cutoff = cutoffs.get((round_id, circle))
        if cutoff is not None and cutoff < round_.closes_at:
            yield round_.left(Work.CUTOFF_PASSED, circle, max(first, cutoff), cutoff)
        if round_.closes_at <= at:
            yield round_.left(Work.LEFT_OVER, circle, max(first, round_.closes_at))


def _cutoffs_passed(
    rounds: Collection[UUID], at: datetime
) -> dict[tuple[UUID, UUID], datetime | None]:
    """Return the circles' own cut-offs that have passed, by round and circle."""
    rows = Cutoff.objects.filter(round__in=list(rounds)).order_by(
        "round_id", "circle_id", "-number"
    )
    latest = rows.distinct("round_id", "circle_id").values("pk")
    found = Cutoff.objects.filter(pk__in=latest, cutoff_at__lte=at)
    return {
        (round_id, circle): cutoff
        for round_id, circle, cutoff in found.values_list("round", "circle", "cutoff_at")
    }


def _answers(at: datetime) -> Iterator[Unfinished]:
    """Yield released answers, the latest to each comment, that nobody has replied to."""
    later = Disposition.objects.filter(
        comment=OuterRef("comment"), released_at__isnull=False, number__gt=OuterRef("number")
    )
    rows = (
        Disposition.objects.filter(
            ~Exists(later),
            ~Exists(Reply.objects.filter(disposition=OuterRef("pk"))),
            released_at__gt=at - _ANSWERS_RELEASED_SINCE,
            comment__item__provision__stage__in=OPEN_TO_REPLIES,
        )
        .exclude(comment__stage=CommentStage.WITHDRAWN)
        .order_by()
        .values_list(
            "comment__speaks_for", "comment__round__framework__slug", "comment__round__key"
        )
        .annotate(released=Max("released_at"))
    )
    for circle, framework, round_, released in rows:
        yield Unfinished(Work.REPLY, circle, framework, round_, released)


def _silent(rounds: Mapping[UUID, _Round], at: datetime) -> Iterator[Unfinished]:
    over = [pk for pk, each in rounds.items() if each.closes_at <= at]
    for round_id, circle in silent_circles(over, at):
        yield rounds[round_id].left(Work.SILENT, circle, rounds[round_id].closes_at)
