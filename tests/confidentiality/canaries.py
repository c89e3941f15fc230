"""Words that may be found again: each is planted in one confidential field, with its readers."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

# What a canary looks like: planted words, ids, receipt numbers, digests.
TOKEN = re.compile(
    r"zq[a-z]+[0-9]+"
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r"|T-[0-9A-Z]{4}-[0-9A-Z]{4}"
    r"|[0-9a-f]{64}"
)


@dataclass
class Canaries:
    """By word: who may read it."""

    readers: dict[str, frozenset[str]] = field(default_factory=dict)
    # Where the next word's number comes from: whispers count apart and shift nobody's words.
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def plant(self, kind: str, readers: Iterable[str]) -> str:
        """Return a new word of letters and a number, for these readers only."""
        word = f"zq{kind}{next(self.numbers):04}"
        self.readers[word] = frozenset(readers)
        return word

    def watch(self, token: object, readers: Iterable[str]) -> None:
        """Watch what the house made itself: an id, a receipt's number, a digest."""
        found = TOKEN.fullmatch(str(token))
        assert found, f"{token} could not be found again"
        self.readers[str(token)] = frozenset(readers)

    def read_by(self, name: str, answer: str, *, asked: str = "") -> tuple[set[str], set[str]]:
        """Return the canaries in `answer` that `name` may read, and those that are not theirs;
        what stood in the address that was `asked` for is no news.
        """
        found = set(TOKEN.findall(answer)) - set(TOKEN.findall(asked))
        known = {token for token in found if token in self.readers}
        entitled = {token for token in known if name in self.readers[token]}
        return entitled, known - entitled
