"""Who may move and write. Asked as everybody who could try."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from core.actor import Actor
from core.errors import NotAllowed
from core.ids import new_id
from provisions.lifecycle import MoveCode
from provisions.models import Provision
from provisions.services.moves import move_provision, override_stage
from provisions.services.succession import record_succession
from provisions.services.texts import change_facts, issue_text, set_instrument_links
from tests.factories.frameworks import BEGINNING
from tests.factories.people import IMPORTER, SYSTEM, make_secretary
from tests.factories.provisions import WORDS, add_version, make_provision
from tests.stakeholders.cast import EVERYBODY, actor, found_house

pytestmark = pytest.mark.django_db
AT = BEGINNING + timedelta(days=1)


def withdraw(provision: Provision, by: Actor, seconds: int = 0) -> str:
    return move_provision(
        key=provision.key,
        move=MoveCode.WITHDRAW,
        expected_stage="draft",
        expected_version=1,
        reason="So.",
        actor=by,
        at=AT + timedelta(seconds=seconds),
    ).to_stage


def attempts(provision: Provision, by: Actor) -> dict[str, Callable[[], object]]:
    """Everything that this app lets somebody write."""
    version, other = provision.versions.get(), make_provision(provision.framework, "3")
    return {
        "move": lambda: withdraw(provision, by),
        "override": lambda: override_stage(
            key=provision.key,
            to_stage="agreed",
            reason="So.",
            expected_stage="draft",
            expected_version=1,
            actor=by,
            at=AT,
        ),
        "create": lambda: make_provision(provision.framework, "2", actor=by, at=AT),
        "publish": lambda: add_version(provision, {"en": WORDS["fr"]}, actor=by, at=AT),
        "translate": lambda: issue_text(
            version=version, language="fr", draft=WORDS["en"], actor=by, at=AT
        ),
        "facts": lambda: change_facts(provision=provision, kind="contextual", actor=by, at=AT),
        "links": lambda: set_instrument_links(provision=provision, links=[], actor=by, at=AT),
        "succeed": lambda: record_succession(
            predecessors=[provision],
            successors=[other],
            kind="replaced",
            reason="So.",
            actor=by,
            at=AT,
        ),
    }


def assert_refused(by: Actor) -> None:
    provision = make_provision()
    for name, attempt in attempts(provision, by).items():
        with pytest.raises(NotAllowed):
            pytest.fail(f"{name} was allowed: {attempt()}")
    provision.refresh_from_db()
    assert (provision.stage, provision.latest_version, provision.edition) == ("draft", 1, 2)


def test_the_secretariat_may_move() -> None:
    assert withdraw(make_provision(), make_secretary()) == "withdrawn"


def test_the_secretariat_of_one_framework_may_move_there() -> None:
    assert withdraw(make_provision(), make_secretary(framework="trial")) == "withdrawn"


def test_a_reviewed_file_may_move() -> None:
    assert withdraw(make_provision(), IMPORTER) == "withdrawn"


@pytest.mark.parametrize("who", [name for name in EVERYBODY if name != "secretariat"])
def test_nobody_else_in_the_house_moves_or_writes(who: str) -> None:
    assert_refused(actor(found_house()[who]))


def test_the_portals_own_jobs_move_nothing() -> None:
    assert_refused(SYSTEM)


def test_the_secretariat_of_another_framework_does_nothing_here() -> None:
    assert_refused(make_secretary(framework="other"))


def test_an_unconfirmed_mandate_allows_nothing() -> None:
    assert_refused(make_secretary(confirmed=False))


def test_anothers_mandate_allows_nothing() -> None:
    assert_refused(Actor.person(new_id(), make_secretary().mandate_id or new_id()))


def test_a_mandate_that_does_not_exist_allows_nothing() -> None:
    assert_refused(Actor.person(make_secretary().user_id or new_id(), new_id()))


def test_a_mandate_counts_at_the_instant_of_the_act() -> None:
    by = make_secretary(ends_at=AT + timedelta(seconds=10))
    provision = make_provision()
    with pytest.raises(NotAllowed):
        withdraw(provision, by, seconds=10)
    assert withdraw(provision, by, seconds=9) == "withdrawn"
