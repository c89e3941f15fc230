"""Who does something. No foreign keys: the record must outlive the people in it."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class ActorKind(StrEnum):
    PERSON = "person"
    SYSTEM = "system"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person under a mandate, the system itself, or a reviewed file that is being loaded.

    `origin` names the job (`celery.milestones`) or the file's kind (`load_framework`); it is
    empty for persons. `for_mandate_id` is set when a person acts for another.
    """

    kind: ActorKind
    user_id: UUID | None = None
    mandate_id: UUID | None = None
    for_mandate_id: UUID | None = None
    origin: str = ""

    def __post_init__(self) -> None:
        is_person = self.kind is ActorKind.PERSON
        if is_person and (self.user_id is None or self.mandate_id is None):
            raise ValueError("A person acts under a mandate: give user_id and mandate_id.")
        if is_person and self.origin:
            raise ValueError("A person has a mandate and no origin.")
        if not is_person and not self.origin:
            raise ValueError("A system or import actor names its origin.")
        if not is_person and (self.user_id or self.mandate_id or self.for_mandate_id):
            raise ValueError("A system or import actor is no person: it has no user or mandate.")

    @classmethod
    def person(cls, user_id: UUID, mandate_id: UUID, for_mandate_id: UUID | None = None) -> "Actor":
        return cls(ActorKind.PERSON, user_id, mandate_id, for_mandate_id)

    @classmethod
    def system(cls, origin: str) -> "Actor":
        return cls(ActorKind.SYSTEM, origin=origin)

    @classmethod
    def importer(cls, origin: str) -> "Actor":
        return cls(ActorKind.IMPORT, origin=origin)
