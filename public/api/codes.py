"""Closed lists of codes: themes, stages with the moves between them, groups."""

from typing import Any, ClassVar

from core.labels import labels
from core.public_paths import absolute, api_path, theme_path
from frameworks.enums import Theme
from provisions.lifecycle import MOVES, OPEN_STAGES, MoveCode, Stage
from record.installation import is_sample_database
from stakeholders.enums import Group

from .lists import ListEndpoint, Row, Rows, Wanted
from .parameters import list_query
from .shapes.codes import GROUP, STAGE, THEME


class CodeList(ListEndpoint):
    """A list that stands in the code. Subclasses write `codes`."""

    columns: ClassVar[tuple[str, ...]] = ("code", "label", "is_sample")
    query = list_query(orders=("document",))

    def codes(self, language: str) -> list[Row]:
        raise NotImplementedError

    def rows(self, wanted: Wanted, **kwargs: Any) -> Rows:
        start = int(wanted.position[0]) if wanted.position else 0
        every = [{**row, "is_sample": is_sample_database()} for row in self.codes(wanted.language)]
        end = start + wanted.limit
        return Rows(every[start:end], (end,) if end < len(every) else None)


class ThemeList(CodeList):
    """Themes of provisions and instruments."""

    noun = "themes"
    shape = THEME
    columns = ("code", "label", "is_sample", "links.html")

    def codes(self, language: str) -> list[Row]:
        return [
            {
                "code": code,
                "label": labels(Theme, language)[code],
                "links": {
                    "html": absolute(theme_path(code, language)),
                    "provisions": absolute(api_path(f"provisions?theme={code}")),
                },
            }
            for code in Theme.values
        ]


class StageList(CodeList):
    """Stages of a provision on this portal, and where each may move from there."""

    noun = "stages"
    shape = STAGE
    columns = ("code", "label", "is_open", "moves.code", "moves.to", "is_sample")

    def codes(self, language: str) -> list[Row]:
        return [
            {
                "code": stage.value,
                "label": labels(Stage, language)[stage.value],
                "is_open": stage in OPEN_STAGES,
                "moves": [
                    {
                        "code": move.code.value,
                        "label": labels(MoveCode, language)[move.code.value],
                        "to": move.target.value,
                    }
                    for move in MOVES.values()
                    if stage in move.sources
                ],
                "links": {"provisions": absolute(api_path(f"provisions?stage={stage.value}"))},
            }
            for stage in Stage
        ]


class GroupList(CodeList):
    """The three groups. Governments are not one voice, and act in regional groups or singly."""

    noun = "groups"
    shape = GROUP

    def codes(self, language: str) -> list[Row]:
        return [{"code": code, "label": labels(Group, language)[code]} for code in Group.values]
