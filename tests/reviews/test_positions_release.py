"""Release and correction: what becomes public, when, under which number, and what never does."""

from datetime import timedelta

import pytest

from core.errors import Conflict, Missing, NotAllowed
from record.models import PUBLIC, Entry
from reviews.models import Position
from stakeholders.enums import Capacity
from stakeholders.models import Circle, Mandate
from tests.factories.frameworks import make_framework
from tests.factories.positions import (
    REASONS,
    WORDING,
    correct,
    joined,
    release,
    take,
    take_for,
    take_for_state,
)
from tests.factories.reviews import (
    AFTER,
    CLOSES,
    DURING,
    Review,
    closed,
    make_review,
)
from tests.provisions.queries import count_queries
from tests.stakeholders.cast import House, actor

from .cast import LATER, governments_spokesperson, in_group
from .refusals import refused
from .told import everything_in, payloads, public, secretariat, touches
from .windows import close_due, close_early

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_before_the_release_nothing_of_it_is_outside_its_room(review: Review) -> None:
    before = {chain: everything_in(chain) for chain in (PUBLIC, secretariat())}
    take_for(review, "employers", "objection")
    position = take_for(review, "employers", "reservation")
    correct(position, review.house["employers-spokesperson"], "support")
    assert {chain: everything_in(chain) for chain in before} == before
    assert public() == []


def test_at_the_close_what_every_actor_says_is_released_in_one_order(review: Review) -> None:
    house = review.house
    # Taken in another order than they are numbered in.
    take_for(review, "workers", place=1)
    take_for(review, "workers", "position_reserved")
    take(review, governments_spokesperson(house), house.group("governments"), "support")
    take_for(review, "employers", "reservation")
    take(review, house["north-group"], house.region("north-group"), "can_join_consensus")
    take_for_state(review, "BBB")
    take_for_state(review, "AAA", "support_subject_to_amendment")
    closed(review.round)
    assert [(each.key, each.provision, each.actor.code) for each in public()] == [
        ("trial.position.1-1", "trial.1", "AAA"),
        ("trial.position.1-2", "trial.1", "BBB"),
        ("trial.position.1-3", "trial.1", "north-group"),
        ("trial.position.1-4", "trial.1", "governments"),
        ("trial.position.1-5", "trial.1", "employers"),
        ("trial.position.1-6", "trial.1", "workers"),
        ("trial.position.1-7", "trial.2", "workers"),
    ]
    first = public()[0]
    assert (first.stance, first.wording) == ("support_subject_to_amendment", WORDING)
    assert (first.release, first.released_at, first.is_current) == ("at_close", CLOSES, True)


def test_the_public_record_has_public_facts_and_digests_only(review: Review) -> None:
    house = review.house
    position = take_for(review, "employers", "reservation", ad_referendum=True)
    closed(review.round)
    [said] = payloads(PUBLIC, "round.positions_released")
    [line] = said["positions"]
    digest = line.pop("digest")
    assert len(digest) == 64
    assert line == {
        "key": "trial.position.1-1",
        "provision": "trial.1",
        "version": 1,
        "actor": "employers",
        "stance": "reservation",
        "ad_referendum": True,
        "joined": [],
        "not_joining": [],
        "corrects": None,
        "reason": "",
    }
    assert touches("round.positions_released") == {
        "trial.position.1-1",
        "trial.1",
        "trial.round.1",
    }
    whole = everything_in(PUBLIC)
    # Neither who took it nor its id, which salts the digest.
    for secret in (position.pk, house["employers-spokesperson"].pk, REASONS):
        assert str(secret) not in whole
    room = house.group("employers").chain
    assert payloads(room, "round.positions_released") == [
        {"positions": [{"position": str(position.pk), "key": "trial.position.1-1"}]}
    ]
    assert "position" not in everything_in(secretariat())


def test_what_was_replaced_before_its_release_never_becomes_public(review: Review) -> None:
    first = take_for(review, "workers", "objection")
    take_for(review, "workers", "support")
    closed(review.round)
    assert [each.stance for each in public()] == ["support"]
    with refused(Conflict, "position_replaced"):
        release(first, review.house["workers-spokesperson"], at=AFTER)
    assert [each.stance for each in public()] == ["support"]


def test_an_error_put_right_since_the_close_is_released_with_its_correction(review: Review) -> None:
    wrong = take_for(review, "workers", "objection")
    correct(wrong, review.house["workers-spokesperson"], "support", at=CLOSES + MINUTE)
    closed(review.round, at=AFTER)
    assert [(each.stance, each.is_corrected) for each in public()] == [
        ("objection", True),
        ("support", False),
    ]


