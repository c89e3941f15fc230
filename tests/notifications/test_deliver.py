"""Sending what is due: each mail once, whatever fails on the way."""

import logging
from datetime import time, timedelta
from uuid import UUID

import pytest
from django.db import OperationalError, connection

from notifications.enums import DeliveryState, DropReason, Kind
from notifications.letters.compose import COMPOSERS
from notifications.letters.letter import Silence
from notifications.models import Delivery, Recipient
from notifications.sending import deliver, outgoing
from notifications.sending.deliver import Counts, deliver_due
from tests.factories.notifications import make_delivery

from .postoffice import mails_due, reader, says, takes_too_long

MINUTE = timedelta(minutes=1)


def states() -> list[str]:
    return sorted(Delivery.objects.values_list("state", flat=True))


@pytest.mark.django_db
def test_what_is_due_leaves_once_and_its_row_proves_it(at, clock, post, monkeypatch):
    says(monkeypatch)
    mails_due(3, at=at)
    assert deliver_due(clock.ask) == Counts(sent=3)
    assert deliver_due(clock.ask) == Counts()
    assert len(post.taken) == 3
    for row in Delivery.objects.all():
        assert (row.state, row.ended_at, row.marks) == (DeliveryState.SENT, at, {"public": 12})
        [left] = [each for each in post.taken if each.message()["Message-ID"] == row.message_id]
        assert row.content_digest == left.digest()


@pytest.mark.django_db
def test_one_connection_serves_a_batch(at, clock, post, monkeypatch):
    says(monkeypatch)
    mails_due(deliver.BATCH + 1, at=at)
    deliver_due(clock.ask)
    assert (post.opened, post.closed) == (2, 2)


@pytest.mark.django_db
def test_no_more_leave_than_were_asked_for(at, clock, post, monkeypatch):
    says(monkeypatch)
    mails_due(30, at=at)
    assert deliver_due(clock.ask, most=25) == Counts(sent=25)
    assert states().count("due") == 5


@pytest.mark.django_db
def test_a_mail_whose_window_passed_while_it_waited_is_missed(at, clock, post, monkeypatch):
    asked = says(monkeypatch)
    mails_due(1, at=at)
    clock.at = at + timedelta(days=1)
    assert deliver_due(clock.ask) == Counts(missed=1)
    assert (asked, post.taken, states()) == ([], [], ["missed"])


@pytest.mark.django_db
@pytest.mark.parametrize("reason", DropReason)
def test_what_need_not_be_said_is_dropped_with_its_reason(reason, at, clock, post, monkeypatch):
    says(monkeypatch, Silence(reason))
    mails_due(1, at=at)
    assert deliver_due(clock.ask) == Counts(dropped=1)
    row = Delivery.objects.get()
    assert (row.state, row.reason, row.ended_at) == (DeliveryState.DROPPED, reason, at)
    assert post.taken == []


@pytest.mark.django_db
def test_a_digest_waits_for_the_end_of_quiet_hours(at, clock, post, monkeypatch):
    """It is 14:40 in Geneva."""
    says(monkeypatch, kind=Kind.DAILY_DIGEST)
    recipient = reader(at=at, quiet_from=time(14), quiet_until=time(16))
    make_delivery(recipient, Kind.DAILY_DIGEST, window="2026-11-22", at=at)
    assert deliver_due(clock.ask) == Counts(retried=1)
    assert Delivery.objects.get().try_at == at + timedelta(hours=1, minutes=20)
    clock.at = at + timedelta(hours=1, minutes=20)
    assert deliver_due(clock.ask) == Counts(sent=1)


@pytest.mark.django_db
def test_a_digest_whose_day_ends_in_quiet_hours_is_missed(at, clock, post, monkeypatch):
    says(monkeypatch, kind=Kind.DAILY_DIGEST)
    recipient = reader(at=at, quiet_from=time(14), quiet_until=time(8))
    expires_at = at + timedelta(hours=2)
    make_delivery(recipient, Kind.DAILY_DIGEST, window="2026-11-22", at=at, expires_at=expires_at)
    assert deliver_due(clock.ask) == Counts(missed=1)
    assert post.taken == []


@pytest.mark.django_db
def test_a_mail_that_can_not_be_written_fails_loudly_and_the_others_go(
    at, clock, post, monkeypatch, caplog
):
    says(monkeypatch)
    says(monkeypatch, KeyError("a composer's mistake"), Kind.WEEKLY_DIGEST)
    good = mails_due(4, at=at)
    bad = make_delivery(good[0].recipient, Kind.WEEKLY_DIGEST, at=at - MINUTE)
    assert deliver_due(clock.ask) == Counts(sent=4, failed=1)
    bad.refresh_from_db()
    assert (bad.state, bad.last_failure) == (DeliveryState.FAILED, "KeyError")
    [line] = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert bad.message_id in line.getMessage()
    assert line.exc_info


@pytest.mark.django_db
def test_a_kind_without_words_fails_and_is_no_silence(at, clock, post, monkeypatch):
    monkeypatch.delitem(COMPOSERS, Kind.NEWS, raising=False)
    mails_due(1, at=at)
    assert deliver_due(clock.ask) == Counts(failed=1)
    assert Delivery.objects.get().last_failure == "NoComposer"


