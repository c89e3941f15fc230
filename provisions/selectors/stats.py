"""Counts for dashboards: flat rows with stable columns, derived from what is recorded."""

from collections import defaultdict
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection

from provisions.lifecycle import Stage

_STAGES = """
SELECT f.slug, p.stage, count(p.id)
FROM frameworks_framework f
LEFT JOIN provisions_provision p ON p.framework_id = f.id AND p.latest_version > 0
GROUP BY f.slug, p.stage
"""
_THEMES = """
SELECT f.slug, theme, p.stage, count(*)
FROM provisions_provision p
JOIN frameworks_framework f ON f.id = p.framework_id
CROSS JOIN unnest(p.themes) AS theme
WHERE p.latest_version > 0
GROUP BY f.slug, theme, p.stage
ORDER BY f.slug, theme, p.stage
"""
# A provision counts as a draft from its first version on, and then where each move led.
_STEP = """
(
    SELECT provision_id, created_at AS at, 'draft' AS stage, 1 AS change
    FROM provisions_version WHERE number = 1
    UNION ALL SELECT provision_id, at, to_stage, 1 FROM provisions_transition
    UNION ALL SELECT provision_id, at, from_stage, -1 FROM provisions_transition
) AS step
JOIN provisions_provision p ON p.id = step.provision_id
JOIN frameworks_framework f ON f.id = p.framework_id
"""
_STEPS = f"""
SELECT (step.at AT TIME ZONE 'UTC')::date AS day, f.slug, step.stage, sum(step.change)
FROM {_STEP} GROUP BY day, f.slug, step.stage
ORDER BY day, f.slug
"""  # noqa: S608 - constants
_STEPS_SINCE = f"""
SELECT f.slug, step.stage, sum(step.change) FROM {_STEP} WHERE step.at > %s
GROUP BY f.slug, step.stage HAVING sum(step.change) <> 0
"""  # noqa: S608 - constants
_LINKS = """
SELECT link.instrument_id, count(*) FROM provisions_instrumentlink link
JOIN provisions_provision p ON p.id = link.provision_id
WHERE p.latest_version > 0 GROUP BY link.instrument_id
"""


class StageCount(NamedTuple):
    framework: str
    stage: str
    provisions: int


class ThemeCount(NamedTuple):
    framework: str
    theme: str
    stage: str
    provisions: int


class DayCount(NamedTuple):
    """How many provisions of a framework stood at a stage when a day (UTC) ended."""

    day: date
    framework: str
    stage: str
    provisions: int


def stage_counts() -> list[StageCount]:
    """Return a row for every framework and stage, zeros included. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_STAGES)
        rows = cursor.fetchall()
    counted = {(framework, stage): number for framework, stage, number in rows}
    return [
        StageCount(framework, stage.value, counted.get((framework, stage.value), 0))
        for framework in sorted({framework for framework, _, _ in rows})
        for stage in Stage
    ]


def theme_counts() -> list[ThemeCount]:
    """Return a row for every framework, theme and stage that has provisions. One query.

    A provision with two themes is counted in both.
    """
    with connection.cursor() as cursor:
        cursor.execute(_THEMES)
        return [ThemeCount(*row) for row in cursor.fetchall()]


def stage_timeline() -> list[DayCount]:
    """Return, for every day on which something moved, every stage of that framework. One query.

    Between two days nothing changed. It reaches back to the first version that was published.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STEPS)
        rows = cursor.fetchall()
    changes: dict[tuple[date, str], dict[str, int]] = defaultdict(dict)
    for day, framework, stage, change in rows:
        changes[day, framework][stage] = int(change)
    standing: dict[str, dict[str, int]] = defaultdict(lambda: {stage.value: 0 for stage in Stage})
    counted: list[DayCount] = []
    for (day, framework), steps in changes.items():
        for stage in standing[framework]:
            standing[framework][stage] += steps.get(stage, 0)
            counted.append(DayCount(day, framework, stage, standing[framework][stage]))
    return counted


def stage_steps_since(instant: datetime) -> list[tuple[str, str, int]]:
    """Return by how many provisions each stage of each framework grew or shrank later than
    `instant`: slug, stage, change; what did not change is left out. One query.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STEPS_SINCE, [instant])
        return [(slug, stage, int(change)) for slug, stage, change in cursor.fetchall()]


def link_counts() -> dict[str, int]:
    """Return how many provisions link to each instrument that any links to, by code."""
    with connection.cursor() as cursor:
        cursor.execute(_LINKS)
        return dict(cursor.fetchall())
