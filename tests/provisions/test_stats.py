"""Counts, and the course of the stages day by day."""

from datetime import UTC, date, datetime

import pytest

from provisions.lifecycle import MoveCode, Stage
from provisions.selectors.stats import (
    StageCount,
    ThemeCount,
    link_counts,
    stage_counts,
    stage_timeline,
    theme_counts,
)
from provisions.services.texts import set_instrument_links
from tests.factories.frameworks import BEGINNING, make_framework, make_instrument
from tests.factories.people import IMPORTER
from tests.factories.provisions import make_move, make_provision, walk_to

pytestmark = pytest.mark.django_db


def test_every_framework_and_stage_has_a_row() -> None:
    framework = make_framework()
    make_framework("empty")
    walk_to(Stage.AGREED, make_provision(framework, "1"))
    make_provision(framework, "2")
    rows = stage_counts()
    assert len(rows) == 2 * len(Stage)
    assert [row for row in rows if row.provisions] == [
        StageCount("trial", "draft", 1),
        StageCount("trial", "agreed", 1),
    ]


def test_a_provision_counts_in_each_of_its_themes() -> None:
    make_provision(themes=["osh", "skills"])
    assert theme_counts() == [
        ThemeCount("trial", "osh", "draft", 1),
        ThemeCount("trial", "skills", "draft", 1),
    ]


def test_instruments_are_counted_by_provisions() -> None:
    framework = make_framework()
    for number in ("1", "2"):
        set_instrument_links(
            provision=make_provision(framework, number),
            links=[(make_instrument("C142"), "related", BEGINNING.date())],
            actor=IMPORTER,
            at=BEGINNING,
        )
    make_instrument("R195")
    assert link_counts() == {"C142": 2}


def days() -> dict[date, dict[str, int]]:
    found: dict[date, dict[str, int]] = {}
    for row in stage_timeline():
        found.setdefault(row.day, {})[row.stage] = row.provisions
    return {day: {stage: n for stage, n in row.items() if n} for day, row in found.items()}


def test_the_timeline_says_how_each_day_ended() -> None:
    framework = make_framework()
    late = datetime(2026, 9, 1, 23, 59, tzinfo=UTC)
    one = make_provision(framework, "1", at=late)
    two = make_provision(framework, "2", at=late)
    make_move(one, MoveCode.OPEN_REVIEW, at=datetime(2026, 9, 2, 0, 0, tzinfo=UTC))
    make_move(one, MoveCode.RETURN_TO_DRAFT, at=datetime(2026, 9, 2, 12, tzinfo=UTC))
    make_move(one, MoveCode.OPEN_REVIEW, at=datetime(2026, 9, 2, 13, tzinfo=UTC))
    make_move(two, MoveCode.WITHDRAW, at=datetime(2026, 9, 5, tzinfo=UTC))
    assert days() == {
        date(2026, 9, 1): {"draft": 2},
        date(2026, 9, 2): {"draft": 1, "in_review": 1},
        date(2026, 9, 5): {"in_review": 1, "withdrawn": 1},
    }


def test_every_day_of_the_timeline_has_all_stages() -> None:
    make_provision()
    assert [row.stage for row in stage_timeline()] == Stage.values


def test_the_timeline_ends_where_the_stages_are_now() -> None:
    framework = make_framework()
    for number, stage in enumerate(Stage):
        walk_to(stage, make_provision(framework, str(number)))
    last = max(days())
    assert days()[last] == {row.stage: row.provisions for row in stage_counts() if row.provisions}
