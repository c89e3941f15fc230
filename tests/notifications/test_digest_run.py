"""A run of digests costs the same for each mail, however many there are."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications.enums import DeliveryState, Frequency, Kind, Topic
from notifications.models import Delivery
from notifications.sending.deliver import BATCH, deliver_due
from tests.factories.notifications import make_delivery, make_subscriber, make_subscription
from tests.factories.reviews import ANNOUNCED, DURING, make_review

FOLLOWED = (
    (Topic.FRAMEWORK, "trial"),
    (Topic.THEME, "skills"),
    (Topic.PROVISION, "trial.1"),
    (Topic.SEARCH, "theme=skills&stage=in_review"),
)
LANGUAGES = ("en", "fr", "es")


def plan(name: str, count: int) -> None:
    """Plan a daily digest for each of so many new readers, in every language."""
    for number in range(count):
        reader = make_subscriber(
            f"{name}{number}@example.org",
            at=ANNOUNCED,
            language=LANGUAGES[number % len(LANGUAGES)],
        )
        topic, subject = FOLLOWED[number % len(FOLLOWED)]
        make_subscription(reader, topic, subject, Frequency.DAILY, at=ANNOUNCED)
        make_delivery(reader, Kind.DAILY_DIGEST, window="2026-10-04", at=DURING)


def queries_of_a_run(mails: int) -> float:
    """Send what is due and return the queries a mail, without the few of each batch."""
    mail.outbox.clear()
    with CaptureQueriesContext(connection) as queries:
        counts = deliver_due(lambda: DURING + timedelta(minutes=1))
    assert counts.sent == mails == len(mail.outbox)
    return len(queries) / mails


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_ten_times_the_readers_need_no_more_queries_a_mail() -> None:
    make_review()
    plan("first", 1)
    queries_of_a_run(1)  # what a process looks up once
    plan("few", 20)
    few = queries_of_a_run(20)
    plan("many", 200)
    many = queries_of_a_run(200)
    assert 20 % BATCH == 200 % BATCH == 0
    assert many <= few
    assert many < 9
    assert Delivery.objects.filter(state=DeliveryState.SENT).count() == 221
