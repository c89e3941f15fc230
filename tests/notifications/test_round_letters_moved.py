"""What mails say of deadlines that moved and rounds that closed, and what they never tell."""

from datetime import timedelta

import pytest

from notifications.enums import DropReason, Kind
from notifications.letters.compose import compose
from notifications.letters.letter import Silence
from tests.factories.reviews import (
    CLOSES,
    DURING,
    Review,
    closed,
    make_review,
    share,
)
from tests.stakeholders.cast import House, found_house

from .round_letters import WHEN, letter, planned_for, silence, words
from .sweeps import close_early, extend

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return found_house()


class TestMoves:
    def test_an_extension_says_old_and_new_deadline_and_why(self, review: Review):
        later = CLOSES + timedelta(days=14)
        extend(review, later, DURING)
        said = letter(review, review.house["AAA"], Kind.DEADLINE_MOVED)
        new = "29 October 2026, 17:00 Geneva time (16:00 UTC)"
        assert said.subject == f"Review round 1 now closes on {new}"
        assert said.opening[0].endswith(f"it closes later, on {new}.")
        assert f"Until now it was to close on {WHEN}." in said.opening
        why = said.parts[0]
        assert (why.heading, why.lines[0].text) == ("Why", "Two delegations asked for more time.")
        assert said.events[0].decoded("dtstart") == later

    def test_an_early_close_says_so_and_what_becomes_public(self, review: Review):
        close_early(review, DURING)
        said = letter(review, review.house["AAA"], Kind.DEADLINE_MOVED, DURING)
        assert said.subject == "Review round 1 was closed early"
        assert f"It was to close on {WHEN}." in said.opening
        assert any("are public now" in sentence for sentence in said.opening)
        assert said.parts[0].lines[0].text == "Every group has spoken."

    def test_it_gives_way_to_a_later_move(self, review: Review):
        extend(review, CLOSES + timedelta(days=5), DURING)
        first = planned_for(review, review.house["AAA"], Kind.DEADLINE_MOVED)
        extend(review, CLOSES + timedelta(days=9), DURING)
        assert compose(first, DURING) == Silence(DropReason.SUPERSEDED)

    def test_a_window_that_was_never_moved_gives_no_notice(self, review: Review):
        first = planned_for(review, review.house["AAA"], Kind.DEADLINE_MOVED, "1")
        assert compose(first, DURING) == Silence(DropReason.NOTHING_TO_SAY)


class TestClose:
    @pytest.mark.parametrize(
        ("publication", "expected"),
        [
            ("at_close", "are public now, in the name of the actors"),
            ("with_answers", "become public together with the review secretariat’s answers"),
            ("never", "are not published"),
        ],
    )
    def test_it_says_when_what_was_said_becomes_public(self, house: House, publication, expected):
        review = make_review(house, publication=publication)
        closed(review.round)
        said = letter(review, house["AAA"], Kind.ROUND_CLOSED, CLOSES)
        assert said.subject == "Review round 1 has closed"
        assert said.opening[0] == f"Review round 1 closed on {WHEN}."
        assert expected in said.opening[1]

    def test_it_waits_for_the_act_that_closes(self, review: Review):
        assert silence(review, review.house["AAA"], Kind.ROUND_CLOSED, CLOSES) == (
            DropReason.NOTHING_TO_SAY
        )


def test_nothing_of_a_room_is_in_any_of_them(review: Review):
    house = review.house
    for place, by in ((0, "AAA"), (1, "AAA-focal")):
        share(
            review,
            house[by],
            house.delegation("AAA"),
            place=place,
            body="Canary of a body.",
            reason="Canary of a reason.",
            proposed="Canary of a proposal.",
        )
    extend(review, CLOSES + timedelta(days=5), DURING)
    for kind in (Kind.ROUND_OPENED, Kind.DUE_IN_7_DAYS, Kind.DEADLINE_MOVED):
        said = words(letter(review, house["AAA"], kind))
        for secret in ("Canary", "AAA", house["AAA"].user.name, "trial.1", review.item(0).pk.hex):
            assert secret not in said, kind
