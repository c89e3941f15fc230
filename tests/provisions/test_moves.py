"""The door through which stages change: expectations, repetitions, acts."""

import json

import pytest

from core.actor import Actor
from core.errors import Conflict, Invalid, Missing
from provisions.lifecycle import MoveCode, Stage
from provisions.models import Provision, Transition
from provisions.services.moves import Expected, move_provision, move_provisions, override_stage
from provisions.services.texts import create_provision
from record.models import Entry
from tests.factories.frameworks import BEGINNING, make_clause, make_framework, make_session
from tests.factories.people import IMPORTER, make_secretary
from tests.factories.provisions import make_move, make_provision, walk_to
from tests.provisions.queries import count_queries

pytestmark = pytest.mark.django_db
LATER = BEGINNING.replace(day=20)


def withdraw(provision: Provision, actor: Actor = IMPORTER, **changes: object) -> Transition:
    arguments = {
        "key": provision.key,
        "move": MoveCode.WITHDRAW,
        "expected_stage": Stage.DRAFT,
        "expected_version": 1,
        "reason": "Covered elsewhere.",
        "actor": actor,
        "at": LATER,
    }
    return move_provision(**(arguments | changes))  # type: ignore[arg-type]


def test_a_move_is_kept_with_its_version_reason_and_actor() -> None:
    secretary = make_secretary()
    transition = withdraw(make_provision(), secretary)
    assert (transition.number, transition.version.number) == (1, 1)
    assert (transition.from_stage, transition.to_stage) == ("draft", "withdrawn")
    assert (transition.reason, transition.at) == ("Covered elsewhere.", LATER)
    assert (transition.actor_user, transition.actor_mandate) == (
        secretary.user_id,
        secretary.mandate_id,
    )


def test_a_move_changes_edition_and_instants() -> None:
    provision = make_provision()
    withdraw(provision)
    moved = Provision.objects.get()
    assert moved.edition == provision.edition + 1
    assert moved.content_changed_at == moved.updated_at == LATER


def test_a_move_is_an_act_that_holds_no_prose() -> None:
    provision = make_provision()
    withdraw(provision)
    entry = Entry.objects.latest("number")
    assert (entry.code, entry.subject) == ("provision.withdrawn", provision.key)
    assert entry.touches == [provision.key]
    [told] = json.loads(bytes(entry.payload))["moves"]
    assert (told["from"], told["to"], told["version"]) == ("draft", "withdrawn", 1)
    assert "Covered" not in bytes(entry.payload).decode()


def test_the_same_move_again_by_the_same_actor_returns_what_it_led_to() -> None:
    provision = make_provision()
    first = withdraw(provision)
    entries = Entry.objects.count()
    assert withdraw(provision) == first
    assert Entry.objects.count() == entries


def test_a_move_that_another_made_already_is_refused() -> None:
    provision = make_provision()
    withdraw(provision, make_secretary())
    with pytest.raises(Conflict):
        withdraw(provision, make_secretary("second"))


@pytest.mark.parametrize(
    "difference",
    [{"reason": "Something else."}, {"expected_version": 2}, {"expected_stage": Stage.AGREED}],
)
def test_what_differs_in_anything_is_no_repetition(difference: dict[str, object]) -> None:
    provision = make_provision()
    withdraw(provision)
    with pytest.raises(Conflict) as refusal:
        withdraw(provision, **difference)  # type: ignore[arg-type]
    assert refusal.value.code == "stage_changed"


def test_a_move_from_a_version_that_is_not_the_latest_is_refused() -> None:
    with pytest.raises(Conflict, match="at version 1, not “Draft” at version 2"):
        withdraw(make_provision(), expected_version=2)


def test_an_unknown_key_is_missing_and_an_unknown_move_or_stage_invalid() -> None:
    provision = make_provision()
    with pytest.raises(Missing):
        withdraw(provision, key="trial.none")
    with pytest.raises(Invalid, match="open_review"):
        withdraw(provision, move="promote")
    with pytest.raises(Invalid, match="in_review"):
        withdraw(provision, expected_stage="asleep")


