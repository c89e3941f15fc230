"""Where the groups stand, as everybody may know it: for glyphs, needs, filters and lists."""

import pytest

from core.languages import LANGUAGES
from frameworks.selectors import Stretch
from provisions.enums import TextStatus
from provisions.evidence import needs_of
from provisions.lifecycle import Stage
from reviews.selectors.stances import (
    Standing,
    provisions_with_stance,
    read_positions,
    standings,
)
from tests.factories.frameworks import make_framework
from tests.factories.positions import (
    DURING_AGAIN,
    agree,
    joined,
    new_version,
    next_round,
    release,
    take,
    take_for,
    take_for_state,
)
from tests.factories.reviews import (
    ANNOUNCED,
    CLOSES,
    OPENS,
    Review,
    closed,
    make_review,
)
from tests.provisions.queries import count_queries
from tests.stakeholders.cast import House

from .cast import governments_spokesperson

pytestmark = pytest.mark.django_db
KEY = "trial.1"
NOBODY = {"governments": None, "employers": None, "workers": None}


def standing(key: str = KEY) -> Standing:
    return standings([key])[key]


def needs(key: str = KEY) -> tuple[str, ...]:
    found = standing(key)
    return needs_of(
        stage=Stage.IN_REVIEW,
        text_status=TextStatus.DRAFT,
        version=1,
        evidence=found.evidence,
        at=found.at,
    ).codes


def test_until_something_is_released_nobody_has_a_stance(review: Review) -> None:
    take_for(review, "employers", "objection")
    take_for_state(review, "AAA")
    assert standing().stances == NOBODY
    assert standing().positions == ()
    assert provisions_with_stance(["objection", "support"]) == {"objection": [], "support": []}
    assert read_positions().rows == ()


def test_every_key_that_is_asked_for_is_answered(review: Review) -> None:
    found = standings([KEY, "trial.9", "a\0b"])
    assert set(found) == {KEY, "trial.9", "a\0b"}
    assert found["trial.9"] == found["a\0b"] == Standing()
    assert standings([]) == {}


def test_a_groups_stance_is_the_latest_that_it_released(review: Review) -> None:
    house = review.house
    release(take_for(review, "employers", "objection"), house["employers-spokesperson"])
    take_for(review, "employers", "reservation")
    assert standing().stances["employers"] == "objection"
    closed(review.round)
    assert standing().stances == NOBODY | {"employers": "reservation"}


def test_governments_have_several_positions_until_they_have_a_common_one(review: Review) -> None:
    house = review.house
    release(take_for_state(review, "BBB", "objection"), house["BBB"])
    assert standing().stances["governments"] == "several"
    north = take(review, house["north-group"], house.region("north-group"), "reservation")
    release(north, house["north-group"])
    voice = governments_spokesperson(house)
    take(review, voice, house.group("governments"), "can_join_consensus")
    assert standing().stances["governments"] == "several"
    take_for(review, "workers")
    take_for(review, "employers")
    take_for_state(review, "AAA")
    closed(review.round)
    assert standing().stances["governments"] == "can_join_consensus"
    assert [each.actor.code for each in standing().positions] == [
        "governments",
        "north-group",
        "AAA",
        "BBB",
        "employers",
        "workers",
    ]


def test_stances_are_on_the_present_version_only(review: Review) -> None:
    take_for(review, "employers", "objection")
    closed(review.round)
    assert provisions_with_stance(["objection"]) == {"objection": [KEY]}
    new_version(review)
    assert standing().stances == NOBODY
    assert (standing().evidence, standing().at) == (None, None)
    assert provisions_with_stance(["objection"]) == {"objection": []}
    # It stays in the list of what was said, where it stands on its version.
    [said] = read_positions().rows
    assert (said.version, said.is_current) == (1, True)
    second = next_round(review)
    release(take_for(second, "employers", at=DURING_AGAIN), review.house["employers-spokesperson"])
    assert standing().stances == NOBODY | {"employers": "support"}


def test_on_one_version_the_later_round_replaces_and_the_earlier_one_still_counts(
    review: Review,
) -> None:
    house = review.house
    take_for(review, "employers", "objection")
    take_for(review, "workers", "reservation")
    closed(review.round)
    second = next_round(review)
    assert standing().stances == NOBODY | {"employers": "objection", "workers": "reservation"}
    position = take_for(second, "employers", at=DURING_AGAIN)
    release(position, house["employers-spokesperson"], at=DURING_AGAIN)
    assert standing().stances == NOBODY | {"employers": "support", "workers": "reservation"}
    found = standing()
    assert found.evidence is not None
    assert (found.evidence.round_key, found.at) == (second.round.key, second.round.opens_at)


