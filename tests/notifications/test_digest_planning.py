"""Digests as rows: one per local day or week, whoever plans it, whenever, and with what clock."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

import pytest

from notifications.enums import DeliveryState, Frequency, Kind
from notifications.models import Delivery, Recipient
from notifications.planning.digests import plan_digests, reschedule
from notifications.planning.rows import as_missed, insert, planned
from record.names import authority
from tests.factories.readers import make_reader

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
BEGUN = datetime(2026, 11, 17, 12, tzinfo=UTC)  # a Tuesday; nine in Geneva is eight UTC
FIRST = datetime(2026, 11, 18, 8, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def rows(reader: Recipient, kind: Kind = Kind.DAILY_DIGEST) -> list[tuple[str, str]]:
    """Windows and states, in the order in which they are due."""
    made = Delivery.objects.filter(recipient=reader, kind=kind).order_by("due_at")
    return list(made.values_list("window", "state"))


def windows(reader: Recipient, kind: Kind = Kind.DAILY_DIGEST) -> list[str]:
    return [window for window, _state in rows(reader, kind)]


def plan_at(*instants: datetime) -> list[int]:
    return [plan_digests(at) for at in instants]


def changed(reader: Recipient, at: datetime, **fields: object) -> None:
    """What saving settings does to digests: the fields, the unsent rows, the due times."""
    Recipient.objects.filter(pk=reader.pk).update(**fields)
    reader.refresh_from_db()
    Delivery.objects.filter(recipient=reader, state=DeliveryState.DUE, claimed_until=None).delete()
    reschedule(reader, at)


def end(some: Iterable[Delivery], state: DeliveryState = DeliveryState.SENT) -> None:
    """As if these had been sent."""
    for row in some:
        Delivery.objects.filter(pk=row.pk).update(
            state=state, ended_at=row.due_at, content_digest="0" * 64
        )


# --- Rows


def test_a_row_goes_in_once_and_says_so():
    reader = make_reader("ann", at=BEGUN)

    def row(window: str) -> Delivery:
        return planned(
            reader.pk,
            Kind.NEWS,
            subject="",
            window=window,
            due_at=FIRST,
            expires_at=FIRST + DAY,
            at=BEGUN,
        )

    assert insert([row("1-2"), row("1-2"), row("2-3")]) == 2
    assert insert(row(window) for window in ("1-2", "3-4")) == 1
    assert insert([]) == 0
    kept = Delivery.objects.get(window="3-4")
    assert kept.message_id == f"<{kept.pk}@{authority()}>"
    assert (kept.try_at, kept.planned_at, kept.state) == (FIRST, BEGUN, DeliveryState.DUE)


def test_a_row_that_came_too_late_says_when_that_was_found():
    reader = make_reader("ann", at=BEGUN)
    row = planned(
        reader.pk,
        Kind.NEWS,
        subject="",
        window="1-2",
        due_at=FIRST,
        expires_at=FIRST + DAY,
        at=FIRST + 2 * DAY,
    )
    insert([as_missed(row)])
    kept = Delivery.objects.get()
    assert (kept.state, kept.ended_at) == (DeliveryState.MISSED, FIRST + 2 * DAY)


# --- Once a day, once a week


def test_a_digest_is_planned_when_it_is_due_and_not_before():
    reader = make_reader("ann", at=BEGUN, spread=7)
    due_at = FIRST + 7 * MINUTE
    assert plan_at(due_at - MINUTE, due_at, due_at, due_at + MINUTE) == [0, 1, 0, 0]
    row = Delivery.objects.get()
    assert (row.window, row.subject, row.due_at) == ("2026-11-18", "", due_at)
    assert row.expires_at == datetime(2026, 11, 18, 23, tzinfo=UTC)
    reader.refresh_from_db()
    assert reader.daily_due_at == due_at + DAY


def test_a_weekly_digest_comes_on_monday_beside_the_daily_one():
    both = make_reader("both", at=BEGUN, frequencies=[Frequency.DAILY, Frequency.WEEKLY])
    weekly = make_reader("weekly", at=BEGUN, frequencies=[Frequency.WEEKLY])
    for number in range(7):
        plan_digests(FIRST + number * DAY)
    assert windows(both) == [f"2026-11-{day}" for day in range(18, 25)]
    assert windows(both, Kind.WEEKLY_DIGEST) == ["2026-W48"]
    assert rows(weekly) == []
    assert rows(weekly, Kind.WEEKLY_DIGEST) == [("2026-W48", "due")]
    assert Delivery.objects.get(recipient=weekly).due_at.date() == date(2026, 11, 23)


def test_clocks_that_jump_back_and_forth_plan_each_day_once():
    reader = make_reader("ann", at=BEGUN)
    jumps = [0, 5, -5, 3, -2, 0, 5]
    made = plan_at(*(FIRST + jump * MINUTE for jump in jumps))
    assert made == [1, 0, 0, 0, 0, 0, 0]
    # The same with a row that planners before the jump did not see taken on.
    Recipient.objects.filter(pk=reader.pk).update(daily_due_at=FIRST)
    assert plan_digests(FIRST + MINUTE) == 0
    assert windows(reader) == ["2026-11-18"]


@pytest.mark.django_db(transaction=True)
def test_planners_at_once_make_each_digest_once(at_once):
    readers = [make_reader(f"reader-{number}", at=BEGUN) for number in range(40)]
    calls = [lambda at=FIRST + number * MINUTE: plan_digests(at, most=1000) for number in range(4)]
    made = at_once(*calls)
    # Those that one planner holds are left out by the others, and each planner takes what is left.
    assert sum(made) + plan_digests(FIRST + 5 * MINUTE) == 40
    assert all(windows(reader) == ["2026-11-18"] for reader in readers)


def test_a_run_takes_no_more_readers_than_it_may():
    for number in range(5):
        make_reader(f"reader-{number}", at=BEGUN)
    assert [plan_digests(FIRST, most=2) for _run in range(4)] == [2, 2, 1, 0]


# --- What was missed


def test_days_on_which_nothing_ran_are_noted_and_the_running_day_is_planned():
    reader = make_reader("ann", at=BEGUN)
    plan_digests(FIRST)
    assert plan_digests(FIRST + 4 * DAY + MINUTE) == 4
    assert rows(reader) == [
        ("2026-11-18", "due"),
        ("2026-11-19", "missed"),
        ("2026-11-20", "missed"),
        ("2026-11-21", "missed"),
        ("2026-11-22", "due"),
    ]
    missed = Delivery.objects.filter(state=DeliveryState.MISSED)
    assert {row.ended_at for row in missed} == {FIRST + 4 * DAY + MINUTE}


def test_a_day_whose_window_is_over_is_missed_too():
    reader = make_reader("ann", at=BEGUN, quiet=(time(20), time(6)))
    plan_digests(datetime(2026, 11, 18, 19, tzinfo=UTC))  # eight in the evening: it is quiet
    assert rows(reader) == [("2026-11-18", "missed")]


def test_who_began_today_misses_nothing_of_before():
    reader = make_reader("ann", at=FIRST + 3 * DAY + MINUTE)
    Recipient.objects.filter(pk=reader.pk).update(daily_due_at=FIRST)  # however it came about
    plan_digests(FIRST + 4 * DAY)
    assert rows(reader) == [("2026-11-22", "due")]


@pytest.mark.parametrize("field", ["stopped_at", "failing_since"])
def test_who_can_or_will_get_nothing_gets_no_rows_and_misses_none(field):
    reader = make_reader("ann", at=BEGUN)
    Recipient.objects.filter(pk=reader.pk).update(**{field: BEGUN})
    assert plan_digests(FIRST + 2 * DAY) == 0
    reader.refresh_from_db()
    assert reader.daily_due_at == FIRST + 3 * DAY
    Recipient.objects.filter(pk=reader.pk).update(**{field: None})
    plan_digests(FIRST + 3 * DAY)
    assert rows(reader) == [("2026-11-21", "due")]


# --- Changes in the course of a day


def test_another_zone_during_the_day_makes_no_second_digest_of_that_day():
    reader = make_reader("ann", at=BEGUN, zone="Asia/Tokyo")
    in_tokyo = datetime(2026, 11, 19, 0, tzinfo=UTC)
    plan_at(in_tokyo - DAY, in_tokyo)
    end(Delivery.objects.all())
    # Nine o'clock of the same day is still to come in New York, fourteen hours later.
    changed(reader, in_tokyo + 2 * MINUTE, own_time_zone="America/New_York")
    plan_at(*(in_tokyo + timedelta(hours=hour) for hour in range(60)))
    assert rows(reader) == [("2026-11-18", "sent"), ("2026-11-19", "sent"), ("2026-11-20", "due")]


def test_other_quiet_hours_during_the_day_make_no_second_digest():
    reader = make_reader("ann", at=BEGUN)
    plan_digests(FIRST)
    end(Delivery.objects.all())
    changed(reader, FIRST + MINUTE, quiet_from=time(6), quiet_until=time(15))
    plan_at(*(FIRST + timedelta(hours=hour) for hour in range(15)))
    assert windows(reader) == ["2026-11-18"]


def test_a_digest_that_was_not_sent_yet_is_planned_anew_after_a_change():
    reader = make_reader("ann", at=BEGUN)
    plan_digests(FIRST)
    changed(reader, FIRST + MINUTE, quiet_from=time(6), quiet_until=time(15))
    assert Delivery.objects.count() == 0
    assert plan_at(FIRST + 2 * MINUTE, FIRST + timedelta(hours=6)) == [0, 1]
    assert windows(reader) == ["2026-11-18"]
    assert Delivery.objects.get().due_at == datetime(2026, 11, 18, 14, tzinfo=UTC)
    # And when the change leaves the running day as it is.
    changed(reader, FIRST + timedelta(hours=6, minutes=1), own_language="fr")
    assert plan_digests(FIRST + timedelta(hours=6, minutes=2)) == 1
    assert windows(reader) == ["2026-11-18"]


def test_a_change_before_the_planner_came_loses_no_digest():
    reader = make_reader("ann", at=BEGUN)
    changed(reader, FIRST + MINUTE, own_language="es")
    assert plan_digests(FIRST + 2 * MINUTE) == 1
    assert windows(reader) == ["2026-11-18"]


def test_a_zone_that_nobody_knows_any_more_counts_as_utc_and_stops_nobody():
    lost = make_reader("lost", at=BEGUN)
    kept = make_reader("kept", at=BEGUN)
    Recipient.objects.filter(pk=lost.pk).update(own_time_zone="Mars/Olympus_Mons")
    plan_digests(FIRST)
    assert (windows(lost), windows(kept)) == ([], ["2026-11-18"])
    plan_digests(FIRST + timedelta(hours=1))
    assert windows(lost) == ["2026-11-18"]
