"""Positions as their own circle sees them: every one with its history, and what waits for a word.

What others released is read in `reviews.selectors.stances`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.languages import Texts
from reviews.models import RoundItem
from reviews.position_items import STILL_WORKED_AT, refusal_of
from reviews.querysets import rooms_of
from stakeholders.models import Circle, Mandate

from .circles import titles_of
from .own_positions import PositionFacts, positions_of
from .rooms import Rights, rights_of

__all__ = ["OwnItem", "OwnStanding", "PositionFacts", "own_standings", "positions_of"]


@dataclass(frozen=True, slots=True)
class OwnItem:
    """A provision in the latest round on it that has begun. `title` is of the frozen version, in
    the languages of the round; `latest_version` may be another one by now.
    """

    id: UUID
    framework: str
    framework_title: Texts
    round_id: UUID
    round: str
    round_number: int
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    time_zone: str
    provision: str
    number: str
    title: Texts
    stage: str
    text_status: str
    version: int
    latest_version: int


@dataclass(frozen=True, slots=True)
class OwnStanding:
    """Where a circle stands on a provision. `current` is its latest position on the version of
    the item, `history` all of its on that version, latest first, and `earlier` the latest one on
    an earlier version. `why`: `text_changed`, `mandate_ended`. `may_take`: the reader may take
    one now, by itself or as a substitute for one of `rights.through`.
    """

    item: OwnItem
    circle: Circle
    current: PositionFacts | None
    history: tuple[PositionFacts, ...]
    earlier: PositionFacts | None
    why: tuple[str, ...]
    rights: Rights
    may_take: bool

    @property
    def needs_reconfirmation(self) -> bool:
        return bool(self.why)

    @property
    def expected_number(self) -> int:
        """Return what `take_position` is told of: the number of the latest one on the item."""
        return max(
            (each.number for each in self.history if each.item_id == self.item.id), default=0
        )


def own_standings(
    mandate: Mandate, at: datetime, *, framework: str | None = None, item_id: UUID | None = None
) -> list[OwnStanding]:
    """Return where the circles whose rooms `mandate` is in stand: on every provision of a round
    that has begun, at its latest such round, in the document's order; of one framework (its slug)
    or one item where named, and of none for an item that is not the latest. A constant number of
    queries for any number of provisions.
    """
    items = _items(mandate, at, framework=framework, item_id=item_id)
    rooms = list(
        rooms_of(mandate, at).select_related("organization").order_by("kind", "group", "id")
    )
    if not items or not rooms:
        return []
    rights = _rights(mandate, rooms, at)
    titles = titles_of([item.pk for item in items])
    said = positions_of(
        mandate,
        at,
        circles=[room.pk for room in rooms],
        provisions=[item.provision.key for item in items],
    )
    by_place: dict[tuple[str, UUID], list[PositionFacts]] = {}
    for position in said:
        by_place.setdefault((position.provision, position.circle.pk), []).append(position)
    return [
        _standing(
            item,
            room,
            titles.get(item.pk, {}),
            by_place.get((item.provision.key, room.pk), []),
            rights.get(room.pk, Rights(endorses=False, submits=False)),
            at,
        )
        for item in items
        for room in rooms
    ]


def begun_items(mandate: Mandate, at: datetime) -> list[OwnItem]:
    """Return every provision of a round that has begun, at its latest such round, in the
    document's order: what everybody knows, within the scope of `mandate`. Two queries.
    """
    items = _items(mandate, at, framework=None, item_id=None)
    titles = titles_of([item.pk for item in items])
    return [_item(item, titles.get(item.pk, {})) for item in items]


def _rights(mandate: Mandate, rooms: Sequence[Circle], at: datetime) -> dict[UUID, Rights]:
    """Return what `mandate` does in the name of its home: nobody speaks for another circle."""
    home = Circle.objects.home_of(mandate).first()
    return {
        room.pk: rights_of(mandate, room, at=at)
        for room in rooms
        if home is not None and room.pk == home.pk
    }


def _items(
    mandate: Mandate, at: datetime, *, framework: str | None, item_id: UUID | None
) -> Sequence[RoundItem]:
    latest = (
        RoundItem.objects.filter(round__opens_at__lte=at)
        .order_by("provision_id", "-round__number")
        .distinct("provision_id")
    )
    rows = RoundItem.objects.filter(pk__in=latest.values("pk"))
    for slug in {framework or "", mandate.framework_key} - {""}:
        rows = rows.filter(round__framework__slug=slug)
    if item_id is not None:
        rows = rows.filter(pk=item_id)
    return list(
        rows.select_related("round__framework", "provision", "version").order_by(
            "provision__document_order"
        )
    )


def _standing(
    item: RoundItem,
    circle: Circle,
    title: Texts,
    said: Sequence[PositionFacts],
    rights: Rights,
    at: datetime,
) -> OwnStanding:
    history = tuple(each for each in said if each.version == item.version.number)
    current = history[0] if history else None
    earlier = next((each for each in said if each.version < item.version.number), None)
    possible = refusal_of(item, is_latest=True, at=at) is None
    return OwnStanding(
        item=_item(item, title),
        circle=circle,
        current=current,
        history=history,
        earlier=earlier,
        why=_why(item, current, earlier),
        rights=rights,
        may_take=possible and rights.submits,
    )


def _why(
    item: RoundItem, current: PositionFacts | None, earlier: PositionFacts | None
) -> tuple[str, ...]:
    """Return why a circle is asked to say again where it stands."""
    if item.provision.stage not in STILL_WORKED_AT:
        return ()
    if current is None:
        return ("text_changed",) if earlier else ()
    changed = item.provision.latest_version > current.version
    codes = {"text_changed": changed, "mandate_ended": not current.mandate_is_active}
    return tuple(code for code, holds in codes.items() if holds)


def _item(item: RoundItem, title: Texts) -> OwnItem:
    round_, provision = item.round, item.provision
    return OwnItem(
        id=item.pk,
        framework=round_.framework.slug,
        framework_title=round_.framework.title,
        round_id=round_.pk,
        round=round_.key,
        round_number=round_.number,
        opens_at=round_.opens_at,
        closes_at=round_.closes_at,
        closed_at=round_.closed_at,
        time_zone=round_.framework.time_zone,
        provision=provision.key,
        number=provision.number,
        title=title,
        stage=provision.stage,
        text_status=item.version.text_status,
        version=item.version.number,
        latest_version=provision.latest_version,
    )
