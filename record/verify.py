"""Whether chains are whole: a walk over the entries, without a database and without a clock.

Each chain is a fold: `ChainCheck.feed` takes its entries one by one in the order of their
numbers, `ChainCheck.close` compares the end with the head and with the signed checkpoints.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from .hashing import SCHEMA, Sealed, entry_hash, genesis

# A report lists this many faults and counts the others: one careless UPDATE may hit them all.
MOST_FAULTS = 1000


class What(StrEnum):
    """What may be wrong; `SENTENCES` says each in plain words."""

    MISSING = "missing"
    DOUBLED = "doubled"
    UNLINKED = "unlinked"
    ALTERED = "altered"
    UNKNOWN_SCHEMA = "unknown_schema"
    NO_HEAD = "no_head"
    HEAD_NUMBER = "head_number"
    HEAD_HASH = "head_hash"
    REWRITTEN = "rewritten"
    CUT = "cut"
    LINE_UNREADABLE = "line_unreadable"
    LINE_UNSIGNED = "line_unsigned"
    LINE_UNTRUSTED = "line_untrusted"
    LINE_UNLINKED = "line_unlinked"
    LINE_FOREIGN = "line_foreign"
    LINE_MISSING = "line_missing"
    LINE_DIFFERS = "line_differs"


SENTENCES = {
    What.MISSING: "entries are missing before this one",
    What.DOUBLED: "this number comes a second time or out of order",
    What.UNLINKED: "this entry does not follow the one before it",
    What.ALTERED: "this entry was altered after it was recorded",
    What.UNKNOWN_SCHEMA: "this entry has a schema that this version of the portal doesn't know",
    What.NO_HEAD: "the chain has entries and no head",
    What.HEAD_NUMBER: "the head names another number than the last entry has",
    What.HEAD_HASH: "the head's hash is not that of the last entry",
    What.REWRITTEN: "a signed checkpoint has another hash for this entry",
    What.CUT: "a signed checkpoint knows this entry, but the chain ends before it",
    What.LINE_UNREADABLE: "this line of the checkpoint file can't be read",
    What.LINE_UNSIGNED: "the signature of this line of the checkpoint file is false",
    What.LINE_UNTRUSTED: "this line of the checkpoint file is signed with a key not known here",
    What.LINE_UNLINKED: "this line of the checkpoint file does not follow the line before it",
    What.LINE_FOREIGN: "this line of the checkpoint file is about another database",
    What.LINE_MISSING: "the database has a checkpoint that the checkpoint file lacks",
    What.LINE_DIFFERS: "the database has another line for this day than the checkpoint file",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong. In `CHECKPOINTS`, `number` is the line of the file, from 1."""

    circle: str
    number: int
    what: What


CHECKPOINTS = "(checkpoints)"  # no circle can be called this


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain: the number of its last entry and the 32 bytes of its hash."""

    number: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Row:
    """What is read of a circle: one entry, or none for a head that has no entry at all."""

    circle: str
    entry: Sealed | None
    head: Head | None


@dataclass(frozen=True, slots=True)
class Anchor:
    """The heads at the instant of a checkpoint whose signature is good."""

    at: datetime
    heads: Mapping[str, Head]


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found.

    `heads` are the ends of the chains as they were walked. `anchored` is, by circle, the last
    number that a good checkpoint confirms: entries after it could have been cut off together
    with the head, or rewritten to the end, without leaving a trace here. `blind_since` is the
    instant of the last good checkpoint, None if there is none.
    """

    entries: int
    heads: Mapping[str, Head]
    anchored: Mapping[str, int]
    blind_since: datetime | None
    checkpoints: int
    faults: tuple[Fault, ...]
    unlisted_faults: int = 0

    @property
    def fault_count(self) -> int:
        """Return how many faults there are, listed or not."""
        return len(self.faults) + self.unlisted_faults


