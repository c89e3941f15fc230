"""The stages of a comment as a diagram, drawn from the table of moves."""

from collections.abc import Callable

from .lifecycle import HANDED_OVER, MOVES, CommentMove, CommentStage, Row, Who

_WHO = {
    Who.AUTHOR: "an author",
    Who.ENDORSER: "an endorser",
    Who.SUBMITTER: "a submitter",
    Who.MEMBER: "its room",
    Who.SECRETARIAT: "the review secretariat",
    Who.PORTAL: "the portal",
}


def comments() -> str:
    """Return every move of a comment, with whose it is, in Mermaid's words."""
    lines = ["stateDiagram-v2"]
    for row in MOVES.values():
        if not row.sources:
            lines.append(f"    [*] --> {row.target.value} : {_said(row, row.who)}")
        for source in sorted(row.sources):
            said = _said(row, _whose(row, source))
            lines.append(f"    {source.value} --> {row.target.value} : {said}")
    sources = {source for row in MOVES.values() for source in row.sources}
    lines += [f"    {stage.value} --> [*]" for stage in CommentStage if stage not in sources]
    return "\n".join(lines)


def _whose(row: Row, source: CommentStage) -> Who:
    """An author's word is enough until it was handed over (`permissions.check_can_withdraw`)."""
    was_handed_over = row.move == CommentMove.WITHDRAW and source in HANDED_OVER
    return Who.SUBMITTER if was_handed_over else row.who


def _said(row: Row, who: Who) -> str:
    reason = ", with a reason" if row.needs_reason else ""
    return f"{row.move.value.replace('_', ' ')} ({_WHO[who]}{reason})"


DIAGRAMS: dict[str, Callable[[], str]] = {"comments": comments}
