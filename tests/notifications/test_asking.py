"""Following by an address: asked before anything begins, once a day, and no more than that."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.errors import Conflict, Invalid, Missing
from core.ids import new_id
from notifications.enums import Frequency, Kind, Topic
from notifications.models import Delivery, Recipient, Subscription
from notifications.selectors.choices import effective
from notifications.services.asking import MOST_UNCONFIRMED, ask_by_address
from notifications.services.recipients import stop_everything
from notifications.services.subscriptions import confirm, set_frequency, subscribe
from tests.factories.notifications import make_subscriber, make_subscription, reader_of
from tests.stakeholders.cast import NOW, found_house

pytestmark = pytest.mark.django_db
ADDRESS = "reader@example.org"


@pytest.fixture
def reader() -> Recipient:
    return make_subscriber(at=NOW)


def follow(reader: Recipient, subject: str = "skills", **more):
    return subscribe(
        recipient_id=reader.pk, topic=Topic.THEME, subject=subject, **({"at": NOW} | more)
    )


def ask(email: str = ADDRESS, topic: str = Topic.THEME, subject: str = "skills", **more) -> None:
    terms: dict[str, Any] = {"language": "en", "at": NOW} | more
    ask_by_address(email=email, topic=topic, subject=subject, **terms)


def questions() -> list[Delivery]:
    return list(Delivery.objects.filter(kind=Kind.CONFIRMATION).order_by("planned_at"))


def frequencies(reader: Recipient, at: datetime = NOW) -> dict[tuple[str, str], str]:
    wanted = effective([reader.pk], at)[reader.pk]
    return {(each.topic.value, each.subject): each.frequency.value for each in wanted}


def test_an_address_is_asked_before_anything_begins():
    ask(language="fr", frequency=Frequency.DAILY)
    reader = Recipient.objects.get()
    assert (reader.email, reader.own_language, reader.daily_due_at) == (ADDRESS, "fr", None)
    asked = Subscription.objects.get()
    assert (asked.confirmed_at, asked.frequency) == (None, Frequency.DAILY)
    assert frequencies(reader) == {}
    (question,) = questions()
    assert (question.recipient, question.subject) == (reader, "")
    assert question.window == f"{asked.pk}:{NOW.date()}"
    assert question.due_at == NOW
    confirm(subscription_id=asked.pk, at=NOW + timedelta(days=6))
    assert frequencies(reader) == {("theme", "skills"): "daily"}
    reader.refresh_from_db()
    assert reader.daily_due_at is not None
    assert reader.daily_due_at > NOW


def test_an_address_is_asked_once_a_day_for_each_thing():
    ask()
    ask("READER@example.org", at=NOW + timedelta(minutes=1))
    assert len(questions()) == 1
    ask(subject="osh")
    assert len(questions()) == 2
    ask(at=NOW + timedelta(days=1))
    assert len(questions()) == 3
    assert Recipient.objects.count() == 1


def test_an_address_is_not_flooded_with_questions():
    for theme in ["skills", "osh", "social-dialogue", "cross-cutting", "lifelong-learning"]:
        ask(subject=theme)
    assert len(questions()) == MOST_UNCONFIRMED
    ask(subject="fundamental-rights")
    assert len(questions()) == MOST_UNCONFIRMED
    assert Subscription.objects.count() == MOST_UNCONFIRMED


def test_whoever_follows_something_already_is_not_asked_again(reader: Recipient):
    follow(reader, frequency=Frequency.DAILY)
    ask(frequency=Frequency.NOW)
    assert questions() == []
    assert frequencies(reader) == {("theme", "skills"): "daily"}


def test_whoever_had_switched_it_off_is_asked_and_keeps_it_off_until_then(reader: Recipient):
    follow(reader, frequency=Frequency.NEVER)
    ask()
    assert len(questions()) == 1
    assert frequencies(reader) == {}


def test_whoever_wanted_peace_is_not_asked(reader: Recipient):
    follow(reader)
    stop_everything(recipient_id=reader.pk, at=NOW)
    ask()
    ask(subject="osh")
    assert questions() == []
    assert Subscription.objects.count() == 1


def test_whoever_confirms_after_stopping_everything_gets_that_and_nothing_else(reader: Recipient):
    follow(reader, subject="osh")
    ask()
    stop_everything(recipient_id=reader.pk, at=NOW)
    confirm(subscription_id=Subscription.objects.get(subject="skills").pk, at=NOW)
    assert frequencies(reader) == {("theme", "osh"): "never", ("theme", "skills"): "weekly"}
    assert reader in Recipient.objects.reachable()


def test_the_address_of_a_member_is_the_member():
    house = found_house()
    member = reader_of(house["AAA"], at=NOW)
    ask(house["AAA"].user.email.upper())
    assert Recipient.objects.filter(user=None).count() == 0
    asked = Subscription.objects.get()
    assert (asked.recipient, asked.confirmed_at) == (member, None)
    stop_everything(recipient_id=member.pk, at=NOW)
    confirm(subscription_id=asked.pk, at=NOW)
    member.refresh_from_db()
    assert member.stopped_at == NOW


@pytest.mark.parametrize(
    "address",
    [
        "",
        "reader",
        "reader@",
        "@example.org",
        "reader@example.org, other@example.org",
        "reader@example.org\r\nBcc: other@example.org",
        "reader@example.org\nSubject: x",
        '"a\r\nb"@example.org',
        "reader\x00@example.org",
        "reader @example.org",
        "Reader <reader@example.org>",
        "x" * 250 + "@example.org",
        "reader@example.org%0aBcc:other@example.org",
    ],
)
def test_what_is_no_address_is_refused_with_a_sentence(address: str):
    with pytest.raises(Invalid) as refusal:
        ask(address)
    assert refusal.value.errors[0].pointer == "/email"
    assert "name@example.org" in refusal.value.detail
    assert not Recipient.objects.exists()


def test_a_refusal_never_depends_on_the_address(reader: Recipient):
    for address in (ADDRESS, "nobody@example.org"):
        with pytest.raises(Missing):
            ask(address, subject="alchemy")
        with pytest.raises(Invalid):
            ask(address, topic=Topic.WORK, subject="")
        with pytest.raises(Invalid):
            ask(address, frequency="hourly")


def test_an_answer_after_a_week_comes_too_late(reader: Recipient):
    asked = make_subscription(reader, confirmed=False, at=NOW)
    with pytest.raises(Conflict) as refusal:
        confirm(subscription_id=asked.pk, at=NOW + timedelta(days=7, seconds=1))
    assert refusal.value.code == "confirmation_expired"
    asked.refresh_from_db()
    assert asked.confirmed_at is None
    ask(at=NOW + timedelta(days=8))
    assert confirm(subscription_id=asked.pk, at=NOW + timedelta(days=9)).confirmed_at


def test_confirming_twice_is_as_good_as_once(reader: Recipient):
    asked = make_subscription(reader, confirmed=False, at=NOW)
    confirm(subscription_id=asked.pk, at=NOW)
    set_frequency(
        recipient_id=reader.pk, topic=Topic.THEME, subject="skills", frequency="daily", at=NOW
    )
    again = confirm(subscription_id=asked.pk, at=NOW + timedelta(days=30))
    assert (again.confirmed_at, again.frequency) == (NOW, Frequency.DAILY)
    with pytest.raises(Missing):
        confirm(subscription_id=new_id(), at=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_are_one_reader_with_one_question(at_once):
    at = datetime(2026, 11, 22, 13, 40, tzinfo=UTC)
    at_once(*[lambda: ask(at=at)] * 4)
    assert Recipient.objects.count() == Subscription.objects.count() == len(questions()) == 1
