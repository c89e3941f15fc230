"""A provider that times out, stays away or refuses: tried again, or ended and said."""

from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest

from notifications.enums import DeliveryState
from notifications.models import Delivery, Recipient
from notifications.sending.deliver import MOST_FAILURES, Counts, deliver_due

from .postoffice import mails_due, says

MINUTE = timedelta(minutes=1)


@pytest.mark.django_db
def test_a_provider_that_times_out_is_tried_again_with_the_same_message_id(
    at, clock, post, monkeypatch
):
    says(monkeypatch)
    [row] = mails_due(1, at=at)
    pauses = []
    for _ in range(8):
        post.will = [TimeoutError("timed out")]
        assert deliver_due(clock.ask) == Counts(retried=1)
        row.refresh_from_db()
        assert (row.state, row.last_failure) == (DeliveryState.DUE, "TimeoutError")
        pauses.append((row.try_at - clock.at) / MINUTE)
        assert deliver_due(clock.ask) == Counts(), "not before its time"
        clock.at = row.try_at
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    assert deliver_due(clock.ask) == Counts(sent=1)
    [left] = post.taken
    assert left.message()["Message-ID"] == row.message_id


@pytest.mark.django_db
def test_a_provider_that_stays_away_leaves_a_mail_missed_after_a_last_try(
    at, clock, post, monkeypatch
):
    says(monkeypatch)
    [row] = mails_due(1, at=at, expires_at=at + 5 * MINUTE)
    tries = []
    for _ in range(10):
        tries.append((clock.at - at) / MINUTE)
        post.will = [ConnectionRefusedError()]
        if deliver_due(clock.ask) == Counts(missed=1):
            break
        row.refresh_from_db()
        clock.at = row.try_at
    assert tries == [0, 1, 3, 4]
    row.refresh_from_db()
    assert (row.state, row.last_failure) == (DeliveryState.MISSED, "ConnectionRefusedError")


@pytest.mark.django_db
def test_a_provider_that_is_away_ends_the_run_and_the_rest_waits_untouched(
    at, clock, post, monkeypatch
):
    says(monkeypatch)
    mails_due(30, at=at)
    post.will = [TimeoutError()] * 30
    assert deliver_due(clock.ask) == Counts(retried=MOST_FAILURES)
    untouched = Delivery.objects.filter(tries=0, claimed_until=None, try_at=at)
    assert untouched.count() == 30 - MOST_FAILURES
    post.will = []
    assert deliver_due(clock.ask) == Counts(sent=30 - MOST_FAILURES)
    clock.at = at + MINUTE
    assert deliver_due(clock.ask) == Counts(sent=MOST_FAILURES)
    assert len({each.message()["Message-ID"] for each in post.taken}) == 30


@pytest.mark.django_db
def test_a_connection_that_broke_is_opened_anew_for_the_next_mail(at, clock, post, monkeypatch):
    says(monkeypatch)
    mails_due(3, at=at)
    post.will = [None, SMTPServerDisconnected("gone"), None]
    assert deliver_due(clock.ask) == Counts(sent=2, retried=1)
    assert post.opened == 2


@pytest.mark.django_db
def test_an_address_that_does_not_exist_fails_the_mail_and_counts_as_a_hard_bounce(
    at, clock, post, monkeypatch, caplog
):
    says(monkeypatch)
    [row] = mails_due(1, at=at)
    answer = (550, b"5.1.1 <reader@example.org> no such user")
    post.will = [SMTPRecipientsRefused({"reader@example.org": answer})]
    assert deliver_due(clock.ask) == Counts(failed=1)
    row.refresh_from_db()
    assert row.last_failure == "SMTPRecipientsRefused 5.1.1"
    assert [each.status for each in row.bounces.all()] == ["5.1.1"]
    row.recipient.refresh_from_db()
    assert row.recipient.failing_since == at
    assert "reader@example.org" not in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "status"), [(b"4.2.2 mailbox full", "4.2.2"), (b"try later", "4.0.0")]
)
def test_an_address_that_takes_nothing_now_is_tried_again_and_counts_as_a_soft_bounce(
    answer, status, at, clock, post, monkeypatch
):
    says(monkeypatch)
    [row] = mails_due(1, at=at)
    post.will = [SMTPRecipientsRefused({"reader@example.org": (452, answer)})]
    assert deliver_due(clock.ask) == Counts(retried=1)
    assert [each.status for each in row.bounces.all()] == [status]
    row.recipient.refresh_from_db()
    assert row.recipient.failing_since is None
    clock.at = at + MINUTE
    assert deliver_due(clock.ask) == Counts(sent=1)


@pytest.mark.django_db
def test_a_mail_whose_content_is_refused_fails_and_is_not_repeated(at, clock, post, monkeypatch):
    says(monkeypatch)
    mails_due(2, at=at)
    post.will = [SMTPDataError(554, b"5.7.1 rejected")]
    assert deliver_due(clock.ask) == Counts(sent=1, failed=1)
    assert Recipient.objects.get().failing_since is None
