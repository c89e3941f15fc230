"""Two people at once, each on a connection of their own."""

from collections.abc import Callable

import pytest

from core.actor import Actor
from core.errors import Conflict
from provisions.lifecycle import MoveCode, Stage
from provisions.models import CurrentText, Provision, Transition, Version
from provisions.services.current import rebuild_current_texts
from provisions.services.moves import Expected, move_provision, move_provisions
from provisions.services.texts import change_facts, publish_version
from record.models import Chain, Entry
from tests.conftest import AtOnce
from tests.factories.frameworks import BEGINNING
from tests.factories.people import IMPORTER, make_secretary
from tests.factories.provisions import WORDS, make_provision

pytestmark = pytest.mark.django_db(transaction=True)
Outcome = str | type[Exception]


def outcome(call: Callable[[], object]) -> Callable[[], Outcome]:
    """Return a call that answers "done" or the class of the refusal."""

    def attempt() -> Outcome:
        try:
            call()
        except Conflict as refusal:
            return type(refusal)
        return "done"

    return attempt


def withdraw(provision: Provision, by: Actor) -> Callable[[], object]:
    return lambda: move_provision(
        key=provision.key,
        move=MoveCode.WITHDRAW,
        expected_stage=Stage.DRAFT,
        expected_version=1,
        reason="So.",
        actor=by,
        at=BEGINNING,
    )


def open_review(provision: Provision, by: Actor) -> Callable[[], object]:
    return lambda: move_provision(
        key=provision.key,
        move=MoveCode.OPEN_REVIEW,
        expected_stage=Stage.DRAFT,
        expected_version=1,
        round_key="r-1",
        actor=by,
        at=BEGINNING,
    )


def test_of_two_different_moves_one_wins(at_once: AtOnce) -> None:
    provision, one, two = make_provision(), make_secretary("one"), make_secretary("two")
    results = at_once(outcome(withdraw(provision, one)), outcome(open_review(provision, two)))
    assert sorted(map(str, results)) == sorted([str(Conflict), "done"])
    assert Transition.objects.count() == 1
    provision.refresh_from_db()
    assert provision.stage == Transition.objects.get().to_stage


def test_of_two_people_with_the_same_move_one_wins(at_once: AtOnce) -> None:
    provision, one, two = make_provision(), make_secretary("one"), make_secretary("two")
    results = at_once(outcome(withdraw(provision, one)), outcome(withdraw(provision, two)))
    assert sorted(map(str, results)) == sorted([str(Conflict), "done"])
    assert Entry.objects.filter(code="provision.withdrawn").count() == 1


def test_one_person_clicking_twice_moves_once(at_once: AtOnce) -> None:
    provision, one = make_provision(), make_secretary("one")
    first, second = at_once(withdraw(provision, one), withdraw(provision, one))
    assert first == second
    assert Transition.objects.count() == 1


def publish(provision: Provision, words: str) -> Callable[[], object]:
    return lambda: publish_version(
        provision=provision,
        text_status="draft",
        source=None,
        source_paragraph=None,
        source_basis=None,
        texts={"en": WORDS[words]},
        actor=IMPORTER,
        at=BEGINNING,
        expected_version=1,
    )


def test_of_two_new_versions_one_wins(at_once: AtOnce) -> None:
    provision = make_provision()
    results = at_once(outcome(publish(provision, "fr")), outcome(publish(provision, "es")))
    assert sorted(map(str, results)) == sorted([str(Conflict), "done"])
    assert Version.objects.filter(provision=provision).count() == 2


def test_a_version_and_a_move_that_expects_the_old_one(at_once: AtOnce) -> None:
    provision = make_provision()
    results = at_once(outcome(publish(provision, "fr")), outcome(open_review(provision, IMPORTER)))
    # Whichever came first, the other saw a provision that is no longer so.
    assert sorted(map(str, results)) == sorted([str(Conflict), "done"])


def test_the_same_provisions_in_other_orders_do_not_wait_for_each_other(at_once: AtOnce) -> None:
    first = make_provision(number="1")
    keys = [first.key] + [make_provision(first.framework, str(n)).key for n in range(2, 6)]

    def move(order: list[str], by: Actor) -> Callable[[], object]:
        return lambda: move_provisions(
            expected={key: Expected(Stage.DRAFT, 1) for key in order},
            move=MoveCode.WITHDRAW,
            reason="So.",
            actor=by,
            at=BEGINNING,
        )

    one, two = make_secretary("one"), make_secretary("two")
    results = at_once(outcome(move(keys, one)), outcome(move(keys[::-1], two)))
    assert sorted(map(str, results)) == sorted([str(Conflict), "done"])
    assert Transition.objects.count() == len(keys)


def test_facts_of_parent_and_item_end_alike_whoever_comes_first(at_once: AtOnce) -> None:
    parent = make_provision(number="7", own_addressees=["office"], ranks=[7])
    item = make_provision(parent.framework, "7(a)", parent=parent, ranks=[7, 1])

    def change(provision: Provision, **facts: object) -> Callable[[], object]:
        return lambda: change_facts(
            provision=provision,
            actor=IMPORTER,
            at=BEGINNING,
            **facts,  # type: ignore[arg-type]
        )

    at_once(
        change(parent, own_addressees=["governments"]),
        change(item, kind="contextual"),
    )
    item.refresh_from_db()
    assert (item.addressees, item.kind) == (["governments"], "contextual")


def test_rebuilding_the_search_does_not_bring_old_words_back(at_once: AtOnce) -> None:
    provision = make_provision()
    for _ in range(5):
        at_once(publish(provision, "fr"), rebuild_current_texts)
        shown = CurrentText.objects.get(provision=provision, language="en")
        assert (shown.version_number, shown.title) == (2, WORDS["fr"].title)


def test_the_record_has_no_gap_after_a_race(at_once: AtOnce) -> None:
    provisions = [make_provision(number="1")]
    provisions += [make_provision(provisions[0].framework, str(n)) for n in range(2, 9)]
    at_once(*(withdraw(provision, IMPORTER) for provision in provisions))
    public = Chain.objects.get(circle="public")
    numbers = Entry.objects.filter(circle="public").order_by("number").values_list("number")
    assert [number for (number,) in numbers] == list(range(1, public.number + 1))
