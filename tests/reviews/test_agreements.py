"""Agreements: each guard of the table of moves, in the refusal and on the page alike."""

from typing import Any

import pytest

from core.errors import Conflict
from provisions.enums import TextStatus
from provisions.evidence import NeedCode
from provisions.lifecycle import MoveCode
from provisions.services.moves import move_provision
from reviews.models import Agreement
from reviews.selectors.agreements import agreement_check
from tests.factories.frameworks import make_framework
from tests.factories.positions import (
    AFTER_AGAIN,
    DURING_AGAIN,
    agree,
    correct,
    new_version,
    next_round,
    release,
    take,
    take_for,
    take_for_state,
)
from tests.factories.provisions import make_provision
from tests.factories.reviews import (
    AFTER,
    Review,
    closed,
    make_review,
    make_round,
)
from tests.provisions.queries import count_queries
from tests.stakeholders.cast import OPERATOR, House

from .cast import governments_spokesperson
from .refusals import refused

pytestmark = pytest.mark.django_db
KEY = "trial.1"


def both_speak(review: Review, *, place: int = 0, **terms: Any) -> None:
    """Take the two positions without which nothing is agreed."""
    for group in ("employers", "workers"):
        take_for(review, group, place=place, **terms)


def missing(review: Review, key: str = KEY, **terms: Any) -> list[str]:
    """Return the codes that an agreement is refused for, which are also those that the page of
    the review secretariat names.
    """
    with refused(Conflict, "agreement_missing") as refusal:
        agree(review, **terms)
    assert not Agreement.objects.exists()
    codes = [need.code.value for need in agreement_check(key)]
    with pytest.raises(Conflict) as raised:
        agree(review, **terms)
    assert [error.code for error in raised.value.errors] == codes
    assert refusal.detail.startswith(f"{key} can’t be agreed.")
    return codes


def test_it_waits_for_the_close_of_the_round(review: Review) -> None:
    both_speak(review)
    for group in ("employers", "workers"):
        voice = review.house[f"{group}-spokesperson"]
        release(review.item().positions.get(circle=review.house.group(group)), voice)
    assert missing(review) == ["round_open"]
    closed(review.round)
    assert agreement_check(KEY) == []
    agree(review)


@pytest.mark.parametrize("group", ["employers", "workers"])
def test_both_sides_need_a_position_that_everybody_reads(review: Review, group: str) -> None:
    other = "workers" if group == "employers" else "employers"
    take_for(review, other)
    closed(review.round)
    assert missing(review) == [f"{group}_position"]
    position = take_for(review, group, at=AFTER)
    assert missing(review) == [f"{group}_position"]  # its room alone reads it
    release(position, review.house[f"{group}-spokesperson"], at=AFTER)
    agree(review)


@pytest.mark.parametrize("group", ["employers", "workers"])
def test_a_reserved_position_counts_as_none(review: Review, group: str) -> None:
    both_speak(review)
    take_for(review, group, "position_reserved")
    closed(review.round)
    assert missing(review) == [f"{group}_position"]


def test_positions_on_another_version_count_for_nothing(review: Review) -> None:
    both_speak(review)
    closed(review.round)
    new_version(review)
    second = next_round(review)
    closed(second.round)
    later: dict[str, Any] = {"at": AFTER_AGAIN, "pronounced_at": AFTER_AGAIN}
    assert missing(review, **later) == ["employers_position", "workers_position"]
    both_speak(second, at=DURING_AGAIN)
    for position in second.item().positions.all():
        release(position, review.house[f"{position.circle.group}-spokesperson"], at=AFTER_AGAIN)
    agreement = agree(second, **later)
    assert (agreement.version.number, agreement.round) == (2, second.round)


@pytest.mark.parametrize("who", ["employers", "governments", "north-group", "CCC"])
def test_no_objection_may_stand_anywhere(review: Review, who: str) -> None:
    house = review.house
    both_speak(review)
    speakers: dict[str, Any] = {
        "employers": lambda: take_for(review, "employers", "objection"),
        "governments": lambda: take(
            review, governments_spokesperson(house), house.group("governments"), "objection"
        ),
        "north-group": lambda: take(
            review, house["north-group"], house.region("north-group"), "objection"
        ),
        "CCC": lambda: take_for_state(review, "CCC", "objection"),
    }
    position = speakers[who]()
    closed(review.round)
    assert missing(review) == ["objection"]
    correct(position, position.mandate, "reservation", at=AFTER)  # minuted, it does not block
    agree(review)


def test_governments_without_a_common_position_do_not_block(review: Review) -> None:
    both_speak(review)
    closed(review.round)
    agree(review)


def test_a_summary_is_never_agreed(house: House) -> None:
    framework = make_framework()
    summary = make_provision(framework, "S1", text_status=TextStatus.EDITORIAL_SUMMARY)
    review = Review(house, framework, [summary], make_round(house, [summary]))
    closed(review.round)
    assert missing(review, summary.key) == ["summary_cannot_be_agreed"]


def test_without_a_round_on_the_version_there_is_nothing_to_judge_by(review: Review) -> None:
    both_speak(review)
    closed(review.round)
    new_version(review)
    assert agreement_check(KEY)[0].code is NeedCode.REVIEW_NOT_BEGUN
    provision = review.provisions[0]
    move_provision(
        key=KEY,
        move=MoveCode.OPEN_REVIEW,
        expected_stage=provision.stage,
        expected_version=2,
        round_key="elsewhere.round.1",
        round_languages=["en"],
        actor=OPERATOR,
        at=AFTER,
    )
    assert missing(review) == ["evidence_missing"]


def test_a_round_that_is_announced_on_the_version_has_to_close_first(review: Review) -> None:
    both_speak(review)
    closed(review.round)
    next_round(review, at=AFTER)
    assert missing(review) == ["round_open"]


def test_what_stands_in_the_way_costs_the_same_for_any_number_of_voices(house: House) -> None:
    counts = []
    for slug, codes in (("few", []), ("many", ["AAA", "BBB", "CCC"])):
        review = make_review(house, framework=make_framework(slug), count=1)
        both_speak(review)
        for code in codes:
            take_for_state(review, code, "objection")
        closed(review.round)
        with count_queries() as statements:
            found = agreement_check(review.provisions[0].key)
        assert [need.code.value for need in found] == (["objection"] if codes else [])
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 5
