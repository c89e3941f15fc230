"""Dates for calendar programs: keys that open them, names that stay, counts that rise."""

from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections
from icalendar import Calendar, Event

from core.errors import Missing, NotAllowed
from notifications.calendars import deadline_event, personal_calendar
from notifications.models import CalendarKey
from notifications.selectors.calendar import calendar_of, key_of
from notifications.services.calendar_keys import make_key, revoke_key
from record.selectors import edits_of
from reviews.models import Cutoff
from reviews.selectors.rounds import round_facts
from reviews.services.cutoffs import set_cutoff
from stakeholders.enums import Capacity, Group
from stakeholders.keys import digest_of
from stakeholders.models import Circle, Mandate
from stakeholders.services.mandates import end_mandate
from tests.factories.frameworks import make_framework
from tests.factories.reviews import CLOSES, DURING, Review, make_review
from tests.provisions.queries import count_queries
from tests.reviews.windows import DAY, close_early, extend
from tests.stakeholders.cast import EVERYBODY, House, actor, admitted, found_house

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
CUTOFF = CLOSES - DAY


@pytest.fixture
def house() -> House:
    return found_house()


@pytest.fixture
def review(house: House) -> Review:
    return make_review(house)


def key_for(mandate: Mandate, at: datetime = DURING) -> str:
    return make_key(mandate_id=mandate.pk, user_id=mandate.user_id, at=at)[1]


def events(secret: str, at: datetime = DURING) -> dict[str, Any]:
    """Return what a program reads, by identifier."""
    read = Calendar.from_ical(personal_calendar(calendar_of(secret, at)).to_ical())
    found = {str(event["UID"]): event for event in read.walk("VEVENT")}
    assert len(found) == len(read.walk("VEVENT"))
    return found


def cut(review: Review, by: str, circle: Circle, cutoff_at: datetime | None = CUTOFF) -> Cutoff:
    return set_cutoff(
        round_id=review.round.pk,
        circle_id=circle.pk,
        cutoff_at=cutoff_at,
        actor=actor(review.house[by]),
        at=DURING,
    )


def own(found: dict[str, Any]) -> list[Any]:
    """Return the own cut-offs among events."""
    return [each for each in found.values() if "cut-off" in str(each["SUMMARY"])]


def closing(review: Review) -> Event:
    facts = round_facts(review.round.pk)
    return deadline_event(facts, edits_of([facts.key]).get(facts.key), "en")


# --- Keys ---------------------------------------------------------------------------------


def test_of_a_key_only_a_digest_is_kept(house):
    key, secret = make_key(mandate_id=house["AAA"].pk, user_id=house["AAA"].user_id, at=DURING)
    assert key.digest == digest_of(secret) != secret
    assert len(secret) == 43
    assert key_of(house["AAA"], DURING) == key
    assert calendar_of(secret, DURING).rounds == ()


def test_a_new_key_ends_the_former_one(house):
    first, second = key_for(house["AAA"]), key_for(house["AAA"], DURING + HOUR)
    with pytest.raises(Missing):
        calendar_of(first, DURING + HOUR)
    assert calendar_of(second, DURING + HOUR).rounds == ()
    assert CalendarKey.objects.filter(revoked_at=DURING + HOUR).count() == 1


def test_a_revoked_key_opens_nothing_and_another_s_key_stays(house):
    mandate, other = house["AAA"], house["BBB"]
    secret, theirs = key_for(mandate), key_for(other)
    assert not revoke_key(mandate_id=mandate.pk, user_id=other.user_id, at=DURING)
    assert calendar_of(secret, DURING).rounds == ()
    assert revoke_key(mandate_id=mandate.pk, user_id=mandate.user_id, at=DURING - HOUR)
    assert not revoke_key(mandate_id=mandate.pk, user_id=mandate.user_id, at=DURING)
    assert key_of(mandate, DURING) is None
    with pytest.raises(Missing):
        calendar_of(secret, DURING)
    assert calendar_of(theirs, DURING).rounds == ()


def test_nobody_makes_a_key_to_somebody_else_s_dates(house):
    for mandate_id, user_id in (
        (house["AAA"].pk, house["AAA-focal"].user_id),
        (house["AAA"].user_id, house["AAA"].user_id),
    ):
        with pytest.raises(NotAllowed):
            make_key(mandate_id=mandate_id, user_id=user_id, at=DURING)
    assert not CalendarKey.objects.exists()


def test_a_key_ends_with_its_mandate_and_refusals_are_alike(house):
    mandate = house["AAA"]
    secret = key_for(mandate)
    focal = actor(house["AAA-focal"])
    end_mandate(mandate_id=mandate.pk, actor=focal, at=DURING + HOUR)
    mandate.refresh_from_db()
    assert calendar_of(secret, DURING).rounds == ()
    assert key_of(mandate, DURING + HOUR) is None
    said = set()
    for each in (secret, "no-such-key", "", "\0", "é" * 500):
        with pytest.raises(Missing) as refusal:
            calendar_of(each, DURING + HOUR)
        said.add(refusal.value.detail)
    assert len(said) == 1
    with pytest.raises(NotAllowed):
        key_for(mandate, DURING + HOUR)


def test_a_person_who_may_not_sign_in_reads_no_dates(house):
    secret = key_for(house["AAA"])
    house["AAA"].user.is_active = False
    house["AAA"].user.save()
    with pytest.raises(Missing):
        calendar_of(secret, DURING)


