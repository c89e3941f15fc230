"""What a story does, step by step; where a service refuses one, its line in the file is named."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.errors import DomainError
from core.reading import Place, Reading


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens at `at`; `place` is where `reading`'s file says so."""

    at: datetime
    reading: Reading
    place: Place
    do: Callable[[], object]


def take(steps: Sequence[Step]) -> None:
    """Take steps of several files in the order of their instants.

    Raises Invalid with the place of the first one that the house refuses: what follows may
    stand on it.
    """
    for step in sorted(steps, key=lambda each: each.at):
        try:
            step.do()
        except DomainError as refusal:
            details = [refusal.detail, *(each.detail for each in refusal.errors)]
            step.reading.refuse(step.place, " ".join(dict.fromkeys(details)))
            step.reading.finish()
