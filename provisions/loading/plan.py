"""A plan in the making: what was compared so far, what is to do, what can't be done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from core.reading import Place
from frameworks.models import Framework
from provisions.loading.changes import Change, ChangeKind, Run
from provisions.loading.memory import Memory, Verdict

from .spec import FrameworkFile


@dataclass(slots=True)
class Plan:
    """What a file asks of the database. Mistakes are noted in the file's own reading."""

    file: FrameworkFile
    framework: Framework | None
    memory: Memory
    changes: list[Change] = field(default_factory=list)

    def add(self, kind: ChangeKind, names: Sequence[str], make: Callable[[Run], object]) -> None:
        self.changes.append(Change(kind, names, make))

    def refuse(self, place: Place, detail: str) -> None:
        self.file.reading.refuse(place, detail)

    def judge(
        self, part: str, aspect: str, in_file: str, here: str | None, place: Place, what: str
    ) -> Verdict:
        """Return what follows for one aspect; note a mistake where two hands wrote differently."""
        verdict = self.memory.judge(part, aspect, in_file, here)
        if verdict is Verdict.DIVERGED:
            self.refuse(
                place,
                f"{what} was changed on the portal since this file was last loaded, and the file"
                " now says something else again. Make the file say what stands on the portal,"
                " load it, and then change it.",
            )
        return verdict
