"""A window is set, extended and closed early by acts with reasons; it alone decides."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from core.actor import Actor
from core.errors import Conflict, Invalid
from record.models import PUBLIC, Entry
from reviews.enums import RoundState
from reviews.models import Round, Window
from reviews.selectors.rounds import round_facts
from reviews.windows import check_takes_submissions, closed_sentence
from stakeholders.enums import Capacity
from tests.factories.provisions import make_provision
from tests.factories.reviews import (
    AFTER,
    ANNOUNCED,
    CLOSES,
    DURING,
    OPENS,
    Review,
    make_round,
)
from tests.stakeholders.cast import House, actor, admitted

from .refusals import refused
from .windows import DAY, begin, close_due, close_early, extend

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def secretary(house: House) -> Actor:
    return actor(house["secretariat"])


@pytest.fixture
def colleague(house: House) -> Actor:
    return actor(admitted(house["secretariat"], "colleague", Capacity.SECRETARIAT))


@pytest.fixture
def announced(house: House) -> Round:
    return make_round(house, [make_provision()], at=ANNOUNCED)


def last_entry() -> Entry:
    return Entry.objects.filter(circle=PUBLIC).latest("number")


def test_the_window_includes_its_first_instant_and_excludes_its_last(review: Review):
    round_ = review.round
    assert not round_.is_open_at(OPENS - SECOND)
    assert round_.is_open_at(OPENS)
    assert round_.is_open_at(CLOSES - timedelta(microseconds=1))
    assert not round_.is_open_at(CLOSES)


def test_an_extension_is_a_new_window_with_a_public_reason(review, secretary):
    round_ = extend(review.round, secretary)
    assert (round_.closes_at, round_.state, round_.edition) == (CLOSES + DAY, "open", 2)
    facts = round_facts(round_.pk)
    assert [(each.number, each.kind, each.closes_at, each.reason) for each in facts.windows] == [
        (1, "set", CLOSES, ""),
        (2, "extended", CLOSES + DAY, "Asked for by two groups."),
    ]
    assert facts.closes_at == CLOSES + DAY
    assert facts.content_changed_at == DURING
    entry = last_entry()
    assert (entry.code, entry.touches) == ("round.extended", ["trial.round.1"])
    said = json.loads(bytes(entry.payload))
    assert (said["window"], said["closes_at"]) == (2, "2026-10-16T16:00:00Z")
    assert len(said["reason"]) == 64
    assert b"groups" not in bytes(entry.payload)


def test_the_same_extension_again_by_the_same_person_returns_the_round(review, secretary):
    once = extend(review.round, secretary)
    again = extend(review.round, secretary, at=DURING + HOUR)
    assert (again.pk, again.edition) == (once.pk, 2)
    assert Window.objects.count() == 2


def test_the_same_extension_by_somebody_else_is_refused(review, secretary, colleague):
    extend(review.round, secretary)
    with refused(Conflict, "edited_elsewhere"):
        extend(review.round, colleague)
    with refused(Invalid):
        extend(review.round, colleague, expected_edition=2)


def test_an_announced_round_can_be_extended_before_it_opens(announced, secretary):
    round_ = extend(announced, secretary, at=ANNOUNCED + HOUR)
    assert (round_.state, round_.closes_at) == ("announced", CLOSES + DAY)


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"reason": ""}, {"/reason": "reason_missing"}),
        ({"reason": " \n\t "}, {"/reason": "reason_missing"}),
        ({"reason": "x" * 5001}, {"/reason": "long"}),
        ({"reason": "a\0b"}, {"/reason": "malformed"}),
        ({"closes_at": CLOSES}, {"/closes_at": "not_later"}),
        ({"closes_at": DURING + HOUR}, {"/closes_at": "not_later"}),
        ({"closes_at": datetime(2026, 10, 20)}, {"/closes_at": "zone_missing"}),  # noqa: DTZ001
        ({"closes_at": datetime(2091, 1, 1, tzinfo=UTC)}, {"/closes_at": "too_far"}),
    ],
)
def test_a_wrong_extension_is_refused_and_says_why(review, secretary, change, errors):
    with refused(Invalid) as refusal:
        extend(review.round, secretary, **change)
    assert refusal.errors == errors
    assert Window.objects.count() == 1


def test_five_thousand_code_points_of_reason_are_taken(review, secretary):
    extend(review.round, secretary, reason="é" * 5000)
    assert Window.objects.get(number=2).reason == "é" * 5000


def test_closing_early_sets_the_window_to_that_instant(review, secretary):
    round_ = close_early(review.round, secretary)
    assert (round_.state, round_.closes_at, round_.closed_at) == ("closed", DURING, DURING)
    assert round_facts(round_.pk).windows[-1].kind == "closed_early"
    entry = last_entry()
    assert entry.code == "round.closed_early"
    assert entry.touches == ["trial.1", "trial.2", "trial.round.1"]
    said = json.loads(bytes(entry.payload))
    assert (said["window"], said["closes_at"]) == (2, "2026-10-04T06:00:00Z")
    assert {len(said["reason"]), len(said["manifest"])} == {64}


def test_closing_early_again_by_the_same_person_returns_the_round(review, secretary):
    close_early(review.round, secretary)
    assert close_early(review.round, secretary, at=DURING + HOUR).closed_at == DURING
    assert Entry.objects.filter(code="round.closed_early", circle=PUBLIC).count() == 1


def test_closing_early_again_by_another_or_for_another_reason_is_refused(
    review, secretary, colleague
):
    close_early(review.round, secretary)
    with refused(Conflict, "round_closed"):
        close_early(review.round, colleague)
    with refused(Conflict, "round_closed"):
        close_early(review.round, secretary, reason="Another one.")


def test_a_round_that_has_not_opened_can_not_be_closed_early(announced, secretary):
    with refused(Conflict, "round_not_open") as refusal:
        close_early(announced, secretary, at=ANNOUNCED + HOUR)
    assert "opens on 1 October 2026, 08:00 Geneva time (06:00 UTC)" in refusal.detail


def test_a_round_whose_opening_was_missed_is_opened_before_it_is_closed(announced, secretary):
    assert close_early(announced, secretary).state == "closed"
    codes = list(Entry.objects.filter(circle=PUBLIC).values_list("code", flat=True))
    assert codes[-2:] == ["round.opened", "round.closed_early"]


def test_closing_early_needs_a_reason(review, secretary):
    with refused(Invalid) as refusal:
        close_early(review.round, secretary, reason="")
    assert refusal.errors == {"/reason": "reason_missing"}


@pytest.mark.parametrize("change", [extend, close_early])
def test_what_was_changed_since_it_was_read_is_not_changed_again(review, secretary, change):
    with refused(Conflict, "edited_elsewhere"):
        change(review.round, secretary, expected_edition=7)


@pytest.mark.parametrize("change", [extend, close_early])
def test_nothing_changes_a_window_that_has_ended_even_if_no_job_closed_it(
    review, secretary, change
):
    assert review.round.state == RoundState.OPEN
    with refused(Conflict, "round_closed") as refusal:
        change(review.round, secretary, at=CLOSES)
    assert "closed on 15 October 2026, 18:00 Geneva time (16:00 UTC)" in refusal.detail


def test_the_portal_opens_a_round_when_its_window_begins(announced):
    with refused(Conflict, "round_not_due"):
        begin(announced, at=OPENS - SECOND)
    round_ = begin(announced)
    assert (round_.state, round_.edition, round_.content_changed_at) == ("open", 2, OPENS)
    entry = last_entry()
    assert (entry.code, entry.subject, entry.at) == ("round.opened", "trial.round.1", OPENS)
    assert begin(announced, at=OPENS + HOUR).edition == 2


def test_the_portal_closes_a_round_when_its_window_ends(review):
    with refused(Conflict, "round_not_due"):
        close_due(review.round, at=CLOSES - SECOND)
    round_ = close_due(review.round, at=AFTER)
    assert (round_.state, round_.closes_at, round_.closed_at) == ("closed", CLOSES, AFTER)
    entry = last_entry()
    assert entry.code == "round.closed"
    assert json.loads(bytes(entry.payload))["closes_at"] == "2026-10-15T16:00:00Z"
    assert close_due(review.round, at=AFTER + HOUR).closed_at == AFTER


def test_a_round_that_the_portal_slept_through_is_opened_and_closed(announced):
    assert close_due(announced, at=AFTER).state == "closed"
    codes = list(Entry.objects.filter(circle=PUBLIC).values_list("code", flat=True))
    assert codes[-2:] == ["round.opened", "round.closed"]


def test_what_is_handed_over_is_judged_by_the_window_and_never_by_a_job(review):
    check_takes_submissions(review.round, CLOSES - SECOND)
    with refused(Conflict, "round_not_open"):
        check_takes_submissions(review.round, OPENS - SECOND)
    with refused(Conflict, "round_closed"):
        check_takes_submissions(review.round, CLOSES)


def test_what_was_overtaken_by_the_close_is_told_so(review, secretary):
    round_ = close_early(review.round, secretary)
    with refused(Conflict, "round_closed") as refusal:
        check_takes_submissions(round_, DURING - SECOND)
    assert "was closed while this was on its way: 4 October 2026, 08:00" in refusal.detail


def test_the_refusal_names_the_zone_of_the_framework_and_utc(review):
    assert closed_sentence(review.round, AFTER) == (
        "Review round 1 closed on 15 October 2026, 18:00 Geneva time (16:00 UTC)."
    )
    review.round.framework.time_zone = "Asia/Tokyo"
    assert closed_sentence(review.round, AFTER) == (
        "Review round 1 closed on 16 October 2026, 01:00 Tokyo time (15 October 2026, 16:00 UTC)."
    )
    with translation.override("de"):
        assert "15 October 2026" in closed_sentence(review.round, AFTER)
