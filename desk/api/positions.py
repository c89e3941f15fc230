"""Positions: those of one's rooms with their history, and what others have released."""

from typing import Any
from uuid import UUID

from core.languages import LANGUAGES
from provisions.enums import Stance
from reviews.enums import AlignmentKind
from reviews.selectors.reading import read_provision
from reviews.selectors.rounds import round_facts
from reviews.selectors.visible_positions import read_visible_positions, visible_position
from reviews.services.alignments import align
from reviews.services.positions import correct_position, release_position, take_position

from .answers import Answer, created, shown
from .bodies import Member
from .endpoint import DeskEndpoint
from .kinds import choice as one_of
from .kinds import identifier, text, whole_number
from .kinds import truth as true_or_false
from .members import move_body
from .operations import Ask, Operation
from .paging import listing, paging, sliced_by, stretch_of, wanted
from .parameters import PROVISION, ROUND, TRUTH, id_of, truth
from .rounds import named
from .shapes.parts import marked, page_of
from .shapes.positions import ALIGNMENT, POSITION
from .values.positions import alignment_values, position_value

PLACE = {"position_id": "Id of the position."}
_FILTERS = (
    ROUND,
    PROVISION,
    id_of("circle", "Id of an actor's circle."),
    truth("current", "Whether it is what the actor says of this version now."),
)
_SAID = (
    Member("stance", one_of(Stance.values), "What the actor says.", needed=True),
    Member(
        "ad_referendum",
        true_or_false(),
        "Whether a capital has still to confirm it.",
        default=False,
    ),
    Member("reasons", text(), "Why; a reservation or objection needs them.", default=""),
    Member("amendment", text(), "The amendment that a support is subject to.", default=""),
    Member("language", one_of(LANGUAGES), "In which they are written.", default=LANGUAGES[0]),
)
_TAKING = move_body(
    Member("round", text(), "Id or key of the round.", needed=True),
    Member("provision", text(), "Key of a provision in it.", needed=True),
    Member("circle", identifier(), "Whose position: the id of its circle.", needed=True),
    *_SAID,
    Member(
        "number_seen",
        whole_number(least=0),
        "`room.number` of the latest one of this actor here that you have read; 0 for none.",
        needed=True,
    ),
)
_CORRECTION = move_body(
    *_SAID, Member("correction_reason", text(), "What was recorded in error.", needed=True)
)
_ALIGNMENT = move_body(
    Member("circle", identifier(), "Whose word: the id of its circle.", needed=True),
    Member("kind", one_of(AlignmentKind.values), "What it says.", needed=True),
)


class PositionList(DeskEndpoint):
    """Positions of one's rooms with their history, and those that others have released."""

    operations = {
        "GET": Operation(page_of(POSITION), parameters=(*_FILTERS, *paging())),
        "POST": Operation(marked(POSITION), body=_TAKING, status=201),
    }

    def answer_get(self, ask: Ask) -> Answer:
        """List them, by framework, round and provision."""
        found = read_visible_positions(
            ask.mandate,
            ask.at,
            stretch_of(ask),
            rounds=ask["round"],
            provisions=ask["provision"],
            circles=ask["circle"],
            current=TRUTH.get(ask["current"]),
        )
        return listing(ask, [position_value(each, ask.language) for each in found.rows], found.next)

    def answer_post(self, ask: Ask) -> Answer:
        """Take a position: who submits in the actor's name does. Its room alone reads it."""
        round_ = round_facts(named(ask.body["round"]))
        reading = read_provision(
            ask.body["provision"], round_named=round_.key, mandate=ask.mandate, at=ask.at
        )
        taken = take_position(
            item_id=reading.item.pk,
            circle_id=ask.body["circle"],
            expected_number=ask.body["number_seen"],
            **_said(ask),
            actor=ask.actor,
            at=ask.at,
        )
        return _created(ask, taken.pk)


class PositionDetail(DeskEndpoint):
    """One position that this mandate may read."""

    operations = {"GET": Operation(marked(POSITION))}
    places = PLACE

    def answer_get(self, ask: Ask, position_id: UUID) -> Answer:
        """Show it."""
        return _shown(ask, position_id)


class PositionRelease(DeskEndpoint):
    """The release of a position on the actor's own word. It can't be taken back."""

    operations = {"POST": Operation(marked(POSITION), body=move_body())}
    places = PLACE

    def answer_post(self, ask: Ask, position_id: UUID) -> Answer:
        """Make it public now; who submits in the actor's name does."""
        release_position(position_id=position_id, actor=ask.actor, at=ask.at)
        return _shown(ask, position_id)


class PositionCorrection(DeskEndpoint):
    """The correction of a position that was recorded in error: an act of its own."""

    operations = {"POST": Operation(marked(POSITION), body=_CORRECTION, status=201)}
    places = PLACE

    def answer_post(self, ask: Ask, position_id: UUID) -> Answer:
        """Put another one in its place. It is public at once where the mistake is."""
        made = correct_position(
            position_id=position_id,
            correction_reason=ask.body["correction_reason"],
            **_said(ask),
            actor=ask.actor,
            at=ask.at,
        )
        return _created(ask, made.pk)


class AlignmentList(DeskEndpoint):
    """What governments say of a position of one of them: the latest word of each that stands."""

    operations = {
        "GET": Operation(page_of(ALIGNMENT), parameters=paging()),
        "POST": Operation(marked(POSITION), body=_ALIGNMENT),
    }
    places = PLACE

    def answer_get(self, ask: Ask, position_id: UUID) -> Answer:
        """List the words that stand, by kind and code."""
        every = alignment_values(visible_position(position_id, ask.mandate, ask.at), ask.language)
        rows, following = sliced_by(every, wanted(ask), lambda row: str(row["actor"]))
        return listing(ask, rows, following)

    def answer_post(self, ask: Ask, position_id: UUID) -> Answer:
        """Say that a government joins, or does not; the position is shown as it then is."""
        align(
            position_id=position_id,
            circle_id=ask.body["circle"],
            kind=ask.body["kind"],
            actor=ask.actor,
            at=ask.at,
        )
        return _shown(ask, position_id)


def _said(ask: Ask) -> dict[str, Any]:
    """Return what the actor says, as the services take it."""
    said = {member.name: ask.body[member.name] for member in _SAID}
    said["wording"] = said.pop("amendment")
    return said


def _shown(ask: Ask, position_id: UUID) -> Answer:
    return shown(position_value(visible_position(position_id, ask.mandate, ask.at), ask.language))


def _created(ask: Ask, position_id: UUID) -> Answer:
    value = position_value(visible_position(position_id, ask.mandate, ask.at), ask.language)
    return created(value, f"positions/{position_id}")
