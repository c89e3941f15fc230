"""Several connections at once: no deadlock, no gap, no lost act, whatever the order."""

import contextvars
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from core.actor import Actor
from record.acts import act, together
from record.models import PUBLIC, SYSTEM, Chain, Entry
from record.verification import verify_database

from .conftest import BEGIN

pytestmark = pytest.mark.django_db(transaction=True)
JOB = Actor.system("tests")
A, B, C = "room-a", "room-b", "room-c"


def enter(*circles, times=1):
    for _ in range(times):
        with act("thing.done", subject="x", actor=JOB, at=BEGIN) as made:
            for circle in circles:
                made.enter(circle, {})


def enter_apart(*circles, times=1):
    """One transaction, an act for each circle, in the order given."""
    for _ in range(times):
        with together():
            for circle in circles:
                enter(circle)


def numbers(circle):
    return list(Entry.objects.filter(circle=circle).values_list("number", flat=True))


@pytest.mark.parametrize("how", [enter, enter_apart])
def test_opposite_orders_dont_deadlock(at_once, record_files, how):
    orders = [(A, B, C), (C, B, A), (B, A), (A, C)]
    at_once(*[lambda order=order: how(*order, times=25) for order in orders])
    assert numbers(A) == list(range(1, 101))
    assert numbers(B) == list(range(1, 76))
    assert numbers(C) == list(range(1, 76))
    assert verify_database().faults == ()


def test_chains_that_several_begin_at_once_begin_once(at_once, record_files):
    for round in range(10):
        first, second, third = (f"new-{round}-{name}" for name in "abc")
        at_once(
            lambda f=first, s=second, t=third: enter(f, s, t),
            lambda f=first, s=second, t=third: enter_apart(t, s, f),
            lambda s=second, t=third: enter(s, t),
        )
        assert numbers(second) == [1, 2, 3]
    assert verify_database().faults == ()


def test_what_fails_between_others_leaves_no_gap(at_once, record_files):
    def fail_often():
        for turn in range(25):
            try:
                with act("thing.done", subject="x", actor=JOB, at=BEGIN) as made:
                    made.enter(A, {})
                    made.enter(B, {})
                    if turn % 2:
                        raise RuntimeError
            except RuntimeError:
                pass

    at_once(fail_often, lambda: enter(B, A, times=25), fail_often)
    assert numbers(A) == numbers(B) == list(range(1, 52))
    assert verify_database().faults == ()


def test_a_verification_while_others_append_finds_nothing_wrong(at_once, record_files):
    enter(PUBLIC, A, times=50)
    results = at_once(
        lambda: [verify_database().faults for _ in range(20)],
        lambda: enter(PUBLIC, A, times=60),
        lambda: enter(A, SYSTEM, times=60),
    )
    assert results[0] == [()] * 20
    assert Chain.objects.get(circle=A).number == 170


def test_a_thread_begun_within_an_act_has_transactions_of_its_own(record_files):
    """Neither joins the other's, though a pool may carry the context over."""

    def other():
        try:
            enter(B)
        finally:
            connections.close_all()

    with (
        act("thing.outer", subject="x", actor=JOB, at=BEGIN) as outer,
        ThreadPoolExecutor() as pool,
    ):
        outer.enter(A, {})
        pool.submit(contextvars.copy_context().run, other).result(timeout=30)
        assert numbers(B) == [1], "it was committed on its own"
        assert numbers(A) == []
    assert numbers(A) == [1]