def test_an_actor_may_release_it_earlier_by_its_own_word(review: Review) -> None:
    position = take_for(review, "employers", "objection")
    by = review.house["employers-spokesperson"]
    released = release(position, by, at=LATER)
    assert (released.key, released.release) == ("trial.position.1-1", "own_word")
    [shown] = public()
    assert (shown.stance, shown.reasons, shown.released_at) == ("objection", REASONS, LATER)
    # The word again is the same word; the close adds nothing.
    assert release(position, by, at=LATER + MINUTE).released_at == LATER
    closed(review.round)
    assert [each.key for each in public()] == ["trial.position.1-1"]
    assert not Entry.objects.filter(code="round.positions_released").exists()
    assert touches("position.released") == {"trial.position.1-1", "trial.1", "trial.round.1"}


def test_numbers_go_on_after_those_that_were_released_earlier(review: Review) -> None:
    release(take_for(review, "workers"), review.house["workers-spokesperson"])
    take_for(review, "employers")
    take_for(review, "workers", "objection")
    closed(review.round)
    assert [(each.number, each.actor.code, each.is_current) for each in public()] == [
        (1, "workers", False),
        (2, "employers", True),
        (3, "workers", True),
    ]


def test_what_was_taken_after_the_close_waits_for_the_actors_word(review: Review) -> None:
    close_due(review.round)
    position = take_for_state(review, "AAA", "objection", at=AFTER)
    assert public() == []
    assert release(position, review.house["AAA"], at=AFTER).key == "trial.position.1-1"


def test_a_job_that_comes_late_releases_what_stood_in_the_window(review: Review) -> None:
    take_for(review, "employers")
    take_for(review, "workers")
    take_for_state(review, "AAA", at=CLOSES)  # behind the window
    take_for(review, "workers", "objection", at=CLOSES + MINUTE)  # said too late to be released now
    close_due(review.round, at=CLOSES + 2 * MINUTE)
    # The instant that counts is the close, whenever the act of closing is done.
    assert [(each.actor.code, each.stance) for each in public()] == [
        ("employers", "support"),
        ("workers", "support"),
    ]


def test_a_round_that_is_closed_early_releases_them_too(review: Review) -> None:
    take_for(review, "employers")
    close_early(review.round, actor(review.house["secretariat"]), at=LATER)
    assert [(each.release, each.released_at) for each in public()] == [("at_close", LATER)]


def test_only_who_takes_its_positions_releases_them(review: Review) -> None:
    house = review.house
    position = take_for(review, "employers")
    for name in ("secretariat", "workers-spokesperson", "AAA", "chairperson", "observer"):
        with refused(Missing, "not_found"):
            release(position, house[name])
    for by in (house["employers"], in_group(house, Capacity.ADVISER, "employers")):
        with refused(NotAllowed, "not_entitled_to_take_positions"):
            release(position, by)
    released = release(position, house["employers-spokesperson"])
    with refused(Missing, "not_found"):  # public, and still not theirs
        release(released, house["workers-spokesperson"])


def test_who_joined_before_the_release_is_released_with_it(review: Review) -> None:
    house = review.house
    position = take(review, house["north-group"], house.region("north-group"), "objection")
    joined(position, house["AAA"], house.delegation("AAA"))
    joined(position, house["BBB"], house.delegation("BBB"), "does_not_join")
    assert "AAA" not in everything_in(PUBLIC)
    closed(review.round)
    [said] = payloads(PUBLIC, "round.positions_released")
    line = said["positions"][0]
    assert (line["joined"], line["not_joining"]) == (["AAA"], ["BBB"])
    [shown] = public()
    assert [each.code for each in shown.joined] == ["AAA"]
    assert [each.code for each in shown.not_joining] == ["BBB"]


def _everybody_speaks(review: Review, places: range) -> None:
    voices: list[tuple[Mandate, Circle]] = [
        (review.house[f"{group}-spokesperson"], review.house.group(group))
        for group in ("employers", "workers")
    ]
    voices += [(review.house[code], review.house.delegation(code)) for code in ("AAA", "BBB")]
    for place in places:
        for mandate, circle in voices:
            take(review, mandate, circle, place=place, at=DURING)


def test_forty_positions_cost_the_close_no_more_queries_than_four(house: House) -> None:
    counts = []
    for slug, count in (("one", 1), ("ten", 10)):
        review = make_review(house, framework=make_framework(slug), count=count)
        _everybody_speaks(review, range(count))
        with count_queries() as statements:
            closed(review.round)
        counts.append(len(statements))
        assert Position.objects.filter(item__round=review.round).exclude(key=None).count() == (
            4 * count
        )
    assert counts[0] == counts[1]
