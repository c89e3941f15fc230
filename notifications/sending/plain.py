"""A letter as plain text: laid out for reading, with every address in full."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from textwrap import wrap

from notifications.letters.letter import Letter, Line, Part

WIDTH = 72  # what quoted mails and narrow windows still show unbroken


def as_text(letter: Letter, *, head: Sequence[str], foot: Sequence[Line]) -> str:
    """Return what the HTML of `letter` says, in lines of at most 72 characters; addresses are
    never broken. `head` are paragraphs before it, `foot` the lines below the separator that
    mail programs know (`-- `).
    """
    blocks = [_paragraph(each) for each in (*head, *letter.opening)]
    if letter.action is not None:
        blocks.append(_joined(_named(letter.action)))
    blocks += [_part(each) for each in letter.parts]
    below = [_paragraph(letter.why), *(_joined(_named(each)) for each in foot)]
    return "\n\n".join(blocks) + "\n\n-- \n" + "\n\n".join(below) + "\n"


def _paragraph(text: str) -> str:
    return _joined(_wrapped(text))


@lru_cache(maxsize=64)  # what changed in public stands alike in thousands of digests
def _part(part: Part) -> str:
    heading = _wrapped(part.heading)
    rule = "-" * max(map(len, heading), default=0)
    return _joined([*heading, rule, *(row for line in part.lines for row in _item(line))])


def _item(line: Line) -> Iterator[str]:
    yield from _wrapped(line.text, first="* ", then="  ")
    if line.url:
        yield f"  {line.url}"
    for sentence in line.details:
        yield from _wrapped(sentence, first="  ", then="  ")


def _named(line: Line) -> Iterator[str]:
    """An address under what it is for."""
    yield from _wrapped(f"{line.text}:" if line.url else line.text)
    if line.url:
        yield line.url


def _wrapped(text: str, *, first: str = "", then: str = "") -> list[str]:
    return wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=then,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _joined(rows: Iterable[str]) -> str:
    return "\n".join(rows)
