"""Readers: who becomes one, how they want their mail, and that they want none."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.errors import Conflict, Invalid, Missing
from core.ids import new_id
from notifications.enums import DeliveryState, Frequency, Kind, Topic
from notifications.models import Delivery, Recipient, Subscription
from notifications.planning.digests import plan_digests
from notifications.services.recipients import (
    ensure_recipients,
    forget_address,
    recipient_of,
    resume,
    save_settings,
    stop_everything,
)
from notifications.services.subscriptions import set_frequency
from stakeholders.enums import Capacity, Group
from stakeholders.models import User
from stakeholders.services.mandates import confirm_mandate, end_mandate, propose_mandate
from stakeholders.terms import MandateTerms
from tests.factories.notifications import (
    make_delivery,
    make_subscriber,
    make_subscription,
    reader_of,
)
from tests.stakeholders.cast import NOW, House, actor, admitted, found_house, person

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 2, 5, 8, tzinfo=UTC)  # 9 in Geneva, on the day after NOW


@pytest.fixture
def house() -> House:
    return found_house()


def settled(recipient: Recipient, **changes):
    wanted: dict[str, Any] = {"language": "en", "time_zone": "Europe/Zurich"}
    wanted |= {"quiet_from": None, "quiet_until": None}
    return save_settings(recipient_id=recipient.pk, **(wanted | changes), at=NOW)


def test_everybody_with_an_active_mandate_becomes_a_reader_once(house: House):
    stranger = person("stranger")
    assert ensure_recipients(NOW) == len({each.user_id for each in house.mandates.values()})
    assert ensure_recipients(NOW) == 0
    assert not Recipient.objects.filter(user=stranger).exists()
    assert not Recipient.objects.filter(weekly_due_at=None).exists()


def test_a_sweep_that_finds_nothing_new_asks_the_same_few_queries(
    house: House, django_assert_num_queries, django_assert_max_num_queries
):
    ensure_recipients(NOW)
    with django_assert_max_num_queries(7) as first:
        ensure_recipients(NOW)
    for number in range(5):
        admitted(
            house["AAA-focal"],
            f"more-{number}",
            Capacity.DELEGATE,
            group=Group.GOVERNMENTS,
            organization=house.states["AAA"],
        )
    ensure_recipients(NOW)
    with django_assert_num_queries(len(first)):
        ensure_recipients(NOW)


def test_who_holds_several_mandates_is_one_reader(house: House):
    user = house["AAA"].user
    before = Recipient.objects.count()
    recipient_of(user, NOW)
    assert recipient_of(user, NOW) == Recipient.objects.get(user=user)
    assert Recipient.objects.count() == before + 1


@pytest.mark.django_db(transaction=True)
def test_who_comes_twice_at_once_is_one_reader(at_once):
    user = person("twice")
    make_subscriber(user.email, at=NOW)
    found = at_once(*[lambda: recipient_of(user, NOW)] * 3)
    assert {each.pk for each in found} == {Recipient.objects.get().pk}
    assert Recipient.objects.get().user == user


def test_a_mandate_that_begins_later_makes_its_digests_due(house: House):
    newcomer = person("newcomer")
    reader = recipient_of(newcomer, NOW)
    assert (reader.daily_due_at, reader.weekly_due_at) == (None, None)
    admit_newcomer(house, newcomer)
    plan_digests(NOW)
    reader.refresh_from_db()
    assert reader.daily_due_at is not None
    assert reader.weekly_due_at is not None


def admit_newcomer(house: House, user: User) -> None:
    terms = MandateTerms(user, Capacity.DELEGATE, Group.GOVERNMENTS, house.states["AAA"])
    focal = actor(house["AAA-focal"])
    proposed = propose_mandate(terms=terms, actor=focal, at=NOW)
    confirm_mandate(mandate_id=proposed.pk, actor=focal, at=NOW)


def test_an_address_that_followed_something_becomes_its_holders_reader(house: House):
    earlier = make_subscriber(house["AAA"].user.email.upper(), at=NOW)
    followed = make_subscription(earlier, at=NOW)
    ensure_recipients(NOW)
    earlier.refresh_from_db()
    assert (earlier.user, earlier.email) == (house["AAA"].user, "")
    assert earlier.address == house["AAA"].user.email
    assert followed in earlier.subscriptions.all()


def test_an_address_that_had_stopped_everything_does_not_keep_a_member_from_deadlines(
    house: House,
):
    earlier = make_subscriber(house["AAA"].user.email, at=NOW)
    make_subscription(earlier, at=NOW)
    stop_everything(recipient_id=earlier.pk, at=NOW)
    ensure_recipients(NOW)
    earlier.refresh_from_db()
    assert earlier.user == house["AAA"].user
    assert earlier.stopped_at is None
    assert not earlier.subscriptions.exists()


def test_settings_of_a_member_stand_on_the_account(house: House):
    reader = reader_of(house["AAA"], at=NOW)
    settled(reader, language="fr", time_zone="Asia/Kathmandu")
    user = User.objects.get(pk=house["AAA"].user_id)
    assert (user.language, user.time_zone) == ("fr", "Asia/Kathmandu")
    reader = Recipient.objects.get(pk=reader.pk)
    assert (reader.language, reader.time_zone) == ("fr", "Asia/Kathmandu")
    assert reader.own_language == "en"


def test_settings_of_an_address_stand_on_the_reader():
    reader = make_subscriber(at=NOW)
    settled(
        reader,
        language="es",
        time_zone="America/Sao_Paulo",
        quiet_from=time(22),
        quiet_until=time(7),
    )
    reader = Recipient.objects.get(pk=reader.pk)
    assert (reader.language, reader.time_zone) == ("es", "America/Sao_Paulo")
    assert (reader.quiet_from, reader.quiet_until) == (time(22), time(7))


def test_a_digest_comes_at_the_morning_of_the_new_zone():
    reader = make_subscriber(at=NOW)
    make_subscription(reader, frequency=Frequency.DAILY, at=NOW)
    settled(reader, time_zone="Asia/Tokyo")
    in_tokyo = Recipient.objects.get(pk=reader.pk).daily_due_at
    settled(reader, time_zone="America/New_York")
    in_new_york = Recipient.objects.get(pk=reader.pk).daily_due_at
    assert in_tokyo is not None and in_new_york is not None
    assert in_tokyo.hour == 0  # 9 in Tokyo
    assert in_new_york.hour == 14  # 9 in New York, in winter


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"language": "de"}, "/language"),
        ({"language": "en\r\nBcc: x@example.org"}, "/language"),
        ({"time_zone": "Mars/Olympus"}, "/time_zone"),
        ({"time_zone": "../../etc/passwd"}, "/time_zone"),
        ({"time_zone": "\x00"}, "/time_zone"),
        ({"time_zone": ""}, "/time_zone"),
        ({"quiet_from": time(22)}, "/quiet_until"),
        ({"quiet_until": time(7)}, "/quiet_from"),
        ({"quiet_from": time(8), "quiet_until": time(8)}, "quiet_until"),
        ({"quiet_from": time(8), "quiet_until": time(7)}, "quiet_until"),
    ],
)
def test_settings_that_make_no_sense_are_refused_and_nothing_changes(changes, named):
    reader = make_subscriber(at=NOW)
    with pytest.raises(Invalid) as refusal:
        settled(reader, **changes)
    assert [error.pointer for error in refusal.value.errors] == [named]
    reader.refresh_from_db()
    assert (reader.own_language, reader.own_time_zone) == ("en", "Europe/Zurich")
    assert reader.quiet_from is reader.quiet_until is None


def test_an_unknown_zone_is_answered_with_an_example():
    with pytest.raises(Invalid) as refusal:
        settled(make_subscriber(at=NOW), time_zone="GMT+25")
    assert "Europe/Zurich" in refusal.value.errors[0].detail


def test_reminders_that_wait_are_planned_anew_when_the_settings_change(house: House):
    reader = reader_of(house["AAA"], at=NOW)
    waiting = make_delivery(reader, Kind.DUE_IN_7_DAYS, window="a", at=NOW)
    held = make_delivery(
        reader, Kind.DUE_IN_2_DAYS, window="a", at=NOW, claimed_until=NOW + timedelta(minutes=5)
    )
    tried = make_delivery(reader, Kind.DUE_TODAY, window="a", at=NOW, tries=1)
    told = make_delivery(reader, Kind.ROOM_NEWS, window="7", at=NOW)
    others = make_delivery(reader_of(house["BBB"], at=NOW), Kind.DUE_IN_7_DAYS, window="a", at=NOW)
    settled(reader, time_zone="Asia/Tokyo")
    assert not Delivery.objects.filter(pk=waiting.pk).exists()
    assert set(Delivery.objects.all()) == {held, tried, told, others}


def test_what_was_sent_stays_when_the_settings_change(house: House):
    reader = reader_of(house["AAA"], at=NOW)
    sent = make_delivery(
        reader,
        Kind.DUE_IN_7_DAYS,
        window="a",
        at=NOW,
        state=DeliveryState.SENT,
        ended_at=NOW,
        content_digest="0" * 64,
    )
    settled(reader, time_zone="Asia/Tokyo")
    assert Delivery.objects.get() == sent


def test_stopping_everything_keeps_what_was_chosen_and_beginning_again_brings_it_back():
    reader = make_subscriber(at=NOW)
    make_subscription(reader, frequency=Frequency.DAILY, at=NOW)
    stopped = stop_everything(recipient_id=reader.pk, at=NOW)
    assert (stopped.stopped_at, stopped.daily_due_at) == (NOW, None)
    again = stop_everything(recipient_id=reader.pk, at=NOW + timedelta(days=1))
    assert again.stopped_at == NOW
    assert reader not in Recipient.objects.reachable()
    resumed = resume(recipient_id=reader.pk, at=NOW)
    assert resumed.stopped_at is None
    assert resumed.daily_due_at is not None
    assert resumed.daily_due_at > NOW
    assert reader in Recipient.objects.reachable()


def test_a_forgotten_address_leaves_the_log_and_nothing_else():
    reader = make_subscriber(quiet_from=time(22), quiet_until=time(7), at=NOW)
    make_subscription(reader, at=NOW)
    sent = make_delivery(
        reader, at=NOW, state=DeliveryState.SENT, ended_at=NOW, content_digest="0" * 64
    )
    make_delivery(reader, window="2-3", at=NOW)
    forget_address(recipient_id=reader.pk, at=NOW)
    reader.refresh_from_db()
    assert (reader.email, reader.address, reader.key_number) == ("", "", 2)
    assert (reader.quiet_from, reader.daily_due_at, reader.weekly_due_at) == (None, None, None)
    assert not Subscription.objects.exists()
    assert Delivery.objects.get() == sent
    with pytest.raises(Conflict):
        resume(recipient_id=reader.pk, at=NOW)
    assert make_subscriber("reader@example.org", at=NOW) != reader


def test_the_address_of_an_account_is_not_forgotten(house: House):
    reader = reader_of(house["AAA"], at=NOW)
    with pytest.raises(Conflict):
        forget_address(recipient_id=reader.pk, at=NOW)
    assert Recipient.objects.get(pk=reader.pk).address == house["AAA"].user.email


def test_nothing_is_done_for_a_reader_who_is_not_there():
    for act in (stop_everything, resume, forget_address):
        with pytest.raises(Missing):
            act(recipient_id=new_id(), at=NOW)


def test_an_address_is_one_reader_whatever_its_case():
    make_subscriber("Reader@example.org", at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_subscriber("reader@EXAMPLE.org", at=NOW)


def test_a_mandate_that_ended_brings_nothing_more(house: House):
    reader = reader_of(house["AAA"], at=NOW)
    set_frequency(
        recipient_id=reader.pk, topic=Topic.ROOMS, subject="", frequency=Frequency.NOW, at=NOW
    )
    end_mandate(mandate_id=house["AAA"].pk, actor=actor(house["AAA-focal"]), at=NOW)
    with pytest.raises(Missing):
        set_frequency(
            recipient_id=reader.pk,
            topic=Topic.ROOMS,
            subject="",
            frequency=Frequency.DAILY,
            at=NOW + timedelta(hours=1),
        )