def test_a_provision_without_a_text_does_not_move() -> None:
    bare = create_provision(
        framework=make_framework(),
        suffix="1",
        number="1",
        kind="contextual",
        themes=["osh"],
        own_addressees=[],
        section=None,
        parent=None,
        document_order="trial/00001",
        actor=IMPORTER,
        at=BEGINNING,
    )
    with pytest.raises(Conflict, match="has no text yet"):
        withdraw(bare, expected_version=0)


class TestManyAtOnce:
    def three(self) -> list[Provision]:
        framework = make_framework()
        return [
            walk_to(Stage.SUBMITTED, make_provision(framework, str(number))) for number in (1, 2, 3)
        ]

    def expected(self, provisions: list[Provision]) -> dict[str, Expected]:
        return {provision.key: Expected(Stage.SUBMITTED, 1) for provision in provisions}

    def test_a_clause_moves_all_that_it_covers_in_one_act(self) -> None:
        provisions = self.three()
        session = provisions[0].transitions.get(move="submit").session
        assert session is not None
        clause = make_clause(provisions[0].framework, session, "approve")
        made = move_provisions(
            expected=self.expected(provisions),
            move=MoveCode.APPROVE,
            clause=clause,
            actor=IMPORTER,
            at=LATER,
        )
        assert [one.provision.key for one in made] == [one.key for one in provisions]
        assert set(Provision.objects.values_list("stage", flat=True)) == {"approved"}
        entry = Entry.objects.latest("number")
        assert (entry.code, entry.subject) == ("provision.approved", "trial")
        assert entry.touches == sorted(one.key for one in provisions)

    def test_all_move_or_none(self) -> None:
        provisions = self.three()
        make_move(provisions[2], MoveCode.WITHDRAW)
        with pytest.raises(Conflict, match=provisions[2].key):
            move_provisions(
                expected=self.expected(provisions),
                move=MoveCode.WITHDRAW,
                reason="Together.",
                actor=IMPORTER,
                at=LATER,
            )
        stages = Provision.objects.order_by("key").values_list("stage", flat=True)
        assert list(stages) == ["submitted", "submitted", "withdrawn"]

    def test_the_number_of_queries_does_not_depend_on_the_number_of_provisions(self) -> None:
        one, *two = self.three()
        arguments = {"move": MoveCode.WITHDRAW, "reason": "So.", "actor": IMPORTER, "at": LATER}
        with count_queries() as single:
            move_provisions(expected=self.expected([one]), **arguments)  # type: ignore[arg-type]
        with count_queries() as double:
            move_provisions(expected=self.expected(two), **arguments)  # type: ignore[arg-type]
        assert len(double) == len(single)


class TestOverride:
    def override(self, provision: Provision, **changes: object) -> Transition:
        arguments = {
            "key": provision.key,
            "to_stage": Stage.AGREED,
            "reason": "Recorded on the wrong paragraph.",
            "expected_stage": provision.stage,
            "expected_version": 1,
            "actor": IMPORTER,
            "at": LATER,
        }
        return override_stage(**(arguments | changes))  # type: ignore[arg-type]

    def test_it_corrects_a_stage_with_an_act_of_its_own(self) -> None:
        provision = walk_to(Stage.WITHDRAWN)
        transition = self.override(provision)
        provision.refresh_from_db()
        assert (provision.stage, transition.move) == ("agreed", "override")
        assert Entry.objects.latest("number").code == "provision.stage_overridden"

    def test_it_needs_a_reason(self) -> None:
        with pytest.raises(Invalid) as refusal:
            self.override(make_provision(), reason="  ")
        assert refusal.value.code == "reason_missing"

    def test_it_is_refused_from_elsewhere_and_to_where_it_is(self) -> None:
        provision = make_provision()
        with pytest.raises(Conflict):
            self.override(provision, expected_stage=Stage.APPROVED)
        with pytest.raises(Invalid, match="already"):
            self.override(provision, to_stage=Stage.DRAFT)

    def test_the_same_again_returns_what_it_led_to(self) -> None:
        provision = make_provision()
        assert self.override(provision) == self.override(provision)
        assert Transition.objects.count() == 1

    def test_a_deferral_by_hand_can_be_resubmitted_to_any_session(self) -> None:
        provision = make_provision()
        self.override(provision, to_stage=Stage.DEFERRED)
        make_session("trial-0", "2026-09-30")
        assert make_move(provision, MoveCode.RESUBMIT).to_stage == "submitted"
