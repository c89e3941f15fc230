"""The pure verification: every edit, deletion, swap and cut of any of 10,000 entries."""

import unicodedata
import uuid
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest

from record.hashing import Sealed, entry_hash
from record.models import PUBLIC
from record.verify import MOST_FAULTS, Anchor, ChainCheck, Fault, Head, Row, What, verify

NIGHT = datetime(2026, 5, 1, 0, 20, tzinfo=UTC)


def flipped(value: bytes) -> bytes:
    return bytes([value[0] ^ 1]) + value[1:]


# One edit of every column, each as small as the column allows.
EDITS: dict[str, Callable[[Sealed], Sealed]] = {
    "id": lambda e: replace(e, id=str(uuid.UUID(int=1))),
    "circle": lambda e: replace(e, circle=f"{e.circle}0"),
    "number": lambda e: replace(e, number=e.number + 1),
    "code": lambda e: replace(e, code="thing.undone"),
    "schema": lambda e: replace(e, schema=e.schema + 1),
    "subject": lambda e: replace(e, subject=unicodedata.normalize("NFD", e.subject)),
    "touches": lambda e: replace(e, touches=(*e.touches, "more")),
    "at": lambda e: replace(e, at=f"{e.at[:-2]}{(int(e.at[-2]) + 1) % 10}Z"),
    "actor_kind": lambda e: replace(
        e, actor_kind="import" if e.actor_kind != "import" else "system"
    ),
    "actor_user": lambda e: replace(e, actor_user=str(uuid.UUID(int=2))),
    "actor_mandate": lambda e: replace(e, actor_mandate=str(uuid.UUID(int=2))),
    "actor_for_mandate": lambda e: replace(e, actor_for_mandate=str(uuid.UUID(int=2))),
    "actor_origin": lambda e: replace(e, actor_origin=f"{e.actor_origin}x"),
    "payload": lambda e: replace(e, payload=e.payload + b" "),
    "previous": lambda e: replace(e, previous=flipped(e.previous)),
    "hash": lambda e: replace(e, hash=flipped(e.hash)),
}


def rows(chains, heads=None):
    for circle, entries in sorted(chains.items()):
        head = (heads or {}).get(circle, Head(entries[-1].number, entries[-1].hash))
        for entry in entries:
            yield Row(circle, entry, head)


def anchor(chains, at=NIGHT):
    return Anchor(at, {c: Head(e[-1].number, e[-1].hash) for c, e in chains.items()})


def states(circle, entries, anchors=None):
    """Yield the walk's state before each entry; a fold goes on from there as from the start."""
    check = ChainCheck(circle, anchors or {})
    for index, entry in enumerate(entries):
        yield (
            index,
            entry,
            lambda check=check: ChainCheck(circle, check.anchors, check.number, check.hash),
        )
        assert check.feed(entry) == []


def whats(faults: list[Fault]) -> set[What]:
    return {fault.what for fault in faults}


def test_whole_chains_are_found_whole(ten_thousand):
    report = verify(rows(ten_thousand), [anchor(ten_thousand)])
    assert report.entries == 10_000
    assert report.faults == ()
    assert report.heads == anchor(ten_thousand).heads
    assert report.anchored == {c: len(e) for c, e in ten_thousand.items()}
    assert report.blind_since == NIGHT


def test_every_column_has_its_edit():
    assert set(EDITS) == {field.name for field in fields(Sealed)}


@pytest.mark.parametrize("column", EDITS)
def test_an_edit_of_any_entry_is_found(ten_thousand, column):
    for circle, entries in ten_thousand.items():
        for _, entry, begin in states(circle, entries):
            edited = EDITS[column](entry)
            assert edited != entry
            assert begin().feed(edited), f"{column} of {circle} {entry.number}"


@pytest.mark.parametrize("column", sorted(set(EDITS) - {"hash", "number", "previous", "circle"}))
def test_an_edit_with_a_new_hash_breaks_the_link_of_the_next_entry_or_the_head(
    ten_thousand, column
):
    for circle, entries in ten_thousand.items():
        honest = Head(entries[-1].number, entries[-1].hash)
        for index, entry, begin in states(circle, entries):
            edited = EDITS[column](entry)
            check = begin()
            found = check.feed(replace(edited, hash=entry_hash(edited)))
            found += check.feed(entries[index + 1]) if index + 1 < len(entries) else []
            found += [] if index + 1 < len(entries) else check.close(honest)
            assert whats(found) & {What.UNLINKED, What.HEAD_HASH, What.UNKNOWN_SCHEMA}


