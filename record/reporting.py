"""A verification's report in plain words."""

from collections.abc import Iterator

from .verify import CHECKPOINTS, SENTENCES, Fault, Report


def sentence(fault: Fault) -> str:
    """Return where a fault is and what it is, on one line."""
    place = (
        f"checkpoint file, line {fault.number}"
        if fault.circle == CHECKPOINTS
        else f"chain {fault.circle}, entry {fault.number}"
    )
    return f"{place}: {SENTENCES[fault.what]}."


def in_words(report: Report) -> Iterator[str]:
    """Yield the lines of a report: what was checked, what is wrong, what can't be known."""
    yield f"{report.entries} entries in {len(report.heads)} chains were checked."
    for circle, head in sorted(report.heads.items()):
        yield f"  {circle}: ends at entry {head.number}, {head.hash.hex()[:16]}…"
    if report.fault_count:
        yield f"{report.fault_count} faults:"
        yield from (f"  {sentence(fault)}" for fault in report.faults)
        if report.unlisted_faults:
            yield f"  … and {report.unlisted_faults} more."
    else:
        yield "No fault was found: every number, link, hash, head and checkpoint agrees."
    yield from _blindness(report)


def _blindness(report: Report) -> Iterator[str]:
    if report.blind_since is None:
        yield (
            "There is no good checkpoint: a chain that was rewritten to its end, or cut "
            "together with its head, could not be told from a whole one."
        )
        return
    yield (
        f"{report.checkpoints} good checkpoints, the last of {report.blind_since:%Y-%m-%d %H:%M} "
        "UTC. A rewriting or cut of what came after it could not be seen here:"
    )
    for circle, head in sorted(report.heads.items()):
        first = report.anchored[circle] + 1
        if first <= head.number:
            yield f"  {circle}: from entry {first} on."
        else:
            yield f"  {circle}: nothing."
