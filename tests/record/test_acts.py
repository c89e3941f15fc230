"""The one door to the record: what it collects, what it refuses, what it leaves behind."""

import json
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection, transaction

from core.actor import Actor
from core.ids import seeded_ids
from record.acts import act, together
from record.hashing import genesis
from record.models import PUBLIC, SYSTEM, Chain, Entry
from record.revision import public_revision

AT = datetime.fromisoformat("2026-11-22T13:40:00.123456+00:00")
SYSTEM_ACTOR = Actor.system("tests")
ROOM = "5a5a5a5a-0000-4000-8000-000000000000"


class Refused(Exception):
    pass


def do(code="thing.done", *circles, subject="thing", touch=(), payload=None):
    with act(code, subject=subject, actor=SYSTEM_ACTOR, at=AT) as made:
        made.touch(*touch)
        for circle in circles or (PUBLIC,):
            made.enter(circle, payload or {})
    return made


def codes(circle=PUBLIC):
    return list(Entry.objects.filter(circle=circle).values_list("number", "code"))


@pytest.mark.django_db
def test_an_act_becomes_one_entry_in_each_circle_that_it_entered():
    with act("thing.done", subject="thing", actor=SYSTEM_ACTOR, at=AT) as made:
        made.touch("b", "a")
        made.enter(PUBLIC, {"count": 2})
        made.enter(ROOM, {"count": 3})
    public, room = Entry.objects.get(circle=PUBLIC), Entry.objects.get(circle=ROOM)
    assert (public.number, room.number) == (1, 1)
    assert json.loads(bytes(public.payload)) == {"count": 2}
    assert public.touches == ["a", "b"]
    assert room.touches == [], "a room must not learn what moved in public"
    assert public.id != room.id
    assert bytes(public.previous) == genesis(PUBLIC)
    assert public.at == AT
    head = Chain.objects.get(circle=PUBLIC)
    assert (head.number, bytes(head.hash)) == (1, bytes(public.hash))


@pytest.mark.django_db
def test_entries_are_numbered_without_gaps_and_chained():
    for _ in range(3):
        do()
    entries = list(Entry.objects.filter(circle=PUBLIC))
    assert [entry.number for entry in entries] == [1, 2, 3]
    assert bytes(entries[1].previous) == bytes(entries[0].hash)
    assert bytes(entries[2].previous) == bytes(entries[1].hash)
    assert public_revision() == 3


@pytest.mark.django_db
def test_what_raises_leaves_no_entry_and_no_gap():
    do("thing.first")
    with (
        pytest.raises(Refused),
        act("thing.refused", subject="x", actor=SYSTEM_ACTOR, at=AT) as made,
    ):
        made.enter(PUBLIC, {})
        raise Refused
    do("thing.second")
    assert codes() == [(1, "thing.first"), (2, "thing.second")]


@pytest.mark.django_db
def test_acts_nest_and_are_entered_in_the_order_in_which_they_began():
    with act("thing.outer", subject="x", actor=SYSTEM_ACTOR, at=AT) as outer:
        outer.enter(PUBLIC, {})
        do("thing.inner")
        assert codes() == [], "nothing is appended before the outermost act ends"
    assert codes() == [(1, "thing.outer"), (2, "thing.inner")]


@pytest.mark.django_db
def test_a_caught_inner_act_takes_its_own_inner_acts_with_it():
    with act("thing.outer", subject="x", actor=SYSTEM_ACTOR, at=AT) as outer:
        outer.enter(PUBLIC, {})
        with (
            pytest.raises(Refused),
            act("thing.inner", subject="x", actor=SYSTEM_ACTOR, at=AT) as inner,
        ):
            inner.enter(PUBLIC, {})
            do("thing.innermost")
            raise Refused
        do("thing.after")
    assert codes() == [(1, "thing.outer"), (2, "thing.after")]


@pytest.mark.django_db
def test_an_act_that_had_ended_goes_with_the_savepoint_around_it():
    with act("thing.outer", subject="x", actor=SYSTEM_ACTOR, at=AT) as outer:
        outer.enter(PUBLIC, {})
        with pytest.raises(Refused), transaction.atomic():
            do("thing.taken_back")
            raise Refused
    assert codes() == [(1, "thing.outer")]


def test_nobody_sets_savepoints_by_hand():
    """Django forgets commit callbacks only with savepoints that `transaction.atomic` set."""
    sources = [
        source
        for app in ("core", "record", "stakeholders", "frameworks", "provisions", "public")
        for source in (Path(__file__).parents[2] / app).rglob("*.py")
    ]
    assert len(sources) > 50
    assert not [source for source in sources if "savepoint_rollback(" in source.read_text()]