def test_what_a_provision_needs_follows_from_what_everybody_reads(review: Review) -> None:
    assert (standing().at, needs()) == (
        OPENS,
        ("round_open", "employers_position", "workers_position"),
    )
    take_for(review, "employers", "objection")
    assert needs() == ("round_open", "employers_position", "workers_position")
    closed(review.round)
    assert (standing().at, needs()) == (CLOSES, ("workers_position", "objection"))
    take_for(review, "workers")
    assert needs() == ("workers_position", "objection")


def test_the_stances_of_what_was_agreed_stay(review: Review) -> None:
    take_for(review, "employers")
    take_for(review, "workers", "reservation")
    closed(review.round)
    agree(review)
    assert standing().stances == NOBODY | {"employers": "support", "workers": "reservation"}


def test_an_announced_round_speaks_of_nothing_yet(house: House) -> None:
    make_review(house, at=ANNOUNCED)
    assert standing().stances == NOBODY
    assert standing().at == OPENS


def test_provisions_are_found_by_the_stance_of_any_actor(review: Review) -> None:
    take_for(review, "employers", "objection", place=1)
    take_for_state(review, "AAA", "objection")
    take_for(review, "workers", "objection")
    take_for(review, "employers", "support")
    closed(review.round)
    assert provisions_with_stance(["objection", "support", "reservation"]) == {
        "objection": [KEY, "trial.2"],
        "support": [KEY],
        "reservation": [],
    }
    assert provisions_with_stance([]) == {}


def _everybody(review: Review) -> None:
    house = review.house
    release(take_for(review, "employers", "objection"), house["employers-spokesperson"])
    north = take(review, house["north-group"], house.region("north-group"), "reservation")
    joined(north, house["AAA"], house.delegation("AAA"))
    take_for(review, "employers", "support", ad_referendum=True)
    take_for(review, "workers", "support_subject_to_amendment", place=1)
    take_for_state(review, "CCC", place=1)
    closed(review.round)


@pytest.mark.parametrize(
    ("wanted", "keys"),
    [
        ({}, [1, 2, 3, 4, 5]),
        ({"frameworks": ["trial"]}, [1, 2, 3, 4, 5]),
        ({"frameworks": ["other"]}, []),
        ({"rounds": ["trial.round.1"]}, [1, 2, 3, 4, 5]),
        ({"rounds": ["trial.round.2"]}, []),
        ({"provisions": ["trial.2"]}, [4, 5]),
        ({"groups": ["governments"]}, [2, 4]),
        ({"actors": ["employers", "CCC"]}, [1, 3, 4]),
        ({"actors": ["governments"]}, []),
        ({"stances": ["objection", "reservation"]}, [1, 2]),
        ({"current": True}, [2, 3, 4, 5]),
        ({"current": False}, [1]),
        ({"groups": ["employers"], "current": True}, [3]),
    ],
)
def test_the_list_of_positions_is_filtered(
    review: Review, wanted: dict[str, object], keys: list[int]
) -> None:
    _everybody(review)
    found = read_positions(**wanted)  # type: ignore[arg-type]
    assert [each.key for each in found.rows] == [f"trial.position.1-{number}" for number in keys]


def test_the_list_is_walked_in_stretches_and_asked_by_keys(review: Review) -> None:
    _everybody(review)
    first = read_positions(Stretch(limit=2))
    assert first.next is not None
    second = read_positions(Stretch(limit=3, position=first.next))
    assert second.next is None
    assert [each.number for each in (*first.rows, *second.rows)] == [1, 2, 3, 4, 5]
    named = read_positions(Stretch(keys=["trial.position.1-2", "trial.position.9-9"]))
    [north] = named.rows
    assert (north.actor.code, north.actor.kind, north.actor.group) == (
        "north-group",
        "regional_group",
        "governments",
    )
    assert north.actor.name == {"en": "north-group"}
    assert [each.code for each in north.joined] == ["AAA"]
    assert (north.framework, north.round, north.provision, north.version) == (
        "trial",
        "trial.round.1",
        KEY,
        1,
    )
    assert north.is_invented is review.framework.is_sample
    assert north.language in LANGUAGES


def test_a_list_of_positions_costs_two_queries_and_standings_three(house: House) -> None:
    for slug, count in (("one", 1), ("five", 5)):
        review = make_review(house, framework=make_framework(slug), count=count)
        for place in range(count):
            for group in ("employers", "workers"):
                take_for(review, group, place=place)
            take_for_state(review, "AAA", "objection", place=place)
        closed(review.round)
        with count_queries() as statements:
            found = read_positions(frameworks=[slug])
        assert (len(found.rows), len(statements)) == (3 * count, 2)
        with count_queries() as statements:
            every = standings([each.key for each in review.provisions])
        assert (len(every), len(statements)) == (count, 3)
        assert all(len(each.positions) == 3 for each in every.values())
