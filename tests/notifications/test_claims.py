"""Who holds a mail: one worker at a time, and only for as long as its lease runs."""

from datetime import timedelta

import pytest
from django.db import transaction

from notifications.enums import DeliveryState, DropReason
from notifications.models import Delivery
from notifications.sending.claims import claim, drop, fail, let_go, mark_sent, miss, put_back

from .postoffice import mails_due

LEASE = timedelta(seconds=600)
DIGEST = "a" * 64


@pytest.mark.django_db
def test_a_claim_takes_the_longest_waiting_and_no_more_than_asked(at):
    rows = mails_due(3, at=at)
    Delivery.objects.filter(pk=rows[2].pk).update(try_at=at - timedelta(minutes=5))
    taken = claim(at, most=2)
    assert len(taken) == 2
    assert taken[0].pk == rows[2].pk
    assert [each.tries for each in taken] == [1, 1]
    assert {each.claimed_until for each in taken} == {at + LEASE}


@pytest.mark.django_db
def test_what_is_held_not_yet_due_or_ended_is_not_taken(at):
    held, waiting, ended, due = mails_due(4, at=at)
    rows = Delivery.objects
    rows.filter(pk=held.pk).update(claimed_until=at + timedelta(seconds=1))
    rows.filter(pk=waiting.pk).update(try_at=at + timedelta(seconds=1))
    rows.filter(pk=ended.pk).update(state=DeliveryState.MISSED, ended_at=at)
    assert [each.pk for each in claim(at, most=10)] == [due.pk]
    assert claim(at, most=10) == []


@pytest.mark.django_db
def test_a_lease_that_ran_out_lets_another_take_over_with_the_same_message_id(at):
    mails_due(1, at=at)
    [first] = claim(at, most=1)
    assert claim(at + LEASE - timedelta(seconds=1), most=1) == []
    [second] = claim(at + LEASE, most=1)
    assert (second.pk, second.message_id, second.tries) == (first.pk, first.message_id, 2)


ENDINGS = {
    "sent": lambda row, at: mark_sent(row, digest=DIGEST, marks={"public": 3}, at=at),
    "dropped": lambda row, at: drop(row, DropReason.DONE, at),
    "missed": lambda row, at: miss(row, at),
    "failed": lambda row, at: fail(row, "BadAddress", at),
    "due": lambda row, at: let_go(row, at + timedelta(hours=1), failure="TimeoutError"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("state", ENDINGS)
def test_only_whoever_holds_a_mail_says_what_became_of_it(state, at):
    mails_due(1, at=at)
    [slow] = claim(at, most=1)
    later = at + LEASE
    [quick] = claim(later, most=1)
    assert not ENDINGS[state](slow, later)
    row = Delivery.objects.get()
    assert (row.state, row.claimed_until) == (DeliveryState.DUE, quick.claimed_until)
    assert ENDINGS[state](quick, later)
    row.refresh_from_db()
    assert row.state == state
    assert row.ended_at == (None if state == "due" else later)


@pytest.mark.django_db
@pytest.mark.parametrize("state", [each for each in ENDINGS if each != "due"])
def test_an_ended_mail_stays_as_it_is(state, at):
    mails_due(1, at=at)
    [row] = claim(at, most=1)
    assert ENDINGS[state](row, at)
    for again in ENDINGS.values():
        assert not again(row, at + timedelta(minutes=1))
    assert Delivery.objects.get().state == state


@pytest.mark.django_db
def test_what_was_not_looked_at_goes_back_as_if_never_taken(at):
    mails_due(3, at=at)
    worked, *others = claim(at, most=3)
    put_back(others)
    put_back([])
    assert {each.pk for each in claim(at, most=3)} == {each.pk for each in others}
    assert set(Delivery.objects.values_list("tries", flat=True)) == {1}
    worked.refresh_from_db()
    assert worked.claimed_until == at + LEASE


@pytest.mark.django_db
def test_a_claim_costs_three_queries_whatever_it_takes(at, django_assert_num_queries):
    mails_due(20, at=at)
    for most in (1, 15):
        with django_assert_num_queries(3 + 2):  # and the two of the transaction
            taken = claim(at, most=most)
            assert [each.recipient.address for each in taken] == ["reader@example.org"] * most


@pytest.mark.django_db(transaction=True)
def test_a_claim_inside_a_transaction_is_refused(at):
    mails_due(1, at=at)
    with pytest.raises(RuntimeError), transaction.atomic():
        claim(at, most=1)


@pytest.mark.django_db(transaction=True)
def test_claims_at_once_never_take_the_same_mail(at, at_once):
    mails_due(60, at=at)
    taken = at_once(*[lambda: [each.pk for each in claim(at, most=20)]] * 4)
    pks = [pk for some in taken for pk in some]
    assert len(pks) == len(set(pks))
    rest = [each.pk for each in claim(at, most=60)]
    assert len(pks) + len(rest) == 60