@pytest.mark.django_db
def test_the_order_of_entering_and_touching_changes_nothing():
    with act("thing.done", subject="x", actor=SYSTEM_ACTOR, at=AT) as made:
        made.enter(ROOM, {"b": 1, "a": 2})
        made.touch("b", "a")
        made.enter(PUBLIC, {"b": 1, "a": 2})
    with act("thing.done", subject="x", actor=SYSTEM_ACTOR, at=AT) as made:
        made.enter(PUBLIC, {"a": 2, "b": 1})
        made.touch("a")
        made.touch("b", "a")
        made.enter(ROOM, {"a": 2, "b": 1})
    first, second = Entry.objects.filter(circle=PUBLIC)
    assert bytes(first.payload) == bytes(second.payload)
    assert first.touches == second.touches


@pytest.mark.django_db
def test_an_act_without_a_chain_is_refused():
    with (
        pytest.raises(RuntimeError, match="entered no circle"),
        act("thing.done", subject="x", actor=SYSTEM_ACTOR, at=AT),
    ):
        pass


@pytest.mark.django_db
def test_touching_public_keys_in_secret_is_refused():
    with pytest.raises(RuntimeError, match="without an entry in the public chain"):
        do("thing.done", SYSTEM, touch=["a"])


@pytest.mark.django_db
def test_one_circle_is_entered_once():
    with (
        pytest.raises(ValueError, match="already"),
        act("thing.done", subject="x", actor=SYSTEM_ACTOR, at=AT) as made,
    ):
        made.enter(PUBLIC, {})
        made.enter(PUBLIC, {})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "payload",
    [
        {"note": "A sentence about somebody."},
        {"mail": "somebody@example.org"},
        {"list": ["fine", "not fine"]},
        {"deep": {"deeper": {"text": "two words"}}},
        {"a key of words": 1},
        {"long": "x" * 201},
        {"line": "one\ntwo"},
    ],
)
def test_prose_and_addresses_are_refused_in_a_payload(payload):
    with pytest.raises(ValueError, match="never prose"):
        do(payload=payload)
    assert codes() == []


@pytest.mark.django_db
@pytest.mark.parametrize("payload", [{"share": 0.5}, {"on": AT}, {"id": UUID(int=1)}])
def test_a_payload_without_one_byte_form_is_refused(payload):
    with pytest.raises(TypeError, match="canonical form"):
        do(payload=payload)


@pytest.mark.parametrize(
    ("code", "subject", "message"),
    [
        ("done", "thing", "code of an act"),
        ("Thing.Done", "thing", "code of an act"),
        ("thing.done", "", "subject of an act"),
        ("thing.done", "two words", "subject of an act"),
        ("thing.done", "somebody@example.org", "subject of an act"),
        ("thing.done", "x" * 201, "subject of an act"),
    ],
)
def test_a_malformed_act_is_refused_before_anything_is_touched(code, subject, message):
    with pytest.raises(ValueError, match=message):  # and no database is allowed here
        do(code, subject=subject)


def test_a_naive_instant_is_refused():
    with (
        pytest.raises(ValueError, match="time zone"),
        act("thing.done", subject="x", actor=SYSTEM_ACTOR, at=datetime(2026, 11, 22)),  # noqa: DTZ001
    ):
        pass


@pytest.mark.django_db
def test_an_act_in_somebody_elses_transaction_is_refused():
    with pytest.raises(RuntimeError, match="together"), transaction.atomic():
        do()
    assert codes() == []
    do()
    assert codes() == [(1, "thing.done")], "the refusal leaves nothing open"


@pytest.mark.django_db
def test_together_enters_all_or_none():
    with pytest.raises(Refused), together():
        do("thing.first")
        raise Refused
    with together():
        do("thing.first")
        with together():
            do("thing.second", SYSTEM)
        assert codes() == []
    assert codes() == [(1, "thing.first")]
    assert codes(SYSTEM) == [(1, "thing.second")]


@pytest.mark.django_db
def test_a_rehearsal_does_everything_and_takes_it_back():
    do("thing.before")
    with together(rehearse=True):
        do("thing.rehearsed")
    with together():
        do("thing.kept")
        with together(rehearse=True):
            do("thing.rehearsed")
    assert codes() == [(1, "thing.before"), (2, "thing.kept")]


@pytest.mark.django_db(transaction=True)
def test_a_committed_act_knows_it():
    assert do().is_committed
    with together(rehearse=True):
        rehearsed = do()
    assert not rehearsed.is_committed


@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_leaves_nothing_open():
    with (
        pytest.raises(Refused),
        act("thing.lost", subject="x", actor=SYSTEM_ACTOR, at=AT) as made,
    ):
        made.enter(PUBLIC, {})
        connection.connection.close()
        raise Refused
    do("thing.kept")
    assert codes() == [(1, "thing.kept")]


@pytest.mark.django_db
def test_with_seeded_ids_two_chains_are_equal_byte_by_byte():
    hashes = []
    for _ in range(2):
        sid = transaction.savepoint()
        with seeded_ids(1):
            do()
            do("thing.next", PUBLIC, ROOM)
        hashes.append([bytes(entry.hash) for entry in Entry.objects.all()])
        transaction.savepoint_rollback(sid)
    assert hashes[0] == hashes[1]
    assert len(hashes[0]) == 3
