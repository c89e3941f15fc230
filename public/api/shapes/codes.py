"""Shapes of the closed lists."""

from provisions.lifecycle import MoveCode, Stage

from .parts import code, flag, links, several, shape, text

MARK = {"is_sample": flag("Whether this comes from a sample database.")}

THEME = shape(
    "Theme",
    {
        "code": text("Code."),
        "label": text("In words."),
        "links": links("Theme", html="Its page.", provisions="Provisions of the theme."),
        **MARK,
    },
)

MOVE = shape(
    "Move",
    {
        "code": code(MoveCode, "Code of the move."),
        "label": text("In words."),
        "to": code(Stage, "Stage to which it leads."),
    },
)

STAGE = shape(
    "Stage",
    {
        "code": text("Code."),
        "label": text("In words."),
        "is_open": flag("Whether anything can still happen from here."),
        "moves": several(MOVE, "Moves that begin here."),
        "links": links("Stage", provisions="Provisions that stand here."),
        **MARK,
    },
)

GROUP = shape("Group", {"code": text("Code."), "label": text("In words."), **MARK})
