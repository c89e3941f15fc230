"""Comparing two sequences of words: which stretches stand in both, which only in one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(slots=True)
class Budget:
    """How many more steps comparisons may take together; what is beyond stays uncompared."""

    steps: int


class Stretch(NamedTuple):
    """The same in both, or one in place of the other. Either may be empty."""

    old: Sequence[str]
    new: Sequence[str]


def common_start(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many items the two begin with alike."""
    length = 0
    while length < min(len(old), len(new)) and old[length] == new[length]:
        length += 1
    return length


def common_end(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many items the two end with alike."""
    return common_start(old[::-1], new[::-1])


def stretches(old: Sequence[str], new: Sequence[str], budget: Budget) -> Iterator[Stretch]:
    """Yield the two sequences in stretches; joined, each side is what it was."""
    start = common_start(old, new)
    end = common_end(old[start:], new[start:])
    yield Stretch(old[:start], new[:start])
    left, right = old[start : len(old) - end], new[start : len(new) - end]
    in_left = in_right = 0
    for left_match, right_match in _matches(left, right, budget):
        if (left_match, right_match) != (in_left, in_right):
            yield Stretch(left[in_left:left_match], right[in_right:right_match])
        in_left, in_right = left_match + 1, right_match + 1
        yield Stretch(left[left_match:in_left], right[right_match:in_right])
    yield Stretch(left[in_left:], right[in_right:])
    yield Stretch(old[len(old) - end :], new[len(new) - end :])


def _matches(old: Sequence[str], new: Sequence[str], budget: Budget) -> list[tuple[int, int]]:
    """Return the places of a longest common subsequence, or none where the budget ends.

    The greedy algorithm of Myers, “An O(ND) difference algorithm and its variations” (1986):
    with every further edit, how far one comes on each diagonal (place in the old minus place
    in the new). Words are compared as numbers.
    """
    numbers: dict[str, int] = {}
    before = [numbers.setdefault(word, len(numbers)) for word in old]
    after = [numbers.setdefault(word, len(numbers)) for word in new]
    aim = len(before) - len(after)
    reach = {1: 0}
    history: list[dict[int, int]] = []
    for edits in range(len(before) + len(after) + 1):
        budget.steps -= edits + 1
        if budget.steps < 0:
            return []
        following = {}
        for diagonal in range(-edits, edits + 1, 2):
            x = _stepped(reach, diagonal)
            while x < len(before) and x - diagonal < len(after):
                if before[x] != after[x - diagonal]:
                    break
                x += 1
            following[diagonal] = x
        history.append(reach)
        reach = following
        if reach.get(aim, -1) >= len(before):
            return _walked_back(history, len(before), len(after))
    return []


def _stepped(reach: dict[int, int], diagonal: int) -> int:
    """Return how far one comes on `diagonal` with one more edit, from the better neighbour."""
    inserting, deleting = reach.get(diagonal + 1, -1), reach.get(diagonal - 1, -1) + 1
    return max(inserting, deleting)


def _walked_back(history: list[dict[int, int]], x: int, y: int) -> list[tuple[int, int]]:
    """Return the matches on the way to the end of both texts, from the first on."""
    matches: list[tuple[int, int]] = []
    for reach in reversed(history):
        diagonal = x - y
        start = _stepped(reach, diagonal)
        matches += [(place, place - diagonal) for place in range(x - 1, start - 1, -1)]
        inserted = start == reach.get(diagonal + 1, -1)
        x = start if inserted else start - 1
        y = x - (diagonal + 1 if inserted else diagonal - 1)
    return matches[::-1]
