"""Statistics: flat rows that add up, back to the beginning."""

from collections import defaultdict
from datetime import UTC, datetime

from provisions.lifecycle import MoveCode, Stage
from tests.factories.frameworks import make_framework
from tests.factories.provisions import make_move, make_provision


def test_stages_count_every_provision_once_zeros_included(get):
    rows = get("stats/stages")["results"]
    total = len(get("provisions?page_size=500")["results"])
    assert sum(row["provisions"] for row in rows) == total
    assert len(rows) == 2 * len(Stage)
    assert set(rows[0]) == {"framework", "stage", "stage_label", "provisions", "is_sample"}


def test_themes_count_a_provision_in_each_of_its_themes(get):
    counted: dict[str, int] = defaultdict(int)
    for row in get("stats/themes?framework=ai-manufacturing-2026")["results"]:
        counted[row["theme"]] += row["provisions"]
    for theme, number in counted.items():
        listed = get(f"provisions?framework=ai-manufacturing-2026&theme={theme}")["results"]
        assert len(listed) == number


def test_the_timeline_reaches_from_the_beginning_to_the_present(get):
    framework = make_framework("timed")
    early = datetime(2026, 9, 1, 9, tzinfo=UTC)
    later = datetime(2026, 9, 30, 22, tzinfo=UTC)
    first = make_provision(framework, "1", at=early)
    make_provision(framework, "2", at=early)
    make_move(first, MoveCode.OPEN_REVIEW, at=later)
    rows = get("stats/timeline?framework=timed")["results"]
    counts = {(row["date"], row["stage"]): row["provisions"] for row in rows}
    assert {day for day, _stage in counts} == {"2026-09-01", "2026-09-30"}
    assert counts["2026-09-01", "draft"] == 2
    assert counts["2026-09-30", "draft"] == 1
    assert counts["2026-09-30", "in_review"] == 1
    last = {stage: number for (day, stage), number in counts.items() if day == "2026-09-30"}
    now = {
        row["stage"]: row["provisions"] for row in get("stats/stages?framework=timed")["results"]
    }
    assert last == now


def test_codes_and_moves_come_from_the_table(get):
    stages = {row["code"]: row for row in get("stages")["results"]}
    assert list(stages) == Stage.values
    assert stages["withdrawn"]["moves"] == []
    assert stages["withdrawn"]["is_open"] is False
    assert {"code": "agree", "label": "Agree", "to": "agreed"} in stages["in_review"]["moves"]
    assert [row["code"] for row in get("groups")["results"]] == [
        *("governments", "employers", "workers"),
    ]
