"""A circle may set itself an earlier deadline, which nobody else learns of."""

import json
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection

from core.errors import Conflict, Invalid, Missing, NotAllowed
from core.ids import new_id
from record.models import Entry
from reviews.models import Cutoff
from reviews.selectors.progress import own_cutoffs, round_progress
from reviews.services.cutoffs import set_cutoff
from stakeholders.enums import Capacity
from stakeholders.models import Circle, Mandate
from tests.factories.reviews import CLOSES, DURING, Review, closed
from tests.stakeholders.cast import EVERYBODY, House, actor

from .cast import in_delegation
from .refusals import refused
from .windows import DAY, extend

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
CUTOFF = CLOSES - DAY


def cut(
    review: Review,
    by: Mandate,
    circle: Circle,
    cutoff_at: datetime | None = CUTOFF,
    at: datetime = DURING,
) -> Cutoff:
    return set_cutoff(
        round_id=review.round.pk,
        circle_id=circle.pk,
        cutoff_at=cutoff_at,
        actor=actor(by),
        at=at,
    )


@pytest.mark.parametrize(
    ("name", "room"),
    [("AAA-focal", "AAA"), ("north-group", "north-group"), ("employers", "employers")],
)
def test_who_may_endorse_sets_it_for_their_circle(review, name, room):
    circle = room_of(review.house, room)
    cutoff = cut(review, review.house[name], circle)
    assert (cutoff.number, cutoff.cutoff_at) == (1, CUTOFF)
    assert own_cutoffs(review.round, review.house[name], DURING) == {circle.pk: CUTOFF}


def room_of(house: House, name: str) -> Circle:
    if name in house.states:
        return house.delegation(name)
    return house.region(name) if name in house.regions else house.group(name)


def test_the_latest_one_counts_and_it_can_be_lifted(review):
    focal, circle = review.house["AAA-focal"], review.house.delegation("AAA")
    cut(review, focal, circle)
    cut(review, focal, circle, CUTOFF - HOUR)
    assert own_cutoffs(review.round, focal, DURING) == {circle.pk: CUTOFF - HOUR}
    assert cut(review, focal, circle, None).number == 3
    assert own_cutoffs(review.round, focal, DURING) == {circle.pk: None}


def test_an_announced_round_can_have_one_and_an_extension_leaves_it(review):
    focal, circle = review.house["AAA-focal"], review.house.delegation("AAA")
    cut(review, focal, circle)
    extend(review.round, actor(review.house["secretariat"]))
    assert own_cutoffs(review.round, focal, DURING) == {circle.pk: CUTOFF}


@pytest.mark.parametrize("name", ["AAA", "AAA-focal"])
def test_members_see_it(review, name):
    circle = review.house.delegation("AAA")
    cut(review, review.house["AAA-focal"], circle)
    progress = round_progress(review.round, review.house[name], DURING)
    assert progress is not None
    assert [room.cutoff_at for room in progress.rooms if room.room.id == circle.pk] == [CUTOFF]


@pytest.mark.parametrize("name", [name for name in EVERYBODY if not name.startswith("AAA")])
def test_nobody_else_sees_it(review, name):
    cut(review, review.house["AAA-focal"], review.house.delegation("AAA"))
    assert own_cutoffs(review.round, review.house[name], DURING) == {}
    assert own_cutoffs(review.round, None, DURING) == {}


def test_it_is_in_the_chain_of_its_circle_alone(review):
    circle = review.house.delegation("AAA")
    cut(review, review.house["AAA-focal"], circle)
    (entry,) = Entry.objects.filter(code="round.cutoff_set")
    assert (entry.circle, entry.subject, entry.touches) == (circle.chain, "trial.round.1", [])
    assert json.loads(bytes(entry.payload)) == {"cutoff_at": "2026-10-14T16:00:00Z"}


def test_the_same_one_again_by_the_same_person_is_returned(review):
    focal, circle = review.house["AAA-focal"], review.house.delegation("AAA")
    assert cut(review, focal, circle) == cut(review, focal, circle, at=DURING + HOUR)
    assert Cutoff.objects.count() == 1


def test_the_same_one_by_somebody_else_is_refused(review):
    circle = review.house.delegation("AAA")
    other = in_delegation(review.house, Capacity.SPOKESPERSON)
    cut(review, review.house["AAA-focal"], circle)
    with refused(Conflict, "cutoff_set_already"):
        cut(review, other, circle)
    assert cut(review, other, circle, CUTOFF - HOUR).number == 2


def test_what_was_not_set_can_not_be_lifted(review):
    with refused(Conflict, "no_cutoff"):
        cut(review, review.house["AAA-focal"], review.house.delegation("AAA"), None)


def test_a_member_who_may_not_endorse_is_told_who_may(review):
    with refused(NotAllowed, "not_entitled_to_endorse"):
        cut(review, review.house["AAA"], review.house.delegation("AAA"))


@pytest.mark.parametrize("name", [name for name in EVERYBODY if not name.startswith("AAA")])
def test_for_everybody_else_there_is_no_such_room(review, name):
    with refused(Missing) as refusal:
        cut(review, review.house[name], review.house.delegation("AAA"))
    nowhere = Circle(pk=new_id())
    with refused(Missing) as unknown:
        cut(review, review.house[name], nowhere)
    assert refusal.detail == unknown.detail


@pytest.mark.parametrize("kind", ["secretariat", "constituents", "public"])
def test_circles_without_a_room_have_none(review, kind):
    for name in ("secretariat", "AAA-focal"):
        with refused(Missing):
            cut(review, review.house[name], Circle.objects.get(kind=kind))


@pytest.mark.parametrize(
    "cutoff_at",
    [DURING, DURING - HOUR, CLOSES, CLOSES + HOUR, datetime(2026, 10, 10)],  # noqa: DTZ001
)
def test_it_lies_between_now_and_the_close(review, cutoff_at):
    with refused(Invalid) as refusal:
        cut(review, review.house["AAA-focal"], review.house.delegation("AAA"), cutoff_at)
    assert refusal.errors == {"/cutoff_at": "cutoff_out_of_window"}


def test_after_the_close_there_is_nothing_to_cut_off(review):
    focal, circle = review.house["AAA-focal"], review.house.delegation("AAA")
    for _state in ("ended", "closed"):
        with refused(Conflict, "round_closed"):
            cut(review, focal, circle, CUTOFF, CLOSES)
        closed(review.round)


def test_the_database_keeps_every_one(review):
    cut(review, review.house["AAA-focal"], review.house.delegation("AAA"))
    with pytest.raises(DatabaseError, match="is refused"), connection.cursor() as cursor:
        cursor.execute("UPDATE reviews_cutoff SET cutoff_at = NULL")
