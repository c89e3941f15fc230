"""The fixed list of stages with what is done, current and to come: never dated events."""

from collections.abc import Collection
from typing import Literal, TypedDict

from django.utils.translation import gettext as _

from core.labels import labels
from provisions.lifecycle import Stage

State = Literal["done", "current", "to_come"]
_WAY = (Stage.DRAFT, Stage.IN_REVIEW, Stage.AGREED, Stage.SUBMITTED, Stage.APPROVED)
_REVIEW = {Stage.IN_REVIEW, Stage.AGREED}


class TrackerStep(TypedDict):
    code: str
    label: str
    state: State
    note: str


def tracker(
    stage: Stage, visited: Collection[str], *, adopted_elsewhere: bool, language: str
) -> list[TrackerStep]:
    """Return the steps of a provision at `stage`; `visited` are the stages it has been at.

    A stage that it never was at is left out where later ones are reached: nothing is called
    done that did not happen. An end that is no approval stands in the approval's place.
    """
    names = labels(Stage, language)

    def step(of: Stage, state: State, note: str = "") -> TrackerStep:
        return TrackerStep(code=of.value, label=names[of.value], state=state, note=note)

    before, after = _around(stage)
    been = [step(each, "done") for each in before if each in visited or each is Stage.DRAFT]
    to_come = [step(each, "to_come", _note(each, adopted_elsewhere)) for each in after]
    return [*been, step(stage, "current"), *to_come]


def _around(stage: Stage) -> tuple[tuple[Stage, ...], tuple[Stage, ...]]:
    """Return the stages before and behind `stage`."""
    match stage:
        case Stage.DEFERRED:
            return _WAY[:4], _WAY[4:]
        case Stage.NOT_APPROVED | Stage.WITHDRAWN:
            return _WAY[:4], ()
    place = _WAY.index(stage)
    return _WAY[:place], _WAY[place + 1 :]


def _note(stage: Stage, adopted_elsewhere: bool) -> str:
    if adopted_elsewhere and stage in _REVIEW:
        return _("Not needed: adopted elsewhere")
    return ""
