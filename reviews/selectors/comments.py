"""Comments in the rooms of somebody. Outside their room nobody gets one of these."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from core.errors import Missing
from core.keyset import Order
from frameworks.selectors import WHOLE, Slice, Stretch
from frameworks.selectors.slices import DOCUMENT_ORDER, sliced
from reviews.models import Comment
from reviews.permissions import check_in_room
from reviews.querysets import CommentQuerySet
from stakeholders.models import Circle, Mandate

from .cards import RELATED, CommentCard, cards_of

ROOM_ORDERS = {
    DOCUMENT_ORDER: Order(
        ("round__framework__slug", "round__number", "item__provision__document_order", "id_text")
    ),
    "recent": Order(("-content_changed_at", "id_text")),
}


def room_comments(
    circle: Circle,
    mandate: Mandate | None,
    at: datetime,
    stretch: Stretch = WHOLE,
    *,
    rounds: Collection[str] = (),
    provisions: Collection[str] = (),
    stages: Collection[str] = (),
) -> Slice[CommentCard]:
    """Return the comments in the room of `circle`, by keys of rounds and provisions and by
    stage, all where none is named. Raises Missing outside the room, as if there were none.
    """
    if mandate is None:
        raise Missing(_("There is no such room."))
    check_in_room(mandate=mandate, circle=circle, at=at)
    return read_room_comments(
        mandate,
        at,
        stretch,
        circles=[circle.pk],
        rounds=rounds,
        provisions=provisions,
        stages=stages,
    )


def read_room_comments(
    mandate: Mandate | None,
    at: datetime,
    stretch: Stretch = WHOLE,
    *,
    circles: Collection[UUID] = (),
    rounds: Collection[str] = (),
    provisions: Collection[str] = (),
    stages: Collection[str] = (),
) -> Slice[CommentCard]:
    """Return the comments in all rooms of `mandate`; `stretch.keys` are ids. Seven queries."""
    wanted = {
        "circle__in": circles,
        "round__key__in": rounds,
        "item__provision__key__in": provisions,
        "stage__in": stages,
    }
    rows = rows_in_rooms(mandate, at).filter(
        **{path: list(values) for path, values in wanted.items() if values}
    )
    found = sliced(rows, ROOM_ORDERS, stretch, lambda row: row, key="id")
    return Slice(cards_of(found.rows, mandate, at), found.next)


def rows_in_rooms(mandate: Mandate | None, at: datetime) -> CommentQuerySet:
    """Return the comments in the rooms of `mandate`, with what cards are made of."""
    rows = Comment.objects.in_rooms_of(mandate, at).select_related(*RELATED)
    return rows.annotate(id_text=Cast("id", CharField()))