def test_a_deletion_of_any_entry_is_found(ten_thousand):
    for circle, entries in ten_thousand.items():
        honest = Head(entries[-1].number, entries[-1].hash)
        for index, _, begin in states(circle, entries):
            check = begin()
            last = index + 1 == len(entries)
            found = check.close(honest) if last else check.feed(entries[index + 1])
            assert whats(found) & {What.MISSING, What.HEAD_NUMBER, What.CUT}


def test_a_swap_of_any_two_neighbours_is_found(ten_thousand):
    for circle, entries in ten_thousand.items():
        for index, entry, begin in states(circle, entries):
            if index + 1 < len(entries):
                after = entries[index + 1]
                # as rows come in the order of their numbers, the numbers are swapped as well
                swapped = replace(after, number=entry.number)
                assert What.ALTERED in whats(begin().feed(swapped))
                assert begin().feed(after), "or the rows themselves"


def test_an_insertion_before_any_entry_is_found(ten_thousand):
    for circle, entries in ten_thousand.items():
        for _, entry, begin in states(circle, entries):
            forged = replace(entry, id=str(uuid.UUID(int=3)))
            forged = replace(forged, hash=entry_hash(forged))
            check = begin()
            found = check.feed(forged) + check.feed(entry)
            assert What.DOUBLED in whats(found)
            moved = replace(entry, number=entry.number + 1, previous=forged.hash)
            check = begin()
            found = check.feed(forged) + check.feed(moved)
            assert What.ALTERED in whats(found)


def test_a_cut_at_any_entry_is_found_by_the_head_and_with_the_head_by_the_checkpoint(
    ten_thousand,
):
    for circle, entries in ten_thousand.items():
        honest = Head(entries[-1].number, entries[-1].hash)
        anchors = {honest.number: frozenset({honest.hash})}
        for _, _, begin in states(circle, entries, anchors):
            cut = begin()
            assert What.HEAD_NUMBER in whats(cut.close(honest))
            assert whats(cut.close(Head(cut.number, cut.hash))) == {What.CUT}


@pytest.mark.parametrize("start", [0, 1, 499, 998, 999])
def test_a_chain_rewritten_to_its_end_with_its_head_is_found_by_the_checkpoint(ten_thousand, start):
    entries = ten_thousand["system"]
    forged, previous = entries[:start], entries[start].previous
    for index, entry in enumerate(entries[start:]):
        subject = "forged" if index == 0 else entry.subject
        made = replace(entry, subject=subject, previous=previous)
        made = replace(made, hash=entry_hash(made))
        previous = made.hash
        forged.append(made)
    chains = {**ten_thousand, "system": forged}
    assert verify(rows(chains)).faults == (), "alone, the chain looks whole"
    report = verify(rows(chains), [anchor(ten_thousand)])
    assert report.faults == (Fault("system", 1000, What.REWRITTEN),)
    assert report.anchored["system"] == 0


def test_a_whole_chain_that_is_gone_is_found_by_the_checkpoint(ten_thousand):
    rest = {circle: entries for circle, entries in ten_thousand.items() if circle != PUBLIC}
    report = verify(rows(rest), [anchor(ten_thousand)])
    assert report.faults == (Fault(PUBLIC, 6000, What.CUT),)


def test_entries_without_a_head_and_a_head_without_entries_are_found(ten_thousand):
    entries = ten_thousand["system"]
    stray = [Row("system", entry, None) for entry in entries]
    assert verify(stray).faults == (Fault("system", 1000, What.NO_HEAD),)
    empty = [Row("system", None, Head(1000, entries[-1].hash))]
    assert verify(empty).faults == (Fault("system", 1000, What.HEAD_NUMBER),)
    altered = [Row("system", entry, Head(1000, b"x" * 32)) for entry in entries]
    assert verify(altered).faults == (Fault("system", 1000, What.HEAD_HASH),)


def test_what_came_after_the_last_checkpoint_is_named(ten_thousand):
    half = {circle: entries[: len(entries) // 2] for circle, entries in ten_thousand.items()}
    report = verify(rows(ten_thousand), [anchor(half)])
    assert report.faults == ()
    assert report.blind_since == NIGHT
    assert report.anchored == {circle: len(entries) for circle, entries in half.items()}


def test_two_checkpoints_that_contradict_each_other_are_found(ten_thousand):
    good = anchor(ten_thousand)
    other = Anchor(NIGHT, {"system": Head(1000, b"x" * 32)})
    report = verify(rows(ten_thousand), [good, other])
    assert report.faults == (Fault("system", 1000, What.REWRITTEN),)


def test_a_report_lists_a_thousand_faults_and_counts_the_others(ten_thousand):
    altered = {
        circle: [replace(entry, code="thing.undone") for entry in entries]
        for circle, entries in ten_thousand.items()
    }
    report = verify(rows(altered))
    assert len(report.faults) == MOST_FAULTS
    assert report.fault_count == 10_000
