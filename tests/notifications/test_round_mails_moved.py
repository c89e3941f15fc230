"""What a moved deadline does to mails that were planned, and windows that passed untold."""

from datetime import timedelta

import pytest

from notifications.enums import DeliveryState, DropReason, Kind
from notifications.models import Delivery, Recipient
from notifications.planning.rounds import plan_round_mails
from notifications.services.recipients import ensure_recipients
from tests.factories.frameworks import make_framework
from tests.factories.reviews import (
    ANNOUNCED,
    OPENS,
    Review,
    closed,
    make_review,
)
from tests.stakeholders.cast import START, House, admitted

from .sweeps import (
    LONG,
    REMINDERS,
    close_early,
    everybody,
    extend,
    nothing_is_left_to_send,
    rows,
    sweep,
    told,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(house: House) -> Review:
    """A round that was announced ahead, opens on 1 October and closes on 14 November."""
    return make_review(house, at=ANNOUNCED, closes_at=LONG)


class TestMissed:
    def test_a_missed_run_catches_up_within_the_window(self, review: Review):
        plan_round_mails(OPENS)
        nothing_is_left_to_send(OPENS)
        after = LONG - timedelta(days=4)
        plan_round_mails(after)
        found = {row.kind: row.state for row in rows(review.house["AAA"], *REMINDERS)}
        assert found == {
            Kind.DUE_IN_14_DAYS: DeliveryState.MISSED,
            Kind.DUE_IN_7_DAYS: DeliveryState.DUE,
            Kind.DUE_IN_2_DAYS: DeliveryState.DUE,
        }
        [missed] = rows(review.house["AAA"], Kind.DUE_IN_14_DAYS)
        assert missed.ended_at == after
        assert plan_round_mails(after + timedelta(minutes=1)) == 0

    def test_a_round_that_passed_while_nothing_ran_is_reported_as_missed(self, review: Review):
        closed(review.round)
        long_after = LONG + timedelta(days=8)
        plan_round_mails(long_after)
        found = {row.kind: row.state for row in rows(review.house["AAA"])}
        assert set(found) == {*REMINDERS, Kind.ROUND_CLOSED}  # the opening is longer ago
        assert set(found.values()) == {DeliveryState.MISSED}
        assert plan_round_mails(long_after + timedelta(minutes=1)) == 0

    def test_nobody_missed_what_came_before_their_mandate(self, review: Review):
        after = LONG - timedelta(days=4)
        newcomer = admitted(review.house["workers"], "new", "delegate", group="workers", at=after)
        ensure_recipients(after)
        plan_round_mails(after)
        assert not [row for row in rows(newcomer) if row.state == DeliveryState.MISSED]

    def test_a_portal_that_begins_to_send_has_missed_nothing_before(self, house: House):
        Recipient.objects.all().delete()
        review = make_review(house, closes_at=LONG)
        begun = LONG - timedelta(days=4)
        ensure_recipients(begun)
        plan_round_mails(begun)
        assert not Delivery.objects.filter(state=DeliveryState.MISSED).exists()
        assert len(rows(review.house["AAA"], Kind.DUE_IN_7_DAYS)) == 1

    def test_who_takes_no_mail_misses_none(self, review: Review):
        Recipient.objects.filter(user=review.house["AAA"].user).update(failing_since=START)
        Recipient.objects.filter(user=review.house["BBB"].user).update(stopped_at=START)
        plan_round_mails(LONG - timedelta(days=4))
        for name, expected in (("AAA", 0), ("BBB", 0), ("CCC", 1)):
            found = rows(review.house[name], state=DeliveryState.MISSED)
            assert len([row for row in found if row.kind == Kind.DUE_IN_14_DAYS]) == expected


class TestMovedDeadlines:
    def test_reminders_move_with_the_deadline_and_a_notice_says_so(self, review: Review):
        at = LONG - timedelta(days=3)
        sweep(ANNOUNCED, at, timedelta(hours=12))
        nothing_is_left_to_send(at)
        later = LONG + timedelta(days=20)
        extend(review, later, at)
        plan_round_mails(at + timedelta(minutes=1))
        waiting = rows(review.house["AAA"], state=DeliveryState.DUE)
        assert [(row.kind, row.window) for row in waiting] == [(Kind.DEADLINE_MOVED, "2")]
        assert (waiting[0].due_at, waiting[0].expires_at) == (at, later)
        dropped = rows(review.house["AAA"], state=DeliveryState.DROPPED)
        assert [(row.kind, row.reason) for row in dropped] == [
            (Kind.DUE_IN_2_DAYS, DropReason.SUPERSEDED)
        ]
        assert told(Kind.DEADLINE_MOVED) == everybody(review.house)
        sweep(at, later, timedelta(hours=12))
        again = rows(review.house["AAA"], *REMINDERS, state=DeliveryState.DUE)
        assert [row.kind for row in again] == REMINDERS
        assert {row.window for row in again} == {"2026-12-04T16:00:00Z"}

    def test_what_a_worker_holds_is_left_to_it(self, review: Review):
        at = LONG - timedelta(days=3)
        plan_round_mails(at)
        held = rows(review.house["AAA"], Kind.DUE_IN_2_DAYS)[0]
        until = at + timedelta(minutes=5)
        Delivery.objects.filter(pk=held.pk).update(claimed_until=until)
        extend(review, LONG + timedelta(days=20), at)
        plan_round_mails(at + timedelta(minutes=1))
        held.refresh_from_db()
        assert held.state == DeliveryState.DUE
        plan_round_mails(until)
        held.refresh_from_db()
        assert held.reason == DropReason.SUPERSEDED

    def test_a_notice_gives_way_to_the_next_one(self, review: Review):
        at = LONG - timedelta(days=10)
        extend(review, LONG + timedelta(days=5), at)
        plan_round_mails(at)
        extend(review, LONG + timedelta(days=9), at + timedelta(hours=1))
        plan_round_mails(at + timedelta(hours=1))
        found = rows(review.house["AAA"], Kind.DEADLINE_MOVED)
        assert sorted((row.window, row.state, row.reason) for row in found) == [
            ("2", DeliveryState.DROPPED, DropReason.SUPERSEDED),
            ("3", DeliveryState.DUE, ""),
        ]

    def test_who_came_after_the_move_is_not_told_of_it(self, review: Review):
        at = LONG - timedelta(days=10)
        extend(review, LONG + timedelta(days=5), at)
        late = at + timedelta(days=1)
        newcomer = admitted(review.house["workers"], "new", "delegate", group="workers", at=late)
        ensure_recipients(late)
        plan_round_mails(late)
        assert rows(newcomer, Kind.DEADLINE_MOVED) == []
        assert len(rows(review.house["AAA"], Kind.DEADLINE_MOVED)) == 1

    def test_an_early_close_is_told_in_one_mail_and_ends_the_reminders(self, review: Review):
        at = LONG - timedelta(days=3)
        sweep(ANNOUNCED, at, timedelta(hours=12))
        nothing_is_left_to_send(at)
        close_early(review, at)
        sweep(at, at + timedelta(days=5), timedelta(hours=6))
        waiting = rows(review.house["AAA"], state=DeliveryState.DUE)
        assert [(row.kind, row.window) for row in waiting] == [(Kind.DEADLINE_MOVED, "2")]
        assert waiting[0].expires_at == at + timedelta(days=7)

    def test_a_round_of_another_framework_keeps_its_reminders(self, review: Review):
        other = make_review(review.house, framework=make_framework("other"), closes_at=LONG)
        at = LONG - timedelta(days=3)
        plan_round_mails(at)
        extend(review, LONG + timedelta(days=20), at)
        plan_round_mails(at + timedelta(minutes=1))
        states = {
            (row.subject == other.round.key, row.state)
            for row in rows(review.house["AAA"], Kind.DUE_IN_2_DAYS)
        }
        assert states == {(True, DeliveryState.DUE), (False, DeliveryState.DROPPED)}