@pytest.mark.django_db(transaction=True)
def test_of_two_keys_made_at_once_one_opens(house):
    mandate, barrier = house["AAA"], Barrier(2)
    secrets: list[str] = []

    def make() -> None:
        barrier.wait()
        try:
            secrets.append(key_for(mandate))
        finally:
            connections.close_all()

    both = [Thread(target=make) for _each in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert len(secrets) == 2
    open_now = CalendarKey.objects.filter(mandate=mandate, revoked_at=None)
    assert open_now.get().digest in {digest_of(each) for each in secrets}


# --- Dates --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_has_the_deadline_under_the_name_it_has_in_public(review, name):
    public = closing(review)
    found = events(key_for(review.house[name]))
    assert list(found) == [str(public["UID"])] == ["trial.round.1@sample.testserver"]
    event = found[str(public["UID"])]
    assert event["DTSTART"].to_ical() == public["DTSTART"].to_ical() == b"20261015T160000Z"
    assert event["SEQUENCE"] == public["SEQUENCE"]
    assert str(event["SUMMARY"]) == "[Sample] Review round 1 closes"
    assert "18:00 Geneva time (16:00 UTC)" in str(event["DESCRIPTION"])
    assert event["CLASS"] == "PRIVATE"


def test_a_deadline_that_moves_keeps_its_name_and_counts_on(review):
    secret = key_for(review.house["AAA"])
    [(name, before)] = events(secret).items()
    extend(review.round, actor(review.house["secretariat"]))
    [(moved, after)] = events(secret).items()
    assert moved == name
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTART"].dt == CLOSES + DAY
    assert after["SEQUENCE"] == closing(review)["SEQUENCE"]


def test_a_mandate_for_one_framework_has_its_dates_only(review):
    make_review(review.house, framework=make_framework("other"))
    limited = admitted(
        review.house["employers"],
        "limited",
        Capacity.ADVISER,
        group=Group.EMPLOYERS,
        framework_key="other",
    )
    assert list(events(key_for(limited))) == ["other.round.1@sample.testserver"]
    assert len(events(key_for(review.house["employers"]))) == 2


# --- Own cut-offs -------------------------------------------------------------------------


def test_only_the_circle_itself_has_its_own_cut_off(review):
    house = review.house
    before = {name: personal(house, name) for name in EVERYBODY}
    cut(review, "AAA-focal", house.delegation("AAA"))
    after = {name: personal(house, name) for name in EVERYBODY}
    assert {name for name in EVERYBODY if after[name] != before[name]} == {"AAA", "AAA-focal"}
    cut(review, "north-group", house.region("north-group"), CUTOFF - HOUR)
    region = {name: personal(house, name) for name in EVERYBODY}
    changed = {name for name in EVERYBODY if region[name] != after[name]}
    assert changed == {"AAA", "AAA-focal", "BBB-focal", "north-group"}


def personal(house: House, name: str) -> bytes:
    return bytes(personal_calendar(calendar_of(key_for(house[name]), DURING)).to_ical())


def test_an_own_cut_off_tells_nothing_of_its_circle(review):
    circle = review.house.delegation("AAA")
    cut(review, "AAA-focal", circle)
    secret = key_for(review.house["AAA"])
    [event] = own(events(secret))
    assert str(event["SUMMARY"]) == "[Sample] Own cut-off, Review round 1"
    assert event["DTSTART"].dt == CUTOFF
    assert event["CLASS"] == "PRIVATE"
    said = personal_calendar(calendar_of(secret, DURING)).to_ical().decode()
    for word in (circle.pk, circle.pk.hex, review.round.pk, "AAA", review.provisions[0].key):
        assert str(word) not in said
    cutoff = Cutoff.objects.get()
    assert str(cutoff.pk) not in said


def test_an_own_cut_off_that_moves_or_is_lifted_keeps_its_name_and_counts_on(review):
    circle = review.house.delegation("AAA")
    secret = key_for(review.house["AAA"])
    seen = []
    for cutoff_at in (CUTOFF, CUTOFF - HOUR, None, CUTOFF + HOUR):
        cut(review, "AAA-focal", circle, cutoff_at)
        [event] = own(events(secret))
        seen.append((str(event["UID"]), event["SEQUENCE"], event["STATUS"], event["DTSTART"].dt))
    assert len({name for name, *_rest in seen}) == 1
    assert [tuple(rest) for _name, *rest in seen] == [
        (0, "CONFIRMED", CUTOFF),
        (1, "CONFIRMED", CUTOFF - HOUR),
        (2, "CANCELLED", CUTOFF - HOUR),
        (3, "CONFIRMED", CUTOFF + HOUR),
    ]


def test_a_cut_off_that_an_early_close_left_behind_is_cancelled(review):
    house = review.house
    cut(review, "AAA-focal", house.delegation("AAA"))
    secret = key_for(house["AAA"])
    closed = close_early(review.round, actor(house["secretariat"]))
    [event] = own(events(secret))
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    assert event["DTSTART"].dt == CUTOFF
    assert event["DTSTAMP"].dt == closed.closed_at


def test_a_cut_off_that_was_kept_is_not_cancelled_by_the_close(review):
    cut(review, "AAA-focal", review.house.delegation("AAA"), DURING + HOUR)
    secret = key_for(review.house["AAA"])
    close_early(review.round, actor(review.house["secretariat"]), at=DURING + 2 * HOUR)
    [event] = own(events(secret))
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 0)


def test_more_rounds_and_cut_offs_need_no_more_queries(review):
    house = review.house
    secret = key_for(house["AAA"])
    cut(review, "AAA-focal", house.delegation("AAA"))
    with count_queries() as few:
        assert len(events(secret)) == 2
    more = make_review(house, framework=make_framework("other"))
    for each in (review, more):
        cut(each, "north-group", house.region("north-group"))
        cut(each, "AAA-focal", house.delegation("AAA"), CUTOFF - HOUR)
    with count_queries() as many:
        assert len(events(secret)) == 6
    assert len(many) == len(few) <= 9
