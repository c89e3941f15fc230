"""What was so at any past instant, read from what is only appended."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from frameworks.models import Framework, StatusRecord
from provisions.lifecycle import Stage
from provisions.models import Provision, Transition, Version

ValueT = TypeVar("ValueT")


class Course(Generic[ValueT]):
    """A value over time. At an instant it is that of the highest number recorded by then."""

    def __init__(self, steps: Iterable[tuple[datetime, int, ValueT]]) -> None:
        self._instants: list[datetime] = []
        self._values: list[ValueT] = []
        highest = -1
        for instant, number, value in sorted(steps, key=lambda step: (step[0], step[1])):
            if number > highest:
                highest = number
                self._instants.append(instant)
                self._values.append(value)

    def at(self, instant: datetime) -> ValueT | None:
        """Return the value at `instant`, None before the first; what happens then counts."""
        index = bisect_right(self._instants, instant)
        return self._values[index - 1] if index else None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a framework and its provisions stood: stage and version number by key."""

    official_status: str
    provisions: dict[str, tuple[str, int | None]]


@dataclass(frozen=True, slots=True)
class _Provision:
    key: str
    created_at: datetime
    stages: Course[str]
    versions: Course[int]


class History:
    """All that was ever appended about one framework. Four queries, whatever its size."""

    def __init__(self, framework: Framework) -> None:
        of_framework = {"provision__framework": framework}
        stages: dict[UUID, list[tuple[datetime, int, str]]] = defaultdict(list)
        moves = Transition.objects.filter(**of_framework).order_by()
        for row in moves.values_list("provision_id", "at", "number", "to_stage"):
            stages[row[0]].append((row[1], row[2], row[3]))
        versions: dict[UUID, list[tuple[datetime, int, int]]] = defaultdict(list)
        published = Version.objects.filter(**of_framework).order_by()
        for provision_id, created_at, number in published.values_list(
            "provision_id", "created_at", "number"
        ):
            versions[provision_id].append((created_at, number, number))
        rows = Provision.objects.filter(framework=framework).order_by("document_order")
        self._provisions = [
            _Provision(key, created_at, Course(stages[row_id]), Course(versions[row_id]))
            for row_id, key, created_at in rows.values_list("id", "key", "created_at")
        ]
        self._statuses = Course(
            StatusRecord.objects.filter(framework=framework)
            .order_by()
            .values_list("recorded_at", "number", "status")
        )

    def at(self, instant: datetime) -> Standing:
        """Return where everything stood at `instant`; what happened then is counted in."""
        return Standing(
            self._statuses.at(instant) or "",
            {
                each.key: (each.stages.at(instant) or Stage.DRAFT.value, each.versions.at(instant))
                for each in self._provisions
                if each.created_at <= instant
            },
        )
