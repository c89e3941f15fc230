"""What provisions become: counts, circles, one framework, once."""

import pytest

from core.errors import Conflict, Invalid
from provisions.models import Provision, Succession
from provisions.selectors.succession import kin_of
from provisions.services.succession import record_succession
from record.models import Entry
from tests.factories.frameworks import BEGINNING, make_framework
from tests.factories.people import IMPORTER, make_secretary
from tests.factories.provisions import make_provision

pytestmark = pytest.mark.django_db


def provisions(number: int) -> list[Provision]:
    framework = make_framework()
    return [make_provision(framework, str(place)) for place in range(1, number + 1)]


def record(
    before: list[Provision], after: list[Provision], kind: str, **changes: object
) -> list[Succession]:
    arguments = {
        "predecessors": before,
        "successors": after,
        "kind": kind,
        "reason": "Asked for separately.",
        "actor": IMPORTER,
        "at": BEGINNING,
    }
    return record_succession(**(arguments | changes))  # type: ignore[arg-type]


def test_a_split_has_a_row_for_each_successor_and_touches_all() -> None:
    one, two, three = provisions(3)
    rows = record([one], [two, three], "split")
    assert {(row.predecessor, row.successor) for row in rows} == {(one, two), (one, three)}
    entry = Entry.objects.latest("number")
    assert entry.code == "provision.succeeded"
    assert entry.touches == sorted([one.key, two.key, three.key])


def test_a_merger_has_two_or_more_predecessors() -> None:
    one, two, three = provisions(3)
    with pytest.raises(Invalid) as refusal:
        record([one], [three], "merged")
    assert refusal.value.code == "wrong_number"
    assert len(record([one, two], [three], "merged")) == 2


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("replaced", 1, 2),
        ("replaced", 2, 1),
        ("split", 1, 1),
        ("split", 2, 2),
        ("merged", 2, 2),
        ("replaced", 0, 1),
        ("split", 1, 0),
    ],
)
def test_the_numbers_fit_the_kind(kind: str, before: int, after: int) -> None:
    known = provisions(before + after)
    with pytest.raises(Invalid):
        record(known[:before], known[before:], kind)


def test_an_unknown_kind_a_missing_reason_and_the_same_provision_are_refused() -> None:
    one, two = provisions(2)
    for before, after, kind, reason in (
        ([one], [two], "vanished", "So."),
        ([one], [two], "replaced", " "),
        ([one], [one], "replaced", "So."),
        ([one], [two, two], "split", "So."),
    ):
        with pytest.raises(Invalid):
            record(before, after, kind, reason=reason)
    assert not Succession.objects.exists()


def test_it_stays_within_one_framework() -> None:
    [one] = provisions(1)
    stranger = make_provision(make_framework("other"))
    with pytest.raises(Invalid) as refusal:
        record([one], [stranger], "replaced")
    assert refusal.value.code == "other_framework"


def test_nobody_comes_to_succeed_itself() -> None:
    one, two, three = provisions(3)
    record([one], [two], "replaced")
    record([two], [three], "replaced")
    with pytest.raises(Conflict) as refusal:
        record([three], [one], "replaced")
    assert refusal.value.code == "circle"


def test_a_succession_is_recorded_once() -> None:
    one, two, three = provisions(3)
    first = record([one], [two], "replaced")
    assert record([one], [two], "replaced") == first
    with pytest.raises(Conflict):
        record([one], [three], "replaced")
    with pytest.raises(Conflict):
        record([one], [two], "replaced", actor=make_secretary())


def test_kin_are_read_from_both_ends() -> None:
    one, two, three = provisions(3)
    record([one], [two, three], "split")
    kin = kin_of([one.key, three.key])
    assert kin[one.key].successors == ((two.key, "split"), (three.key, "split"))
    assert kin[three.key].predecessors == ((one.key, "split"),)
    assert two.key not in kin
