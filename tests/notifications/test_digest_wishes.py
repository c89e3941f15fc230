"""Which digests come: by choice, by mandate, and no longer than either lasts."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications.enums import DeliveryState, Frequency, Kind, Topic
from notifications.models import Delivery, Recipient, Subscription
from notifications.planning.digests import plan_digests, reschedule
from notifications.planning.wishes import wishes
from stakeholders.enums import Capacity, Group
from stakeholders.models import Mandate
from stakeholders.services.mandates import end_mandate
from tests.factories.readers import make_reader
from tests.stakeholders.cast import NOW, House, actor, admitted, found_house

DAY = timedelta(days=1)
MONDAY = datetime(2026, 2, 9, 8, 30, tzinfo=UTC)  # half past nine in Geneva, after NOW

DAILY, WEEKLY, PROCESS = Kind.DAILY_DIGEST, Kind.WEEKLY_DIGEST, Kind.PROCESS_DIGEST

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return found_house()


def reader(mandate: Mandate, at: datetime = NOW) -> Recipient:
    made, _created = Recipient.objects.get_or_create(user=mandate.user, begun_at=NOW)
    reschedule(made, at)
    return made


def choose(recipient: Recipient, topic: Topic, frequency: Frequency, subject: str = "") -> None:
    Subscription.objects.create(
        recipient=recipient,
        topic=topic,
        subject=subject,
        frequency=frequency,
        begun_at=NOW,
        confirmed_at=NOW,
    )
    reschedule(recipient, NOW)


def wanted_by(recipient: Recipient, at: datetime = NOW) -> set[Kind]:
    return set(wishes([recipient.pk], at)[recipient.pk])


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("AAA", {DAILY, WEEKLY}),
        ("employers", {DAILY, WEEKLY}),
        ("observer", {WEEKLY}),  # rooms, whose news come daily, are the groups'
        ("chairperson", {WEEKLY}),
        ("secretariat", {WEEKLY, PROCESS}),
    ],
)
def test_a_mandate_brings_its_digests(house: House, name, kinds):
    recipient = reader(house[name])
    assert wanted_by(recipient) == kinds
    plan_digests(MONDAY)
    due = Delivery.objects.filter(recipient=recipient, state=DeliveryState.DUE)
    assert set(due.values_list("kind", flat=True)) == kinds


def test_an_address_gets_what_it_chose_and_confirmed():
    nothing = make_reader("nothing", at=NOW, frequencies=[])
    at_once = make_reader("at-once", at=NOW, frequencies=[Frequency.NOW, Frequency.NEVER])
    both = make_reader("both", at=NOW, frequencies=[Frequency.WEEKLY, Frequency.DAILY])
    unsure = make_reader("unsure", at=NOW, frequencies=[Frequency.DAILY])
    Subscription.objects.filter(recipient=unsure).update(confirmed_at=None)
    assert [wanted_by(each) for each in (nothing, at_once, both, unsure)] == [
        set(),
        set(),
        {DAILY, WEEKLY},
        set(),
    ]


def test_a_choice_takes_the_place_of_what_a_mandate_brings(house: House):
    secretariat = reader(house["secretariat"])
    choose(secretariat, Topic.PROCESS, Frequency.NEVER)
    assert wanted_by(secretariat) == {WEEKLY}
    recipient = reader(house["AAA"])
    choose(recipient, Topic.ROOMS, Frequency.WEEKLY)
    assert wanted_by(recipient) == {WEEKLY}
    assert recipient.daily_due_at is None
    choose(recipient, Topic.STATUS, Frequency.DAILY)
    assert wanted_by(recipient) == {DAILY, WEEKLY}
    Subscription.objects.filter(topic=Topic.ROOMS).update(frequency=Frequency.NOW)
    assert wanted_by(recipient) == {DAILY}


def test_what_a_mandate_would_bring_comes_to_nobody_without_one(house: House):
    address = make_reader("outsider", at=NOW, frequencies=[])
    choose(address, Topic.ROOMS, Frequency.DAILY)
    assert wanted_by(address) == set()
    member = reader(house["AAA"])
    end_mandate(mandate_id=house["AAA"].pk, actor=actor(house["AAA-focal"]), at=NOW + DAY)
    assert wanted_by(member, NOW + DAY / 2) == {DAILY, WEEKLY}
    assert wanted_by(member, NOW + 2 * DAY) == set()


def test_digests_end_with_the_mandate_and_begin_again_with_the_next(house: House):
    recipient = reader(house["AAA"])
    end_mandate(mandate_id=house["AAA"].pk, actor=actor(house["AAA-focal"]), at=NOW + DAY)
    assert plan_digests(MONDAY) == 0
    recipient.refresh_from_db()
    assert (recipient.daily_due_at, recipient.weekly_due_at) == (None, None)
    # A mandate that begins by itself, later: nobody touches the reader's row.
    again = admitted(
        house["AAA-focal"],
        "again",
        Capacity.DELEGATE,
        group=Group.GOVERNMENTS,
        organization=house.states["AAA"],
        starts_at=MONDAY + DAY,
    )
    newcomer = reader(again, MONDAY)
    assert newcomer.daily_due_at is None
    assert plan_digests(MONDAY + DAY) == 0
    newcomer.refresh_from_db()
    assert newcomer.daily_due_at is not None
    assert newcomer.daily_due_at > MONDAY + DAY
    plan_digests(newcomer.daily_due_at)
    assert Delivery.objects.filter(recipient=newcomer, kind=DAILY).count() == 1


def test_a_run_asks_as_much_for_many_readers_as_for_one(house: House):
    reader(house["secretariat"])
    make_reader("first", at=NOW)
    one = asked(MONDAY)
    for name in ("AAA", "BBB", "employers", "observer"):
        reader(house[name], MONDAY)
    for number in range(30):
        make_reader(f"reader-{number}", at=MONDAY, zone="Asia/Tokyo" if number % 2 else "UTC")
    # Three days at once: more rows for each, and no more questions.
    assert asked(MONDAY + 3 * DAY) == one
    # Nothing is due: all it asks is whether a mandate began that brings a digest.
    assert asked(MONDAY + 3 * DAY) <= 6


def asked(at: datetime) -> int:
    with CaptureQueriesContext(connection) as queries:
        plan_digests(at)
    return sum("SAVEPOINT" not in each["sql"] for each in queries)
