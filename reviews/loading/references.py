"""What a story may refer to, and how its fields name it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from core.fields import Fields, Value

from .deeds import ItemSpec
from .moments import read_moment


@dataclass(frozen=True, slots=True)
class Around:
    """What the story may refer to: mandates, rooms and provisions."""

    framework: str
    mandates: Collection[str]
    rooms: Collection[str]
    suffixes: Collection[str]
    loaded_at: datetime


@dataclass(frozen=True, slots=True)
class References:
    """What stands around a story, and what it has named so far, by slug."""

    around: Around
    rounds: dict[str, Sequence[ItemSpec]] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    positions: list[str] = field(default_factory=list)

    def by(self, fields: Fields) -> str:
        return self.mandate(fields.need("by"))

    def acts_for(self, fields: Fields) -> str:
        return self.mandate(fields.may("acts_for"))

    def mandate(self, value: Value) -> str:
        return value.code(self.around.mandates, "mandate")

    def room(self, value: Value) -> str:
        return value.code(self.around.rooms, "room")

    def moment(self, fields: Fields, name: str) -> datetime:
        return read_moment(fields.need(name), self.around.loaded_at)

    def provision(self, fields: Fields) -> str:
        return fields.need("provision").code(self.around.suffixes, "provision")

    def in_round(self, fields: Fields) -> str:
        return fields.need("round").code(self.rounds, "round above")

    def of_round(self, fields: Fields, round_: str) -> str:
        """Return the suffix of a provision that a round reviews."""
        suffixes = [item.suffix for item in self.rounds.get(round_, ())]
        return fields.need("provision").code(suffixes, "provision of this round")

    def comment(self, value: Value) -> str:
        return value.code(self.comments, "comment above")

    def several(self, value: Value) -> list[str]:
        """Return the slugs of comments, at least one."""
        return value.codes(self.comments, "comment above", empty="Name them.")

    def position(self, value: Value) -> str:
        return value.code(self.positions, "position above")

    def new_comment(self, fields: Fields) -> str:
        return _new(fields.need("comment"), self.comments, "comment")

    def new_position(self, fields: Fields) -> str:
        return _new(fields.need("position"), self.positions, "position")


def _new(value: Value, names: list[str], what: str) -> str:
    """Return the slug of something that happens here for the first time, and remember it."""
    slug = value.slug()
    if slug and slug in names:
        value.refuse(f"“{slug}” is the name of another {what}.")
    names.append(slug)
    return slug
