"""The table of moves, against what the domain page says, and every move at every stage."""

import pytest

from core.errors import Conflict
from provisions.act_codes import ACT_OF_MOVE
from provisions.lifecycle import FROZEN_STAGES, MOVES, OPEN_STAGES, MoveCode, Stage
from provisions.models import Transition
from tests.factories.frameworks import make_framework
from tests.factories.provisions import WALKS, make_move, make_provision, walk_to

# Copied by hand from the domain page: from, to.
AGREED_TABLE = {
    "open_review": ("draft", "in_review"),
    "return_to_draft": ("in_review", "draft"),
    "agree": ("in_review", "agreed"),
    "reopen": ("agreed", "in_review"),
    "submit": ("agreed", "submitted"),
    "submit_adopted": ("draft", "submitted"),
    "approve": ("submitted", "approved"),
    "approve_as_amended": ("submitted", "approved"),
    "defer": ("submitted", "deferred"),
    "refer_back": ("submitted", "in_review"),
    "not_approve": ("submitted", "not_approved"),
    "resubmit": ("deferred", "submitted"),
    "withdraw": ("draft in_review agreed submitted deferred", "withdrawn"),
}


def test_the_table_is_the_one_that_was_agreed() -> None:
    table = {code.value: (set(move.sources), move.target.value) for code, move in MOVES.items()}
    assert table == {
        code: (set(sources.split()), target) for code, (sources, target) in AGREED_TABLE.items()
    }


def test_the_open_stages_are_those_that_a_move_leaves() -> None:
    assert {source for move in MOVES.values() for source in move.sources} == OPEN_STAGES


def test_every_stage_can_be_reached_from_a_draft() -> None:
    reached = {Stage.DRAFT}
    while more := {m.target for m in MOVES.values() if m.sources & reached} - reached:
        reached |= more
    assert reached == set(Stage)


def test_every_move_has_an_act_of_its_own() -> None:
    assert set(ACT_OF_MOVE) == set(MoveCode)
    assert len(set(ACT_OF_MOVE.values())) == len(MoveCode)


def test_what_is_closed_and_was_not_approved_is_frozen() -> None:
    assert {Stage.NOT_APPROVED, Stage.WITHDRAWN} <= FROZEN_STAGES


@pytest.mark.django_db
@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("move", MoveCode)
def test_a_move_leads_where_the_table_says_and_nowhere_else(move: MoveCode, stage: Stage) -> None:
    framework = make_framework(adopted_elsewhere=move is MoveCode.SUBMIT_ADOPTED)
    provision = walk_to(stage, make_provision(framework))
    if stage in MOVES[move].sources:
        transition = make_move(provision, move)
        provision.refresh_from_db()
        assert provision.stage == transition.to_stage == MOVES[move].target
        assert transition.from_stage == stage
        return
    with pytest.raises(Conflict) as refusal:
        make_move(provision, move)
    assert refusal.value.code == "move_not_in_table"
    provision.refresh_from_db()
    assert provision.stage == stage
    assert Transition.objects.count() == len(WALKS[stage])
