"""The mail that a member's address takes none: to who admits in that circle, without a name."""

import pytest

from notifications.enums import DropReason, Kind
from notifications.models import Delivery
from notifications.services.bounces import address_works, note_refusal
from stakeholders.services.mandates import end_mandate
from tests.factories.notifications import make_delivery, reader_of
from tests.factories.reviews import DURING, Review
from tests.stakeholders.cast import START, actor

from .work_scenes import MORNING, OTHERS, letter, reason

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("adviser")]


def test_a_failing_address_is_told_to_who_admits_in_that_circle(review: Review) -> None:
    house = review.house
    bounced = make_delivery(reader_of(house["AAA"], at=START), at=DURING)
    note_refusal(delivery_id=bounced.pk, status="5.1.1", at=DURING)
    rows = Delivery.objects.filter(kind=Kind.ADDRESS_FAILS)
    [row] = rows.filter(recipient__user=house["AAA-focal"].user_id)
    assert rows.count() == 1
    found = letter(row, MORNING)
    assert found.action is not None
    room = house.delegation("AAA")
    assert found.action.url.endswith(f"/desk/circles/{room.pk}/members/")
    spoken = " ".join([found.subject, found.preheader, *found.opening, found.why])
    assert house["AAA"].user.name not in spoken
    assert house["AAA"].user.email not in spoken
    assert "AAA" not in spoken


def test_it_is_told_to_nobody_else_and_no_more_once_it_works(review: Review) -> None:
    house = review.house
    failing = reader_of(house["AAA"], at=START)
    bounced = make_delivery(failing, at=DURING)
    note_refusal(delivery_id=bounced.pk, status="5.1.1", at=DURING)
    row = Delivery.objects.get(kind=Kind.ADDRESS_FAILS)
    for name in (*OTHERS, "CCC"):
        other = make_delivery(
            reader_of(house[name], at=START), Kind.ADDRESS_FAILS, window=row.window, at=DURING
        )
        assert reason(other, MORNING) == DropReason.NOT_ENTITLED, name
    address_works(recipient_id=failing.pk, at=MORNING)
    assert reason(row, MORNING) == DropReason.DONE


def test_a_focal_point_who_left_is_not_told_of_it(review: Review) -> None:
    house = review.house
    bounced = make_delivery(reader_of(house["AAA"], at=START), at=DURING)
    note_refusal(delivery_id=bounced.pk, status="5.1.1", at=DURING)
    row = Delivery.objects.get(kind=Kind.ADDRESS_FAILS)
    focal_point = house["AAA-focal"]
    end_mandate(mandate_id=focal_point.pk, actor=actor(focal_point), at=MORNING)
    assert reason(row, MORNING) == DropReason.NOT_ENTITLED
