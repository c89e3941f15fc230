"""A text in sentences, for choosing words without a script.

Rules for the punctuation of English, French, Spanish and Arabic. Where they are in doubt they
leave two sentences together: whoever wants fewer words selects them. A semicolon ends nothing,
so a paragraph with lettered items stays one sentence, as it is read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.textform import paragraphs

# The end of a sentence: its mark, what closes behind it (French puts a space before its
# guillemet), the space. Marks of direction may stand anywhere in Arabic. Each part takes all it
# can and gives nothing back, so that a thousand full stops cost a thousand steps.
_DIRECTION = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"
_END = re.compile(
    rf"(?<![.!?…؟۔])(?P<sign>[.!?…؟۔]++)(?: ?[»›]|[\"'”’)\]{_DIRECTION}])*+(?P<gap> )"
    rf"(?:[«‹] ?|[¿¡\"'“‘{_DIRECTION}]|[–—-] ?)*+(?P<next>.)",
    re.DOTALL,
)
# What a full stop shortens and never ends a sentence with, whatever follows.
_ALWAYS = frozenset(
    "mr mrs ms dr dra prof sr sra srta mm mme st cf e.g i.e viz vs p.ex c.-à-d ej ee uu".split()
)
# What a full stop shortens where a number follows: “No. 142”, “art. 3”, “para. XIV”.
_NUMBERED = frozenset(
    "no nos nr art arts art par para paras pp p pág págs vol ch chap cap fig sec sect n núm núms "
    "al c conv rec add rev".split()
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_a-z]")  # the “J.” of a name, the “U.S.”
_WORD_BEFORE = re.compile(r"[\w.\-]+\Z")
_NUMBER_AHEAD = re.compile(r"[(\[]?(?:\d|[IVXLC]+\b)|\([a-z]+\)")
# “1.”, “12.3.”, “iv.”, “(a).” at the beginning: the number of what follows.
_NUMBERING = re.compile(r"\W*(?:\d{1,3}(?:\.\d{1,3})*|[^\W\d_]|[ivxlcIVXLC]{1,5})\)?\Z")
_LONGEST = 12  # code points of an abbreviation or a numbering


@dataclass(frozen=True, slots=True)
class Sentence:
    """`body[start:end] == text`, in code points; `paragraph` counts from 0.

    Between two sentences of a paragraph stands one space, between paragraphs a blank line.
    """

    start: int
    end: int
    text: str
    paragraph: int

    @property
    def value(self) -> str:
        """What a radio button of the picker sends for it."""
        return f"{self.start}-{self.end}"


def sentences(body: str) -> list[Sentence]:
    """Return the sentences of a body in normal form, in reading order."""
    found: list[Sentence] = []
    offset = 0
    for number, paragraph in enumerate(paragraphs(body)):
        first = 0
        for gap in [*_gaps(paragraph), len(paragraph)]:
            text = paragraph[first:gap]
            found.append(Sentence(offset + first, offset + gap, text, number))
            first = gap + 1
        offset += len(paragraph) + 2
    return found


def _gaps(paragraph: str) -> Iterator[int]:
    """Yield the places of the spaces that part two sentences."""
    first = at = 0
    while end := _END.search(paragraph, at):
        if _parts(paragraph, first, end):
            yield end.start("gap")
            first = end.end("gap")
        at = end.start("gap")


def _parts(paragraph: str, first: int, end: re.Match[str]) -> bool:
    """Tell whether a mark ends the sentence that began at `first`."""
    follows = end["next"]
    if not (follows.isalnum() or follows in "([{") or follows.islower():
        return False
    if end["sign"] != ".":
        return True
    stop = end.start()
    if stop - first <= _LONGEST and _NUMBERING.match(paragraph[first:stop]):
        return False
    word = _WORD_BEFORE.search(paragraph[max(first, stop - _LONGEST) : stop])
    if word is None:
        return True
    short = word[0].casefold()
    if short in _ALWAYS or _INITIALS.fullmatch(word[0]):
        return False
    return short not in _NUMBERED or not _NUMBER_AHEAD.match(paragraph, end.end("gap"))