@pytest.mark.django_db
def test_a_template_that_fails_ends_that_mail_alone(at, clock, post, monkeypatch, settings):
    says(monkeypatch)
    mails_due(2, at=at)
    broken: list[UUID] = []

    def build(delivery, letter):
        if not broken:
            broken.append(delivery.pk)
            raise UnicodeDecodeError("utf-8", b"", 0, 1, "broken template")
        return outgoing.build(delivery, letter)

    monkeypatch.setattr(deliver, "build", build)
    assert deliver_due(clock.ask) == Counts(sent=1, failed=1)
    assert Delivery.objects.get(pk=broken[0]).state == DeliveryState.FAILED


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["nobody", "a@b@c.org", "x@example.org\nBcc: y@example.org"])
def test_a_malformed_address_fails_that_mail_without_naming_it(
    address, at, clock, post, monkeypatch, caplog
):
    says(monkeypatch)
    mails_due(1, at=at)
    Recipient.objects.update(email=address)
    assert deliver_due(clock.ask) == Counts(failed=1)
    assert Delivery.objects.get().last_failure == "BadAddress"
    assert post.taken == []


@pytest.mark.django_db
def test_a_batch_is_put_back_when_half_of_the_lease_is_over(at, clock, post, monkeypatch, settings):
    says(monkeypatch)
    mails_due(6, at=at)
    ticks = iter(range(0, 10_000, 100))
    monkeypatch.setattr("notifications.sending.deliver.time.monotonic", lambda: float(next(ticks)))
    monkeypatch.setattr(deliver, "LONGEST_RUN", 550.0)
    counts = deliver_due(clock.ask)
    assert 0 < counts.sent < 6
    assert Delivery.objects.filter(claimed_until=None, tries=0).count() == 6 - counts.sent


@pytest.mark.django_db
def test_a_lost_database_ends_the_run_and_the_lease_does_the_rest(at, clock, post, monkeypatch):
    says(monkeypatch, OperationalError("server closed the connection"))
    mails_due(1, at=at)
    with pytest.raises(OperationalError):
        deliver_due(clock.ask)
    says(monkeypatch)
    assert deliver_due(clock.ask) == Counts()
    clock.at = at + timedelta(seconds=600)
    assert deliver_due(clock.ask) == Counts(sent=1)


@pytest.mark.django_db
def test_a_mail_whose_statement_takes_too_long_is_tried_again_and_the_others_go(
    at, clock, post, monkeypatch
):
    says(monkeypatch)
    first, second = mails_due(2, at=at)
    written = COMPOSERS[Kind.NEWS]
    monkeypatch.setitem(
        COMPOSERS,
        Kind.NEWS,
        lambda mail, now: takes_too_long() if mail.pk == first.pk else written(mail, now),
    )
    assert deliver_due(clock.ask) == Counts(sent=1, retried=1)
    first.refresh_from_db()
    assert (first.state, first.last_failure) == (DeliveryState.DUE, "OperationalError")
    assert first.try_at > at


@pytest.mark.django_db
def test_a_worker_that_dies_after_sending_repeats_one_mail_with_its_message_id(
    at, clock, post, monkeypatch
):
    says(monkeypatch)
    mails_due(1, at=at)
    with monkeypatch.context() as killed:
        killed.setattr(deliver, "mark_sent", lambda *_, **__: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            deliver_due(clock.ask)
    assert deliver_due(clock.ask) == Counts()
    clock.at = at + timedelta(seconds=600)
    assert deliver_due(clock.ask) == Counts(sent=1)
    first, second = [each.message()["Message-ID"] for each in post.taken]
    assert first == second


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_inside_a_transaction(at, clock, post, monkeypatch):
    says(monkeypatch)
    mails_due(2, at=at)
    inside = []
    post.on_sending = lambda: inside.append(connection.in_atomic_block)
    deliver_due(clock.ask)
    assert inside == [False, False]


@pytest.mark.django_db(transaction=True)
def test_deliverers_at_once_never_send_one_mail_twice(at, clock, post, monkeypatch, at_once):
    says(monkeypatch)
    mails_due(100, at=at)
    counts = at_once(*[lambda: deliver_due(clock.ask)] * 4)
    assert sum(each.sent for each in counts) == 100
    assert len({each.message()["Message-ID"] for each in post.taken}) == len(post.taken) == 100


@pytest.mark.django_db
def test_a_mail_costs_one_query_and_what_writing_it_needs(
    at, clock, post, monkeypatch, django_assert_num_queries
):
    says(monkeypatch)
    mails_due(20, at=at)
    deliver_due(clock.ask, most=1)  # whether this is a sample is remembered from now on
    # One asks whether the address follows anything, one ends the mail; the batch itself takes
    # three, and two for its transaction; the last claim finds nothing.
    for number in (4, 15):
        with django_assert_num_queries(2 * number + 5):
            deliver_due(clock.ask, most=number)
