"""Whether anything waits for somebody at the desk: yes or no, which is all that a mail may say."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef

from reviews.entitlement import ROOMS
from reviews.lifecycle import CommentStage
from reviews.models import Comment, Position
from reviews.querysets import reads_submissions, scope_of
from reviews.selectors.room_answers import answers_to_reply
from reviews.selectors.rooms import rights_of
from reviews.selectors.unfinished_positions import open_items
from reviews.selectors.waiting import to_endorse, to_submit
from reviews.selectors.waiting_positions import waiting_positions
from stakeholders.models import Circle, Mandate


def something_waits(mandates: Iterable[Mandate], at: datetime) -> bool:
    """Return whether a word of the reader is missing under one of these mandates at `at`. What
    they may still comment on, and their own drafts, do not count: nobody waits for those.

    It asks what is soon answered first, and no more than it needs.
    """
    return any(_waits(mandate, at) for mandate in mandates)


def _waits(mandate: Mandate, at: datetime) -> bool:
    home = Circle.objects.home_of(mandate).filter(kind__in=ROOMS).first()
    if home is None:
        return _waits_for_decision(mandate, at)
    rights = rights_of(mandate, home, at=at)
    if rights.endorses and to_endorse(mandate, home, at).exists():
        return True
    return rights.submits and (
        to_submit(mandate, home, at).exists()
        or _has_silent_items(mandate, home, at)
        or bool(answers_to_reply(mandate, at, home))
        or _has_positions_waiting(mandate, home, at)
    )


def _waits_for_decision(mandate: Mandate, at: datetime) -> bool:
    """Return whether late comments were offered to the review secretariat."""
    late = Comment.objects.visible_to(mandate, at).filter(
        stage=CommentStage.OFFERED_LATE, **scope_of("round__framework", mandate)
    )
    return reads_submissions(mandate, at) and late.exists()


def _has_silent_items(mandate: Mandate, home: Circle, at: datetime) -> bool:
    """Return whether the circle may say where it stands on something and said nothing yet."""
    said = Position.objects.filter(circle=home, item__provision=OuterRef("provision"))
    rows = open_items(at).filter(~Exists(said), **scope_of("round__framework", mandate))
    return rows.exists()


def _has_positions_waiting(mandate: Mandate, home: Circle, at: datetime) -> bool:
    positions = waiting_positions(mandate, home, at)
    sections = (positions.to_take, positions.to_release, positions.to_reconfirm)
    return any(section.total for section in sections)
