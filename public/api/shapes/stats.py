"""Shapes of the statistics: flat rows with stable columns."""

from frameworks.enums import Theme
from provisions.enums import Stance
from provisions.lifecycle import Stage
from reviews.enums import Moved
from stakeholders.enums import Group

from .actors import ACTOR
from .codes import MARK
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

MOVED = shape(
    "Moved",
    {
        **FRAMEWORK,
        "provision": text("Key of the provision."),
        "version": number("The version that it is about."),
        "round": text("Key of the round; null where no round holds that version yet.", null=True),
        **coded("group", Group, "The group that the actor belongs to."),
        **ACTOR,
        **coded("stance", Stance, "What it says; null where it is to be confirmed.", null=True),
        **coded("previous_stance", Stance, "What it released before.", null=True),
        "previous_version": number("On which version.", null=True),
        "previous_round": text("Key of the round in which it did.", null=True),
        **coded("moved", Moved, "How the two stand to each other."),
        "position": text("Key of the position; null where it is to be confirmed.", null=True),
        **MARK,
    },
)
