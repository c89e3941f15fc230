"""Measures re-anchoring: how often words are found again after random edits of real texts.

`python -m bench.reanchoring [--seed 4] [--texts 2000]`. A place is wrong where it shares no
character with what is left of the words, or where nothing is left of them. Words *survived* where
at least half of them still stand in their order, and once. *Said twice* are those of which
half stand in a copy too: often nothing tells which one was meant. *Remains* are fewer than half;
*gone* is none. Words that were copied and then deleted where they stood count as moved.
"""

import argparse
import random
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reviews.anchors import Anchor, make_anchor
from reviews.enums import PlacementKind
from reviews.reanchoring import Found, Rewriting

from .edits import Edited, Weight, edit
from .real_texts import real_texts, vocabulary

# Words of a quote: from one picked word to a paragraph.
LENGTHS = ((1, 1), (2, 4), (5, 12), (13, 40), (41, 120))
QUOTES = 2  # of each length, for each edited text
MOST_WRONG = 0.005
LEAST_PLACED = 0.95
AIMS = {
    "wrong, of all quotes": MOST_WRONG,
    "wrong, of all places": MOST_WRONG,
    "placed, of what survived": LEAST_PLACED,
}
SEED, TEXTS = 4, 2000


class Fate(StrEnum):
    """What became of the words, by the marks that they carried through the edits."""

    SURVIVED = "survived"
    TWICE = "said twice"
    REMAINS = "remains"
    GONE = "gone"


class Verdict(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    ORPHANED = "orphaned"


@dataclass(frozen=True, slots=True)
class Case:
    """One quote of one edited text, and what was said of it. `words` is the quote's length;
    `covered` the share of its surviving words that the place holds.
    """

    weight: Weight
    words: int
    fate: Fate
    kind: PlacementKind
    verdict: Verdict
    covered: float
    edited: Edited
    anchor: Anchor
    found: Found


def cases(seed: int, texts: int) -> Iterator[Case]:
    """Yield the cases of so many edited texts; the same seed gives the same cases."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    bodies = real_texts()
    for number in range(texts):
        weight = tuple(Weight)[number % len(Weight)]
        edited = edit(chance.choice(bodies), weight, vocabulary(), chance)
        rewriting = Rewriting(edited.old, edited.new)
        for least, most in LENGTHS:
            for _time in range(QUOTES):
                size = chance.randint(least, most)
                if size <= len(edited.old_spans):
                    start = chance.randint(0, len(edited.old_spans) - size)
                    yield judged(edited, range(start, start + size), weight, rewriting)


def judged(edited: Edited, quote: range, weight: Weight, rewriting: Rewriting) -> Case:
    """Look for the words of `quote`, by number, and compare with where they really went."""
    start, end = edited.old_spans[quote[0]][0], edited.old_spans[quote[-1]][1]
    anchor = make_anchor(edited.old, start, end)
    found = rewriting.find(anchor)
    left = [edited.went[word] for word in quote if word in edited.went]
    held = sum(_shares(found.anchor, edited.new_spans[place]) for place in left)
    verdict = Verdict.RIGHT if held else Verdict.WRONG
    return Case(
        weight=weight,
        words=len(quote),
        fate=_fate(left, quote, edited.twice),
        kind=found.kind,
        verdict=verdict if found.anchor else Verdict.ORPHANED,
        covered=held / len(left) if left else 0.0,
        edited=edited,
        anchor=anchor,
        found=found,
    )


def _fate(left: Sequence[int], quote: range, twice: Collection[int]) -> Fate:
    if not left:
        return Fate.GONE
    tails: list[int] = []  # of the longest row that kept its order
    for place in left:
        at = bisect_left(tails, place)
        tails[at : at + 1] = [place]
    if 2 * len(tails) < len(quote):
        return Fate.REMAINS
    return Fate.TWICE if 2 * sum(word in twice for word in quote) >= len(left) else Fate.SURVIVED


def _shares(anchor: Anchor | None, span: tuple[int, int]) -> bool:
    return anchor is not None and anchor.start < span[1] and span[0] < anchor.end


def shares(measured: Sequence[Case]) -> Mapping[str, float]:
    """Return the ratios that matter, by name: how many places are wrong, and how many of the
    quotes that survived were placed rightly and how much of their words these places hold.
    """
    wrong = sum(case.verdict is Verdict.WRONG for case in measured)
    placed = sum(case.verdict is not Verdict.ORPHANED for case in measured)
    survived = [case for case in measured if case.fate is Fate.SURVIVED]
    twice = [case for case in measured if case.fate is Fate.TWICE]
    right = [case for case in survived if case.verdict is Verdict.RIGHT]
    return {
        "wrong, of all quotes": _ratio(wrong, len(measured)),
        "wrong, of all places": _ratio(wrong, placed),
        "placed, of what survived": _ratio(len(right), len(survived)),
        "… those said twice too": _ratio(
            len(right) + sum(case.verdict is Verdict.RIGHT for case in twice),
            len(survived) + len(twice),
        ),
        "of their words held": _ratio(sum(case.covered for case in right), len(right)),
    }


def table(measured: Sequence[Case]) -> str:
    """Return the whole measure as text."""
    lines = [f"{len(measured)} quotes in edited texts", _HEAD]
    for fate in Fate:
        lines.append(_line(fate, [case for case in measured if case.fate is fate]))
    lines.append("\nof the words that survived")
    survived = [case for case in measured if case.fate is Fate.SURVIVED]
    lines.append(_HEAD)
    for weight in Weight:
        lines.append(_line(f"{weight} edits", [case for case in survived if case.weight is weight]))
    for least, most in LENGTHS:
        name = f"{least}–{most} words" if least < most else f"{least} word"
        lines.append(_line(name, [case for case in survived if least <= case.words <= most]))
    return "\n".join(lines)


_COLUMNS = (
    ("exact", PlacementKind.EXACT, Verdict.RIGHT),
    ("moved", PlacementKind.MOVED, Verdict.RIGHT),
    ("fuzzy right", PlacementKind.FUZZY, Verdict.RIGHT),
    ("exact wrong", PlacementKind.EXACT, Verdict.WRONG),
    ("moved wrong", PlacementKind.MOVED, Verdict.WRONG),
    ("fuzzy wrong", PlacementKind.FUZZY, Verdict.WRONG),
    ("orphaned", PlacementKind.ORPHANED, Verdict.ORPHANED),
)
_HEAD = f"{'':<18}{'quotes':>8}" + "".join(f"{name:>13}" for name, _kind, _said in _COLUMNS)


def _line(name: str, chosen: Sequence[Case]) -> str:
    counts = Counter((case.kind, case.verdict) for case in chosen)
    shown = [f"{_ratio(counts[kind, said], len(chosen)):>13.2%}" for _n, kind, said in _COLUMNS]
    return f"{name:<18}{len(chosen):>8}{''.join(shown)}"


def _ratio(part: float, whole: int) -> float:
    return part / whole if whole else 0.0


def report(seed: int = SEED, texts: int = TEXTS) -> str:
    """Measure, and return the table with the ratios under it; `!` marks what misses its aim."""
    measured = list(cases(seed, texts))
    lines = ["re-anchoring after random edits of real texts", table(measured), ""]
    for name, value in shares(measured).items():
        aim = AIMS.get(name)
        missed = aim is not None and (value > aim if name.startswith("wrong") else value < aim)
        lines.append(f"{name:<28}{value:>8.2%}{'!' if missed else ''}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--texts", type=int, default=TEXTS)
    options = parser.parse_args()
    print(report(options.seed, options.texts))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