@dataclass(slots=True)
class ChainCheck:
    """Walks one circle's entries. `anchors` are the hashes that checkpoints have, by number."""

    circle: str
    anchors: Mapping[int, frozenset[bytes]] = field(default_factory=dict)
    number: int = 0
    hash: bytes = b""
    anchored: int = 0

    def __post_init__(self) -> None:
        self.hash = self.hash or genesis(self.circle)

    def feed(self, entry: Sealed) -> list[Fault]:
        """Return what is wrong with the next entry, and go on from it whatever it is."""
        found = []
        if entry.number > self.number + 1:
            found.append(What.MISSING)
        elif entry.number <= self.number:
            found.append(What.DOUBLED)
        if entry.previous != self.hash:
            found.append(What.UNLINKED)
        if entry.schema != SCHEMA:
            found.append(What.UNKNOWN_SCHEMA)
        elif entry.circle != self.circle or entry_hash(entry) != entry.hash:
            found.append(What.ALTERED)
        known = self.anchors.get(entry.number)
        if known is not None and known != {entry.hash}:
            found.append(What.REWRITTEN)
        elif known is not None and not found:
            self.anchored = entry.number
        self.number, self.hash = entry.number, entry.hash
        return [Fault(self.circle, entry.number, what) for what in found]

    def close(self, head: Head | None) -> list[Fault]:
        """Return what is wrong with the end of the chain."""
        found = []
        if head is None:
            if self.number:
                found.append(Fault(self.circle, self.number, What.NO_HEAD))
        elif head.number != self.number:
            found.append(Fault(self.circle, head.number, What.HEAD_NUMBER))
        elif head.hash != self.hash:
            found.append(Fault(self.circle, head.number, What.HEAD_HASH))
        last = max(self.anchors, default=0)
        if last > self.number:
            found.append(Fault(self.circle, last, What.CUT))
        return found


def verify(
    rows: Iterable[Row], anchors: Iterable[Anchor] = (), faults: Iterable[Fault] = ()
) -> Report:
    """Walk all chains, sorted by circle and number, and return what was found.

    `anchors` are the checkpoints with a good signature, oldest first; `faults` what was found
    wrong with the checkpoints themselves.
    """
    ledger = _Ledger(list(anchors))
    ledger.note(faults)
    check: ChainCheck | None = None
    head: Head | None = None
    for row in rows:
        if check is None or row.circle != check.circle:
            ledger.close(check, head)
            check = ledger.begin(row.circle)
        head = row.head
        if row.entry is not None:
            ledger.entries += 1
            ledger.note(check.feed(row.entry))
    ledger.close(check, head)
    return ledger.report()


@dataclass(slots=True)
class _Ledger:
    """What a walk over all chains has found so far."""

    checkpoints: list[Anchor]
    entries: int = 0
    heads: dict[str, Head] = field(default_factory=dict)
    anchored: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    unlisted: int = 0
    _anchors: dict[str, dict[int, frozenset[bytes]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for checkpoint in self.checkpoints:
            for circle, head in checkpoint.heads.items():
                known = self._anchors.setdefault(circle, {})
                known[head.number] = known.get(head.number, frozenset()) | {head.hash}

    def note(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            if len(self.faults) < MOST_FAULTS:
                self.faults.append(fault)
            else:
                self.unlisted += 1

    def begin(self, circle: str) -> ChainCheck:
        return ChainCheck(circle, self._anchors.pop(circle, {}))

    def close(self, check: ChainCheck | None, head: Head | None) -> None:
        if check is None:
            return
        self.note(check.close(head))
        self.heads[check.circle] = Head(check.number, check.hash)
        self.anchored[check.circle] = check.anchored

    def report(self) -> Report:
        for circle in sorted(self._anchors):  # known to a checkpoint, and gone altogether
            self.close(self.begin(circle), None)
        return Report(
            entries=self.entries,
            heads=self.heads,
            anchored=self.anchored,
            blind_since=self.checkpoints[-1].at if self.checkpoints else None,
            checkpoints=len(self.checkpoints),
            faults=tuple(self.faults),
            unlisted_faults=self.unlisted,
        )
