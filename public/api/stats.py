"""Statistics: flat rows with stable columns, whole, for charts and dashboards."""

from collections.abc import Iterable
from typing import Any, ClassVar

from core.csv_file import CSV, csv_bytes
from core.query import Asked, Query, choice
from frameworks.enums import Theme
from frameworks.selectors import framework_slugs
from provisions.lifecycle import Stage
from provisions.selectors.stats import stage_counts, stage_timeline, theme_counts
from public.answers import Content
from public.presenters.positions import moved_value
from public.presenters.values import coded
from record.installation import is_sample_database
from reviews.selectors.stances import convergence

from .endpoint import PublicEndpoint, json_content
from .exports import JSONL, file_header, jsonl_bytes
from .lists import Row, envelope
from .parameters import FORMATS, framework_filter, language_parameter, refuse_unknown
from .shapes.envelope import page_shape
from .shapes.parts import Shape
from .shapes.stats import MOVED, STAGE_COUNT, THEME_COUNT, TIMELINE_POINT


class StatsEndpoint(PublicEndpoint):
    """A whole array of flat rows. Subclasses name `noun` and `shape` and write `counted`."""

    noun: ClassVar[str]
    shape: ClassVar[Shape]
    query = Query(
        (
            framework_filter(),
            choice("format", FORMATS, "Form of the answer.", default="json"),
            language_parameter(),
        )
    )

    @classmethod
    def answer_shape(cls) -> Shape:
        return page_shape(cls.shape)

    def counted(self, language: str) -> Iterable[Row]:
        """Return every row, in order, without the sample's mark."""
        raise NotImplementedError

    def content(self, asked: Asked, revision: int, **kwargs: Any) -> Content:
        chosen = asked["framework"]
        if chosen:
            refuse_unknown({"framework": (chosen, framework_slugs())})
        mark = {"is_sample": is_sample_database()}
        rows = [
            {**row, **mark}
            for row in self.counted(asked["lang"])
            if not chosen or row["framework"] in chosen
        ]
        if asked["format"] == "json":
            return json_content(envelope(next=None, next_cursor=None, results=rows))
        headers = file_header(self.noun, asked["format"])
        if asked["format"] == "csv":
            return Content(csv_bytes(tuple(self.shape().get_fields()), rows), CSV, headers)
        return Content(jsonl_bytes(rows), JSONL, headers)


class StageStats(StatsEndpoint):
    """How many provisions of each framework stand at each stage now; zeros included."""

    noun = "stats-stages"
    shape = STAGE_COUNT

    def counted(self, language: str) -> Iterable[Row]:
        for framework, stage, number in stage_counts():
            yield {
                "framework": framework,
                **coded("stage", stage, Stage, language),
                "provisions": number,
            }


class ThemeStats(StatsEndpoint):
    """How many provisions each theme has at each stage; one with two themes counts in both."""

    noun = "stats-themes"
    shape = THEME_COUNT

    def counted(self, language: str) -> Iterable[Row]:
        for framework, theme, stage, number in theme_counts():
            yield {
                "framework": framework,
                **coded("theme", theme, Theme, language),
                **coded("stage", stage, Stage, language),
                "provisions": number,
            }


class ConvergenceStats(StatsEndpoint):
    """What each actor said of each provision in each round, and what it had said before.

    From released positions alone. `to_reconfirm`: it spoke of an earlier version and not yet of
    the present one.
    """

    noun = "stats-convergence"
    shape = MOVED

    def counted(self, language: str) -> Iterable[Row]:
        return (moved_value(row, language) for row in convergence())


class TimelineStats(StatsEndpoint):
    """How many provisions stood at each stage when a day ended, back to the beginning.

    A framework has rows for the days on which something moved; between two nothing changed.
    """

    noun = "stats-timeline"
    shape = TIMELINE_POINT

    def counted(self, language: str) -> Iterable[Row]:
        for day, framework, stage, number in stage_timeline():
            yield {
                "date": day,
                "framework": framework,
                **coded("stage", stage, Stage, language),
                "provisions": number,
            }
