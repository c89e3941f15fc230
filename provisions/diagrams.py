"""The stages of a provision as a diagram, drawn from the table of moves."""

from collections.abc import Callable

from .lifecycle import MOVES, Need, Stage

_NEEDS = {
    Need.REASON: "a reason",
    Need.ROUND: "a round that opens",
    Need.AGREEMENT: "evidence of agreement",
    Need.SESSION: "a session",
    Need.LATER_SESSION: "a later session",
    Need.CLAUSE: "a recorded clause",
    Need.ADOPTED_ELSEWHERE: "a text adopted elsewhere",
}


def stages() -> str:
    """Return every move of the table, with what it needs, in Mermaid's words."""
    lines = ["stateDiagram-v2", f"    [*] --> {Stage.DRAFT.value}"]
    for move in MOVES.values():
        needs = ", ".join(_NEEDS[need] for need in sorted(move.needs))
        said = f"{move.code.value.replace('_', ' ')} ({needs})"
        lines += [
            f"    {source.value} --> {move.target.value} : {said}"
            for source in sorted(move.sources)
        ]
    sources = {source for move in MOVES.values() for source in move.sources}
    lines += [f"    {stage.value} --> [*]" for stage in Stage if stage not in sources]
    return "\n".join(lines)


DIAGRAMS: dict[str, Callable[[], str]] = {"stages": stages}
