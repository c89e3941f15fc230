"""A verification's report in plain words."""

from collections.abc import Iterator, Sequence

from .models import PUBLIC, SYSTEM
from .verify import CHECKPOINTS, SENTENCES, Fault, Report

# There is a chain for each circle, hundreds in all: a report names these many, and counts.
_MOST_NAMED = 20


def sentence(fault: Fault) -> str:
    """Return where a fault is and what it is, on one line."""
    place = (
        f"checkpoint file, line {fault.number}"
        if fault.circle == CHECKPOINTS
        else f"chain {fault.circle}, entry {fault.number}"
    )
    return f"{place}: {SENTENCES[fault.what]}."


def in_words(report: Report, *, every_chain: bool = False) -> Iterator[str]:
    """Yield the lines of a report: what was checked, what is wrong, what can't be known.

    Only the ends of the chains that belong to no circle are told, unless `every_chain`.
    """
    yield f"{_count(report.entries, 'entry')} in {_count(len(report.heads), 'chain')} checked."
    for circle, head in sorted(report.heads.items()):
        if every_chain or circle in (PUBLIC, SYSTEM):
            yield f"  {circle} ends at entry {head.number}, {head.hash.hex()}"
    if report.fault_count:
        yield f"{_count(report.fault_count, 'fault')}:"
        yield from (f"  {sentence(fault)}" for fault in report.faults)
        if report.unlisted_faults:
            yield f"  … and {report.unlisted_faults} more."
    else:
        yield "No fault was found: every number, link, hash, head and checkpoint agrees."
    yield from _blindness(report, every_chain)


def _blindness(report: Report, every_chain: bool) -> Iterator[str]:
    if report.blind_since is None:
        yield (
            "There is no good checkpoint: a chain that was rewritten to its end, or cut "
            "together with its head, could not be told from a whole one."
        )
        return
    yield (
        f"{_count(report.checkpoints, 'good checkpoint')}, the last of "
        f"{report.blind_since:%Y-%m-%d %H:%M} UTC."
    )
    blind = [
        f"{circle} from entry {report.anchored[circle] + 1} on"
        for circle, head in sorted(report.heads.items(), key=_public_first)
        if report.anchored[circle] < head.number
    ]
    if not blind:
        yield "It confirms every entry."
        return
    yield "What came later could have been rewritten or cut without a trace here:"
    yield from _named(blind, len(blind) if every_chain else _MOST_NAMED)


def _named(lines: Sequence[str], most: int) -> Iterator[str]:
    yield from (f"  {line}" for line in lines[:most])
    if len(lines) > most:
        yield f"  … and {_count(len(lines) - most, 'chain')} more (--verbosity 2 names them)"


def _public_first(item: tuple[str, object]) -> tuple[bool, bool, str]:
    return item[0] != PUBLIC, item[0] != SYSTEM, item[0]


def _count(number: int, noun: str) -> str:
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun[:-1]}ies" if noun.endswith("y") else f"{number} {noun}s"
