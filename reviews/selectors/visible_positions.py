"""Positions as a mandate reads them, in one list: all of its rooms’, and what others released."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from core.errors import Missing
from core.keyset import Order
from frameworks.selectors import WHOLE, Slice, Stretch
from frameworks.selectors.slices import DOCUMENT_ORDER, sliced
from reviews.actors import actor_code
from reviews.models import Position
from stakeholders.models import Circle, Mandate

from .positions import PositionFacts, positions_of
from .stances import ActorFacts, PublicPosition, read_positions

# Outside its room a position has no other number than the public one: how often a circle changed
# its mind is its own affair.
VISIBLE_POSITION_ORDERS = {
    DOCUMENT_ORDER: Order(
        (
            *("item__round__framework__slug", "item__round__number"),
            *("item__provision__document_order", "circle_text", "place", "id_text"),
        )
    )
}


@dataclass(frozen=True, slots=True)
class SeenPosition:
    """A position as one mandate reads it. `framework`, `round`, `provision` and `key` are public
    keys, `key` empty until the release; `corrects` is the key of another one, or empty.

    `is_current` and `is_corrected` speak of what this mandate reads. `room` is what only the
    room of the actor knows, None outside it.
    """

    id: UUID
    key: str
    framework: str
    round: str
    provision: str
    version: int
    actor: ActorFacts
    stance: str
    ad_referendum: bool
    reasons: str
    wording: str
    language: str
    is_current: bool
    is_corrected: bool
    corrects: str
    correction_reason: str
    joined: tuple[ActorFacts, ...]
    not_joining: tuple[ActorFacts, ...]
    released_at: datetime | None
    release: str
    room: PositionFacts | None


def read_visible_positions(
    mandate: Mandate,
    at: datetime,
    stretch: Stretch = WHOLE,
    *,
    rounds: Collection[str] = (),
    provisions: Collection[str] = (),
    circles: Collection[UUID] = (),
    current: bool | None = None,
) -> Slice[SeenPosition]:
    """Return the positions that `mandate` may read, of these rounds and provisions (keys) and
    circles (ids) where some are named; `current` keeps those that stand (True) or that were
    replaced (False). `stretch.keys` are ids. Six queries for any number.
    """
    wanted = {
        "item__round__key__in": rounds,
        "item__provision__key__in": provisions,
        "circle__in": circles,
    }
    rows = _rows(mandate, at).filter(
        **{path: list(values) for path, values in wanted.items() if values}
    )
    if current is not None:
        rows = rows.filter(is_current=current)
    found = sliced(rows, VISIBLE_POSITION_ORDERS, stretch, lambda row: row, key="id")
    return Slice(_seen(found.rows, mandate, at), found.next)


def visible_position(position_id: UUID, mandate: Mandate, at: datetime) -> SeenPosition:
    """Return one of them. Raises Missing, as if there were none, where it may not be read."""
    found = read_visible_positions(mandate, at, Stretch(keys=[str(position_id)])).rows
    if not found:
        raise Missing(_("There is no such position."))
    return found[0]


def _rows(mandate: Mandate, at: datetime) -> "QuerySet[Any]":
    visible = Position.objects.visible_to(mandate, at)
    later = Q(item__round__number__gt=OuterRef("item__round__number")) | Q(
        item=OuterRef("item"), number__gt=OuterRef("number")
    )
    replacing = visible.filter(
        later, circle=OuterRef("circle"), item__version=OuterRef("item__version")
    )
    own = Position.objects.in_rooms_of(mandate, at).filter(pk=OuterRef("pk"))
    return (
        visible.select_related("item__round__framework", "corrects")
        .annotate(
            is_own=Exists(own),
            is_current=~Exists(replacing),
            is_corrected=Exists(visible.filter(corrects=OuterRef("pk"))),
            circle_text=Cast("circle_id", CharField()),
            id_text=Cast("id", CharField()),
        )
        .annotate(place=Case(When(is_own=True, then=F("number")), default=F("public_number")))
    )


def _seen(rows: Sequence[Any], mandate: Mandate, at: datetime) -> tuple[SeenPosition, ...]:
    inside = [row for row in rows if row.is_own]
    own = positions_of(
        mandate,
        at,
        circles={row.circle_id for row in inside},
        items={row.item_id for row in inside},
    )
    by_id = {each.id: each for each in own}
    keys = [row.key for row in rows if not row.is_own]
    public = {each.key: each for each in read_positions(Stretch(keys=keys)).rows}
    return tuple(
        _own(row, by_id[row.pk]) if row.is_own else _released(row, public[row.key]) for row in rows
    )


def _own(row: Any, facts: PositionFacts) -> SeenPosition:
    return SeenPosition(
        id=facts.id,
        key=facts.key,
        framework=row.item.round.framework.slug,
        round=facts.round,
        provision=facts.provision,
        version=facts.version,
        actor=_actor(facts.circle),
        stance=facts.stance,
        ad_referendum=facts.ad_referendum,
        reasons=facts.reasons,
        wording=facts.wording,
        language=facts.language,
        is_current=row.is_current,
        is_corrected=row.is_corrected,
        corrects=(row.corrects.key or "") if row.corrects else "",
        correction_reason=facts.correction_reason,
        joined=tuple(_actor(each) for each in facts.joined),
        not_joining=tuple(_actor(each) for each in facts.not_joining),
        released_at=facts.released_at,
        release=facts.release,
        room=facts,
    )


def _released(row: Any, facts: PublicPosition) -> SeenPosition:
    return SeenPosition(
        id=row.pk,
        key=facts.key,
        framework=facts.framework,
        round=facts.round,
        provision=facts.provision,
        version=facts.version,
        actor=facts.actor,
        stance=facts.stance,
        ad_referendum=facts.ad_referendum,
        reasons=facts.reasons,
        wording=facts.wording,
        language=facts.language,
        is_current=row.is_current,
        is_corrected=row.is_corrected,
        corrects=facts.corrects or "",
        correction_reason=facts.correction_reason,
        joined=facts.joined,
        not_joining=facts.not_joining,
        released_at=facts.released_at,
        release=facts.release,
        room=None,
    )


def _actor(circle: Circle) -> ActorFacts:
    name = circle.organization.name if circle.organization is not None else {}
    return ActorFacts(actor_code(circle), circle.kind, circle.group, name)
