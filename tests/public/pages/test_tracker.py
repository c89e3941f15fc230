"""The stage tracker calls nothing done that did not happen."""

import pytest

from provisions.lifecycle import Stage
from public.presenters.parts.tracker import tracker

ALL = ("draft", "in_review", "agreed", "submitted", "approved")


def states(stage: Stage, *visited: str, adopted_elsewhere: bool = False) -> dict[str, str]:
    steps = tracker(stage, visited, adopted_elsewhere=adopted_elsewhere, language="en")
    return {step["code"]: step["state"] for step in steps}


def test_a_draft_has_everything_before_it():
    assert states(Stage.DRAFT) == {"draft": "current"} | dict.fromkeys(ALL[1:], "to_come")


def test_what_was_reached_is_done_and_what_follows_is_to_come():
    assert states(Stage.AGREED, "in_review", "agreed") == {
        "draft": "done",
        "in_review": "done",
        "agreed": "current",
        "submitted": "to_come",
        "approved": "to_come",
    }


def test_a_text_adopted_elsewhere_was_never_in_review_here():
    assert states(Stage.SUBMITTED, "submitted", adopted_elsewhere=True) == {
        "draft": "done",
        "submitted": "current",
        "approved": "to_come",
    }


def test_review_of_a_text_adopted_elsewhere_is_said_not_to_be_needed():
    steps = tracker(Stage.DRAFT, (), adopted_elsewhere=True, language="en")
    noted = {step["code"] for step in steps if "adopted elsewhere" in step["note"]}
    assert noted == {"in_review", "agreed"}


@pytest.mark.parametrize("end", [Stage.NOT_APPROVED, Stage.WITHDRAWN])
def test_an_end_has_nothing_to_come(end):
    assert list(states(end, "in_review", "agreed", "submitted").values())[-1] == "current"
    assert "approved" not in states(end)


def test_a_withdrawn_draft_was_never_reviewed():
    assert states(Stage.WITHDRAWN, "withdrawn") == {"draft": "done", "withdrawn": "current"}


def test_a_deferred_provision_may_still_be_approved():
    found = states(Stage.DEFERRED, "in_review", "agreed", "submitted", "deferred")
    assert found["submitted"] == "done"
    assert (found["deferred"], found["approved"]) == ("current", "to_come")


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_has_exactly_one_current_step_with_a_word(stage, language):
    steps = tracker(stage, ALL, adopted_elsewhere=False, language=language)
    assert [step["code"] for step in steps if step["state"] == "current"] == [stage.value]
    assert all(step["label"] for step in steps)
