"""A room as a place: whether somebody is in it, the rounds it works on, what it is working at."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _

from core.errors import Missing
from core.languages import Texts
from reviews.enums import RoundState
from reviews.models import Author, Comment, FrozenText, Round
from reviews.querysets import rooms_of
from stakeholders.models import Circle, Mandate


def read_room(circle_id: UUID, mandate: Mandate | None, at: datetime) -> Circle:
    """Return the circle of a room, with its organization. Raises Missing outside it."""
    room = (
        rooms_of(mandate, at).filter(pk=circle_id).select_related("organization").first()
        if mandate is not None
        else None
    )
    if room is None:
        raise Missing(_("There is no such room."))
    return room


def rounds_of_room(room: Circle, mandate: Mandate, at: datetime) -> list[Round]:
    """Return the rounds that a room has comments in or can still have, with their frameworks:
    what closes last comes first. One query.
    """
    comments = Comment.objects.in_rooms_of(mandate, at).filter(circle=room, round=OuterRef("pk"))
    rows = Round.objects.visible_to(mandate, at).select_related("framework")
    if mandate.framework_key:
        rows = rows.filter(framework__slug=mandate.framework_key)
    rows = rows.filter(Exists(comments)) | rows.exclude(state=RoundState.CLOSED)
    return list(rows.order_by("-closes_at", "framework__slug", "-number"))


def stages_in_room(room: Circle, round_: Round, mandate: Mandate, at: datetime) -> dict[str, int]:
    """Return how many comments of a round a room has at each stage. One query."""
    rows = Comment.objects.in_rooms_of(mandate, at).filter(circle=room, round=round_)
    return dict(rows.order_by().values_list("stage").annotate(count=Count("pk")))


def drafted_by(mandate: Mandate, room: Circle, round_: Round, at: datetime) -> list[str]:
    """Return the ids of a room's comments in a round that `mandate` is an author of. One query."""
    rows = Author.objects.visible_to(mandate, at).filter(
        mandate=mandate, comment__circle=room, comment__round=round_
    )
    return [str(each) for each in rows.values_list("comment_id", flat=True)]


def titles_of(item_ids: Collection[UUID]) -> dict[UUID, Texts]:
    """Return the titles of items of a round, in the languages of the round. One query."""
    rows = FrozenText.objects.filter(item__in=item_ids).select_related("text")
    titles: dict[UUID, Texts] = {}
    for row in rows.defer("text__body"):
        titles.setdefault(row.item_id, {})[row.language] = row.text.title
    return titles
