"""Two people at the same time, each on a connection of their own: one word stands."""

from collections.abc import Callable
from typing import Any

import pytest

from core.errors import Conflict, DomainError
from record.models import Entry
from stakeholders.enums import Capacity, Group
from stakeholders.models import Circle, Mandate
from stakeholders.services.circles import ensure_circles
from stakeholders.services.mandates import confirm_mandate, end_mandate, propose_mandate
from stakeholders.services.secretariats import (
    appoint_first_group_secretariat,
    appoint_secretariat,
)
from stakeholders.terms import MandateTerms

from .cast import NOW, OPERATOR, actor, admitted, person, state

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def secretariat() -> Mandate:
    ensure_circles(actor=OPERATOR, at=NOW)
    return appoint_secretariat(user=person("sam"), actor=OPERATOR, at=NOW)


@pytest.fixture
def employers(secretariat: Mandate) -> list[Mandate]:
    """Two lasting secretariats of one group."""
    first = appoint_first_group_secretariat(
        group=Group.EMPLOYERS, user=person("first"), actor=actor(secretariat), at=NOW
    )
    second = admitted(first, "second", Capacity.GROUP_SECRETARIAT, group=Group.EMPLOYERS, at=NOW)
    return [first, second]


def outcome(call: Callable[..., Any], **terms: Any) -> Callable[[], Any]:
    """A call that returns what it raises, so that both outcomes can be compared."""

    def made() -> Any:
        try:
            return call(**terms, at=NOW)
        except DomainError as refused:
            return refused

    return made


def one_word_stands(outcomes: list[Any]) -> None:
    assert sorted(isinstance(each, Conflict) for each in outcomes) == [False, True], outcomes


def test_two_loads_open_each_circle_once(at_once):
    for code in ("AAA", "BBB"):
        state(code)
    opened = at_once(*[outcome(ensure_circles, actor=OPERATOR)] * 2)
    assert sorted(opened) == [0, 8]
    assert Circle.objects.count() == 8


def test_two_operators_set_up_one_secretariat(at_once):
    ensure_circles(actor=OPERATOR, at=NOW)
    users = [person("one"), person("two")]
    calls = [outcome(appoint_secretariat, user=user, actor=OPERATOR) for user in users]
    one_word_stands(at_once(*calls))
    assert Mandate.objects.count() == 1


def test_two_colleagues_set_up_one_first_group_secretariat(at_once, secretariat):
    colleague = admitted(secretariat, "colleague", Capacity.SECRETARIAT, at=NOW)
    calls = [
        outcome(
            appoint_first_group_secretariat,
            group=Group.WORKERS,
            user=person(f"of-{by.user.name}"),
            actor=actor(by),
        )
        for by in (secretariat, colleague)
    ]
    one_word_stands(at_once(*calls))
    assert Mandate.objects.filter(group=Group.WORKERS).count() == 1


def test_two_secretariats_confirm_once(at_once, employers):
    terms = MandateTerms(person("newcomer"), Capacity.DELEGATE, Group.EMPLOYERS)
    mandate = propose_mandate(terms=terms, actor=OPERATOR, at=NOW)
    calls = [outcome(confirm_mandate, mandate_id=mandate.pk, actor=actor(by)) for by in employers]
    one_word_stands(at_once(*calls))
    assert Entry.objects.filter(subject=str(mandate.pk), code="mandate.confirmed").count() == 1


def test_the_same_proposal_twice_at_once_is_one(at_once, employers):
    terms = MandateTerms(person("newcomer"), Capacity.DELEGATE, Group.EMPLOYERS)
    made = at_once(*[outcome(propose_mandate, terms=terms, actor=actor(employers[0]))] * 2)
    assert made[0] == made[1]


def test_two_last_secretariats_cannot_leave_each_other_at_once(at_once, employers):
    first, second = employers
    ends = at_once(
        outcome(end_mandate, mandate_id=second.pk, actor=actor(first)),
        outcome(end_mandate, mandate_id=first.pk, actor=actor(second)),
    )
    assert sum(isinstance(each, Mandate) for each in ends) == 1, ends
    assert Mandate.objects.filter(group=Group.EMPLOYERS).active_at(NOW).count() == 1
