"""The sweep plans and sends; what is of no use any more is forgotten, proof never."""

import logging
from datetime import datetime, timedelta

import pytest
from django.db import OperationalError
from kombu.exceptions import OperationalError as BrokerError

from core import jobs
from notifications import sweeping
from notifications.enums import DeliveryState, DropReason, Frequency
from notifications.models import Delivery, KeptMail, Recipient, Subscription
from notifications.sending.deliver import Counts
from notifications.services.forgetting import forget_old
from tests.factories.notifications import make_delivery, make_subscriber, make_subscription

from .postoffice import mails_due, provider, reader, says, takes_too_long

DAY = timedelta(days=1)


@pytest.mark.django_db
def test_a_sweep_plans_for_everybody_and_sends(at, settings, monkeypatch):
    says(monkeypatch)
    planned = []

    def plan(now):
        planned.append(now)
        mails_due(2, at=now)
        return 2

    monkeypatch.setattr(sweeping, "PLANNERS", (*sweeping.PLANNERS, plan))
    with provider(settings) as post:
        assert sweeping.sweep(lambda: at) == Counts(sent=2)
        assert len(post.taken) == 2
    assert planned == [at]


@pytest.mark.django_db
def test_a_planner_that_fails_keeps_nobody_back(at, settings, monkeypatch, caplog):
    says(monkeypatch)
    mails_due(1, at=at)

    def broken(now):
        raise KeyError("a mistake")

    after: list[datetime] = []
    monkeypatch.setattr(sweeping, "PLANNERS", (broken, after.append))
    with provider(settings):
        assert sweeping.sweep(lambda: at) == Counts(sent=1)
    assert after == [at]
    [line] = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert "broken" in line.getMessage()


@pytest.mark.django_db
def test_a_lost_database_ends_the_sweep_so_that_the_job_tries_again(at, monkeypatch):
    def lost(now):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(sweeping, "PLANNERS", (lost,))
    with pytest.raises(OperationalError):
        sweeping.sweep(lambda: at)


@pytest.mark.django_db
def test_a_planner_whose_statement_takes_too_long_keeps_nobody_back(at, settings, monkeypatch):
    says(monkeypatch)
    mails_due(1, at=at)
    after: list[datetime] = []
    monkeypatch.setattr(sweeping, "PLANNERS", (lambda now: takes_too_long(), after.append))
    with provider(settings):
        assert sweeping.sweep(lambda: at) == Counts(sent=1)
    assert after == [at]


def test_every_planner_is_asked_and_readers_come_first():
    assert [each.__name__ for each in sweeping.PLANNERS] == [
        "ensure_recipients",
        "plan_round_mails",
        "plan_work_mails",
        "plan_news",
        "plan_digests",
    ]


@pytest.mark.django_db
def test_waking_waits_for_the_commit_and_survives_a_broker_that_is_away(
    monkeypatch, django_capture_on_commit_callbacks, caplog
):
    asked = []

    def away(name, **_):
        asked.append(name)
        raise BrokerError("Connection refused")

    monkeypatch.setattr("core.jobs.current_app.send_task", away)
    with django_capture_on_commit_callbacks(execute=True):
        jobs.wake("notifications.deliver")
        assert asked == []
    assert asked == ["notifications.deliver"]
    assert "could not be woken" in caplog.text


@pytest.mark.django_db
def test_what_was_not_needed_is_forgotten_after_sixty_days_and_proof_never(at):
    rows = dict(zip(DeliveryState, mails_due(5, at=at), strict=True))
    ended = {"ended_at": at, "claimed_until": None}
    for state, row in rows.items():
        if state is not DeliveryState.DUE:
            extra = {"reason": DropReason.DONE} if state == DeliveryState.DROPPED else {}
            digest = {"content_digest": "a" * 64} if state == DeliveryState.SENT else {}
            Delivery.objects.filter(pk=row.pk).update(state=state, **ended, **extra, **digest)
    forget_old(at=at + 60 * DAY)
    assert Delivery.objects.count() == 5
    forget_old(at=at + 60 * DAY + timedelta(seconds=1))
    assert set(Delivery.objects.values_list("state", flat=True)) == {
        *("due", "sent", "missed", "failed"),
    }


@pytest.mark.django_db
def test_an_address_that_nobody_confirmed_is_forgotten_after_a_week(at):
    typed, asked, known = (make_subscriber(f"{n}@example.org", at=at) for n in "abc")
    for each in (typed, asked, known):
        make_subscription(each, confirmed=False, at=at)
    make_subscription(known, subject="lifelong-learning", at=at)
    question = make_delivery(asked, at=at)
    sent = {"state": DeliveryState.SENT, "ended_at": at, "content_digest": "a" * 64}
    Delivery.objects.filter(pk=question.pk).update(**sent)
    forget_old(at=at + 7 * DAY)
    assert Subscription.objects.count() == 4
    forget_old(at=at + 7 * DAY + timedelta(seconds=1))
    assert not Recipient.objects.filter(pk=typed.pk).exists()
    asked.refresh_from_db()
    assert (asked.email, asked.key_number) == ("", 2), "the proof stays, but not to whom"
    known.refresh_from_db()
    assert known.email == "c@example.org"
    assert [each.subject for each in known.subscriptions.all()] == ["lifelong-learning"]


@pytest.mark.django_db
def test_an_address_that_wants_peace_is_kept_so_that_it_gets_it(at):
    peaceful = make_subscriber(at=at, stopped_at=at)
    forget_old(at=at + 30 * DAY)
    peaceful.refresh_from_db()
    assert peaceful.email


@pytest.mark.django_db
def test_readers_who_follow_something_stay(at):
    kept = reader(at=at)
    forget_old(at=at + 365 * DAY)
    assert kept.subscriptions.get().frequency == Frequency.NOW


@pytest.mark.django_db
def test_the_mailbox_is_emptied_after_thirty_days(at):
    for days in (29, 31):
        KeptMail.objects.create(kept_at=at - days * DAY, sender="a", to="b", message=b"c")
    forget_old(at=at)
    assert KeptMail.objects.count() == 1
