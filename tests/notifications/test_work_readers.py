"""Who is reminded of work that waits, and who is not."""

import pytest
from django.core import mail

from notifications.enums import DeliveryState, DropReason, Frequency, Topic
from notifications.planning.work import plan_work_mails
from notifications.sending.deliver import deliver_due
from notifications.services.recipients import ensure_recipients, stop_everything
from notifications.services.subscriptions import set_frequency
from reviews.services.comments import endorse_comment
from stakeholders.enums import Capacity, Group
from stakeholders.services.mandates import confirm_mandate, end_mandate, propose_mandate
from stakeholders.terms import MandateTerms
from tests.factories.notifications import reader_of
from tests.factories.reviews import (
    AFTER,
    CLOSES,
    DURING,
    Review,
    closed,
    share,
    submit,
)
from tests.reviews.cast import governments_spokesperson, in_delegation, in_group
from tests.stakeholders.cast import START, actor

from .work_scenes import (
    BEFORE,
    DAY,
    FIRST,
    cut,
    left_by_its_speaker,
    planned_for,
    shared,
    swept,
    told,
    windows,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("endorsed", "expected"),
    [
        (False, {"AAA-focal", "substitute", "spokesperson"}),
        (True, {"AAA-focal", "substitute", "spokesperson", "AAA"}),
    ],
)
def test_only_those_hear_who_may_do_it_in_that_circle(
    review: Review, endorsed: bool, expected: set[str]
) -> None:
    house = review.house
    for capacity in (Capacity.ADVISER, Capacity.SUBSTITUTE, Capacity.SPOKESPERSON):
        house.mandates[capacity] = in_delegation(house, capacity)
    house.mandates["elsewhere"] = in_delegation(
        house, Capacity.FOCAL_POINT, name="elsewhere", framework_key="elsewhere"
    )
    ensure_recipients(DURING)
    comment = shared(review)
    if endorsed:
        by = actor(house["AAA-focal"])
        endorse_comment(comment_id=comment.pk, expected_edition=1, actor=by, at=DURING)
    plan_work_mails(FIRST)
    assert told(house) == expected


def test_groups_and_regional_groups_hear_of_their_own_comments(review: Review) -> None:
    house = review.house
    house.mandates["voice"] = governments_spokesperson(house)
    house.mandates["stand-in"] = in_group(house, Capacity.SUBSTITUTE, "employers", name="stand-in")
    ensure_recipients(DURING)
    share(review, house["employers"], house.group("employers"))
    share(review, house["BBB"], house.region("north-group"))
    plan_work_mails(FIRST)
    assert told(house) == {"employers", "employers-spokesperson", "stand-in", "north-group"}
    share(review, house["AAA"], house.group("governments"), at=DURING)
    plan_work_mails(FIRST)
    assert {"governments", "voice"} <= told(house)


def test_who_switched_it_off_or_stopped_everything_gets_none(review: Review) -> None:
    house = review.house
    shared(review)
    share(review, house["employers"], house.group("employers"))
    off, stopped = (reader_of(house[name], at=START) for name in ("AAA-focal", "employers"))
    set_frequency(
        recipient_id=off.pk, topic=Topic.WORK, subject="", frequency=Frequency.NEVER, at=DURING
    )
    stop_everything(recipient_id=stopped.pk, at=DURING)
    swept(DURING, DURING + DAY)
    addresses = {address for each in mail.outbox for address in each.to}
    assert addresses == {house["employers-spokesperson"].user.email}
    for name in ("AAA-focal", "employers"):
        assert {each.reason for each in planned_for(house[name])} == {DropReason.NOT_WANTED}


def test_two_mandates_bring_one_mail(review: Review) -> None:
    house, by = review.house, actor(review.house["BBB-focal"])
    terms = MandateTerms(
        house["AAA-focal"].user, Capacity.SPOKESPERSON, Group.GOVERNMENTS, house.states["BBB"]
    )
    second = propose_mandate(terms=terms, actor=by, at=START)
    confirm_mandate(mandate_id=second.pk, actor=by, at=START)
    shared(review)
    first = shared(review, "BBB", place=1)
    assert swept(DURING, DURING + DAY) == 2  # one of them to BBB's focal point
    assert windows(second) == BEFORE[:1]
    submit([first], house["BBB-focal"], at=DURING + DAY)
    assert swept(DURING + DAY, CLOSES - 6 * DAY) == 1
    assert windows(second) == BEFORE[:2], "the other circle's still waits"


def test_a_right_that_ended_between_planning_and_sending_ends_the_mail(review: Review) -> None:
    shared(review)
    plan_work_mails(FIRST)
    focal_point = review.house["AAA-focal"]
    end_mandate(mandate_id=focal_point.pk, actor=actor(focal_point), at=FIRST)
    assert deliver_due(lambda: FIRST).dropped == 1
    [row] = planned_for(focal_point)
    assert (row.state, row.reason) == (DeliveryState.DROPPED, DropReason.NOT_ENTITLED)
    assert mail.outbox == []


def test_the_review_itself_hears_of_nobodys_work(review: Review) -> None:
    house = review.house
    for code in ("AAA", "BBB", "CCC"):
        shared(review, code)
        cut(review, DURING + 3 * DAY, code=code)
    left_by_its_speaker(review, at=DURING + DAY)
    closed(review.round)
    swept(DURING, AFTER + 12 * DAY)
    assert told(house)
    assert not told(house) & {"secretariat", "chairperson", "observer"}
