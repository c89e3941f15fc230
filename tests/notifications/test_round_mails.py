"""What is planned about a round: to whom, when by their own clock, and never twice."""

from datetime import UTC, date, datetime, time, timedelta
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from notifications.enums import DeliveryState, Kind
from notifications.models import Delivery, Recipient
from notifications.planning.rounds import plan_round_mails
from notifications.services.recipients import ensure_recipients, save_settings
from stakeholders.enums import Capacity, Group
from stakeholders.models import Mandate, User
from stakeholders.services.mandates import end_mandate
from tests.factories.frameworks import make_framework
from tests.factories.notifications import reader_of
from tests.factories.reviews import (
    ANNOUNCED,
    OPENS,
    Review,
    closed,
    make_review,
)
from tests.stakeholders.cast import START, House, actor, admitted

from .sweeps import (
    CLOSES_TEXT,
    LONG,
    REMINDERS,
    WITHOUT_ROOM,
    everybody,
    rows,
    sweep,
    told,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(house: House) -> Review:
    """A round that was announced ahead, opens on 1 October and closes on 14 November."""
    return make_review(house, at=ANNOUNCED, closes_at=LONG)


class TestOpening:
    def test_everybody_with_a_mandate_is_told_once(self, review: Review):
        assert plan_round_mails(OPENS - timedelta(minutes=1)) == 0
        assert plan_round_mails(OPENS) == len(everybody(review.house))
        assert plan_round_mails(OPENS + timedelta(minutes=1)) == 0
        assert told(Kind.ROUND_OPENED) == everybody(review.house)
        [row] = rows(review.house["AAA"])
        assert (row.subject, row.window) == (review.round.key, "opened")
        assert (row.due_at, row.expires_at) == (OPENS, OPENS + timedelta(days=3))

    def test_who_holds_two_mandates_is_told_once(self, house: House):
        double = house["AAA"]
        terms = {"group": Group.GOVERNMENTS, "organization": house.states["BBB"]}
        second = Mandate.objects.create(
            user=double.user,
            capacity=Capacity.DELEGATE,
            starts_at=START,
            proposed_at=START,
            confirmed_at=START,
            confirmed_by=house["BBB-focal"],
            **terms,
        )
        make_review(house)
        plan_round_mails(OPENS)
        assert len(rows(second, Kind.ROUND_OPENED)) == 1

    def test_a_mandate_for_another_framework_hears_nothing(self, review: Review):
        terms: dict[str, Any] = {"group": Group.EMPLOYERS, "at": START}
        here = admitted(
            review.house["employers"],
            "here",
            Capacity.DELEGATE,
            framework_key=review.framework.slug,
            **terms,
        )
        there = admitted(
            review.house["employers"],
            "there",
            Capacity.DELEGATE,
            framework_key="another-2026",
            **terms,
        )
        ensure_recipients(START)
        plan_round_mails(OPENS)
        assert len(rows(here)) == 1
        assert rows(there) == []

    def test_a_mandate_that_ended_hears_nothing(self, review: Review):
        house = review.house
        end_mandate(mandate_id=house["AAA"].pk, actor=actor(house["AAA-focal"]), at=ANNOUNCED)
        plan_round_mails(OPENS)
        assert rows(house["AAA"]) == []

    def test_it_waits_for_the_end_of_quiet_hours(self, review: Review):
        reader = reader_of(review.house["AAA"], at=START)
        save_settings(
            recipient_id=reader.pk,
            language="en",
            time_zone="Europe/Zurich",
            quiet_from=time(7),
            quiet_until=time(10),
            at=START,
        )
        plan_round_mails(OPENS)  # 8 in Geneva
        [row] = rows(review.house["AAA"])
        assert row.due_at == datetime(2026, 10, 1, 8, tzinfo=UTC)

    def test_in_a_round_too_short_for_quiet_hours_it_comes_at_once(self, house: House):
        reader = reader_of(house["AAA"], at=START)
        save_settings(
            recipient_id=reader.pk,
            language="en",
            time_zone="Europe/Zurich",
            quiet_from=time(7),
            quiet_until=time(10),
            at=START,
        )
        make_review(house, closes_at=OPENS + timedelta(hours=1))
        plan_round_mails(OPENS)
        [row] = rows(house["AAA"], Kind.ROUND_OPENED)
        assert (row.due_at, row.expires_at) == (OPENS, OPENS + timedelta(hours=1))

    def test_a_newcomer_hears_of_it_while_it_is_news(self, review: Review):
        plan_round_mails(OPENS)
        late = OPENS + timedelta(days=2)
        newcomer = admitted(review.house["workers"], "new", "delegate", group="workers", at=late)
        ensure_recipients(late)
        plan_round_mails(late)
        [row] = rows(newcomer)
        assert (row.kind, row.due_at) == (Kind.ROUND_OPENED, late)
        later = OPENS + timedelta(days=4)
        last = admitted(review.house["workers"], "last", "delegate", group="workers", at=later)
        ensure_recipients(later)
        plan_round_mails(later)
        assert rows(last) == []


class TestReminders:
    def test_each_comes_in_the_readers_own_morning_and_lasts_until_the_next(self, review: Review):
        readers = {
            "AAA": "Asia/Tokyo",
            "BBB": "America/Sao_Paulo",
            "CCC": "Europe/Zurich",
        }
        for name, zone in readers.items():
            user = review.house[name].user
            user.time_zone = zone
            user.save()
        sweep(LONG - timedelta(days=20), LONG, timedelta(hours=6))
        for name, zone in readers.items():
            found = rows(review.house[name], *REMINDERS)
            assert [row.kind for row in found] == REMINDERS
            assert {row.window for row in found} == {CLOSES_TEXT}
            assert [row.expires_at for row in found] == [
                *(row.due_at for row in found[1:]),
                LONG,
            ]
            spread = timedelta(minutes=found[0].recipient_id.int % 30)
            local = [(row.due_at - spread).astimezone(ZoneInfo(zone)) for row in found]
            assert {each.time() for each in local} == {time(9)}
            # In Tokyo it closes at one in the morning: that day's own reminder would be too late.
            closing = date(2026, 11, 15) if zone == "Asia/Tokyo" else date(2026, 11, 14)
            last = 1 if zone == "Asia/Tokyo" else 0
            assert [(closing - each.date()).days for each in local] == [14, 7, 2, last]

    def test_they_are_planned_two_days_ahead_and_come_to_constituents_only(self, review: Review):
        first = LONG - timedelta(days=16)
        plan_round_mails(OPENS)
        assert plan_round_mails(first - timedelta(minutes=1)) == 0
        assert plan_round_mails(first) == len(everybody(review.house, WITHOUT_ROOM))
        assert told(Kind.DUE_IN_14_DAYS) == everybody(review.house, WITHOUT_ROOM)
        assert not Delivery.objects.filter(kind__in=REMINDERS, due_at__lte=first).exists()

    def test_a_whole_round_gives_each_its_mails_once(self, review: Review):
        sweep(ANNOUNCED, LONG, timedelta(hours=6))
        closed(review.round)
        sweep(LONG, LONG + timedelta(days=1))
        for name, mandate in review.house.mandates.items():
            kinds = [row.kind for row in rows(mandate)]
            middle = [] if name in WITHOUT_ROOM else REMINDERS
            assert kinds == [Kind.ROUND_OPENED, *middle, Kind.ROUND_CLOSED], name
        assert not Delivery.objects.exclude(state=DeliveryState.DUE).exists()

    def test_none_is_planned_whose_morning_lay_before_the_window_was_set(self, house: House):
        make_review(house, closes_at=OPENS + timedelta(days=5))
        sweep(OPENS, OPENS + timedelta(days=5))
        kinds = [row.kind for row in rows(house["AAA"])]
        assert kinds == [Kind.ROUND_OPENED, Kind.DUE_IN_2_DAYS, Kind.DUE_TODAY]

    def test_a_newcomer_is_reminded_of_what_is_running_at_once(self, review: Review):
        late = LONG - timedelta(days=3)
        sweep(ANNOUNCED, late, timedelta(hours=12))
        newcomer = admitted(review.house["workers"], "new", "delegate", group="workers", at=late)
        ensure_recipients(late)
        sweep(late, LONG)
        found = rows(newcomer)
        assert [row.kind for row in found] == REMINDERS[1:]
        assert found[0].due_at == late

    def test_settings_that_change_bring_the_new_morning(self, review: Review):
        ahead = LONG - timedelta(days=1)
        plan_round_mails(ahead)
        [before] = rows(review.house["AAA"], Kind.DUE_TODAY)
        save_settings(
            recipient_id=before.recipient_id,
            language="en",
            time_zone="Asia/Kathmandu",
            quiet_from=None,
            quiet_until=None,
            at=ahead,
        )
        plan_round_mails(ahead)
        [after] = rows(review.house["AAA"], Kind.DUE_TODAY)
        assert before.due_at - after.due_at == timedelta(hours=4, minutes=45)


class TestManyReaders:
    def test_a_sweep_costs_the_same_few_queries_whatever_there_is(
        self, review: Review, django_assert_num_queries
    ):
        at = LONG - timedelta(days=3)
        plan_round_mails(at)
        with django_assert_num_queries(6):  # two of them begin and end the transaction
            assert plan_round_mails(at) == 0
        for number in range(3):
            framework = make_framework(f"more-{number}")
            make_review(review.house, framework=framework, closes_at=LONG)
            admitted(review.house["workers"], f"w{number}", "delegate", group="workers")
        ensure_recipients(at)
        assert plan_round_mails(at) > 0
        with django_assert_num_queries(6):
            assert plan_round_mails(at) == 0

    def test_five_thousand_readers_are_planned_for_in_a_few_seconds(self, review: Review):
        many_readers(5000, review.house)
        begun = monotonic()
        assert plan_round_mails(OPENS) >= 5000
        planning = monotonic() - begun
        begun = monotonic()
        assert plan_round_mails(OPENS) == 0
        again = monotonic() - begun
        print(f"5,000 readers: planned in {planning:.1f} s, swept again in {again * 1000:.0f} ms")
        assert planning < 30  # about 2 s; a busy machine takes longer
        assert again < planning


def many_readers(count: int, house: House) -> None:
    """Put `count` members of the Workers there, each a reader."""
    users = User.objects.bulk_create(
        User(email=f"many-{number}@example.org") for number in range(count)
    )
    Mandate.objects.bulk_create(
        Mandate(
            user=user,
            group=Group.WORKERS,
            capacity=Capacity.DELEGATE,
            starts_at=START,
            proposed_at=START,
            confirmed_at=START,
            confirmed_by=house["workers"],
        )
        for user in users
    )
    Recipient.objects.bulk_create(Recipient(user=user, begun_at=START) for user in users)
    # What autovacuum does soon after a commit, which there is none here. It may have found these
    # tables empty meanwhile, and a plan for no rows takes an hour for five thousand.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
