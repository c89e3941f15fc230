"""What the pages of one position read: the text, what we say of it, and what others released."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from core.errors import DomainError
from desk.acting import Acting
from reviews.actors import actor_code
from reviews.models import FrozenText, Position
from reviews.permissions import takes_no_positions
from reviews.position_items import latest_begun, refusal_of
from reviews.selectors.circles import read_room
from reviews.selectors.own_positions import PositionFacts, positions_of
from reviews.selectors.positions import own_standings
from reviews.selectors.reading import Reading, read_item
from reviews.selectors.released_positions import PublicPosition, actor_order, read_positions
from reviews.selectors.rooms import Rights, rights_of
from reviews.selectors.stances import Standing, standings
from stakeholders.enums import CircleKind, Group
from stakeholders.models import Circle, Mandate

from .writing import chosen_text


@dataclass(frozen=True, slots=True)
class Place:
    """An actor and the version it speaks of. `history` is what the actor ever said of the
    provision, the latest first; `why` the codes of `OwnStanding`. `others` are the released
    positions of all others on this version, `ids` theirs by key. `refusal` says why the reader
    takes no position here now; `matter_refusal` why nobody does. `room_codes` are the actors in
    whose rooms the reader is.
    """

    acting: Acting
    room: Circle
    home: Circle
    reading: Reading
    text: FrozenText
    history: tuple[PositionFacts, ...]
    why: tuple[str, ...]
    others: tuple[PublicPosition, ...]
    ids: Mapping[str, UUID]
    standing: Standing
    home_rights: Rights
    room_codes: frozenset[str]
    rights: Rights
    matter_refusal: DomainError | None
    refusal: DomainError | None

    @property
    def current(self) -> PositionFacts | None:
        """Return what the actor says of this version now."""
        version = self.reading.item.version.number
        return next((each for each in self.history if each.version == version), None)

    @property
    def number(self) -> int:
        """Return the number of the actor's latest position on this item, 0 for none."""
        return max((each.number for each in self.history if self._is_here(each)), default=0)

    def numbered(self, number: int) -> PositionFacts | None:
        """Return the actor's position on this item that a page showed."""
        found = (each for each in self.history if self._is_here(each) and each.number == number)
        return next(found, None)

    @property
    def language(self) -> str:
        return self.acting.user.language

    @property
    def bodies(self) -> dict[str, str]:
        """Return the words of the version by language."""
        return {each.language: each.text.body for each in self.reading.texts}

    @property
    def aligns(self) -> bool:
        """Return whether the reader may say for a government how it stands to another's word."""
        is_able = self.home.group == Group.GOVERNMENTS and self.home.kind != CircleKind.GROUP
        return is_able and self.home_rights.submits and self.matter_refusal is None

    def anew(self) -> "Place":
        """Return the same place as it is now: something was refused meanwhile."""
        return read_place(self.acting, self.reading.item.pk, self.room.pk)

    def _is_here(self, position: PositionFacts) -> bool:
        return position.item_id == self.reading.item.pk


def read_place(acting: Acting, item_id: UUID, circle_id: UUID, *, named: str = "") -> Place:
    """Return the page's matter in a constant number of queries; `named` is the language or id of
    the text to show. Raises Missing outside the room, and for an item that is not there.
    """
    mandate, at = acting.mandate, acting.at
    room = read_room(circle_id, mandate, at)
    reading = read_item(item_id, mandate=mandate, at=at)
    assert mandate is not None  # noqa: S101 - nobody without one is in a room
    key = reading.item.provision.key
    own = own_standings(mandate, at, item_id=item_id)
    home = Circle.objects.home_of(mandate).select_related("organization").get()
    home_rights = rights_of(mandate, home, at=at)
    rights = home_rights if home.pk == room.pk else Rights(endorses=False, submits=False)
    others = _others(reading, room)
    matter = _matter_refusal(reading, acting)
    return Place(
        acting=acting,
        room=room,
        home=home,
        home_rights=home_rights,
        room_codes=frozenset(actor_code(each.circle) for each in own),
        rights=rights,
        reading=reading,
        text=chosen_text(reading, named, acting.user.language),
        history=positions_of(mandate, at, circles=[room.pk], provisions=[key]),
        why=next((each.why for each in own if each.circle.pk == room.pk), ()),
        others=others,
        ids=_ids(others, mandate, acting),
        standing=standings([key])[key],
        matter_refusal=matter,
        refusal=matter or (None if rights.submits else takes_no_positions(room)),
    )


def _others(reading: Reading, room: Circle) -> tuple[PublicPosition, ...]:
    """Return what others released of this version, and nothing has replaced."""
    found = read_positions(provisions=[reading.item.provision.key], current=True).rows
    version, code = reading.item.version.number, actor_code(room)
    others = [each for each in found if each.version == version and each.actor.code != code]
    return tuple(sorted(others, key=lambda each: actor_order(each.actor)))


def _matter_refusal(reading: Reading, acting: Acting) -> DomainError | None:
    """Return why nobody takes a position on this item now, by the rule that services ask."""
    latest = latest_begun(reading.item.provision_id, acting.at)
    is_latest = latest is None or latest.pk == reading.item.pk
    return refusal_of(reading.item, is_latest=is_latest, at=acting.at)


def _ids(
    positions: Collection[PublicPosition], mandate: Mandate, acting: Acting
) -> dict[str, UUID]:
    rows = Position.objects.visible_to(mandate, acting.at)
    keys = [each.key for each in positions]
    return {row.key: row.pk for row in rows.filter(key__in=keys) if row.key}
