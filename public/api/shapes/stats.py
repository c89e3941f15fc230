"""Shapes of the statistics: flat rows with stable columns."""

from frameworks.enums import Theme
from provisions.lifecycle import Stage

from .parts import coded, day, flag, number, shape, text

FRAMEWORK = {"framework": text("Slug of the framework.")}
COUNT = {
    "provisions": number("Number of provisions."),
    "is_sample": flag("Whether this comes from a sample database."),
}

STAGE_COUNT = shape("StageCount", {**FRAMEWORK, **coded("stage", Stage, "Stage."), **COUNT})

THEME_COUNT = shape(
    "ThemeCount",
    {
        **FRAMEWORK,
        **coded("theme", Theme, "Theme; a provision with several counts in each."),
        **coded("stage", Stage, "Stage."),
        **COUNT,
    },
)

TIMELINE_POINT = shape(
    "TimelinePoint",
    {
        "date": day("Day (UTC) at whose end it stood so; only days on which something moved."),
        **FRAMEWORK,
        **coded("stage", Stage, "Stage."),
        **COUNT,
    },
)
