"""The whole verification on a database in which an owner, guards off, did what owners can do."""

import io
import json
import logging
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from core.actor import Actor
from record.acts import act, together
from record.hashing import entry_hash
from record.health import gauges, latest_verification
from record.models import PUBLIC, SYSTEM, Entry, Verification
from record.verification import enter_verification, verify_database, verify_nightly
from record.verify import CHECKPOINTS, What

from .conftest import BEGIN

pytestmark = pytest.mark.django_db
JOB = Actor.system("tests")
NIGHT = BEGIN + timedelta(days=31)

EDITS = {
    "id": "id = gen_random_uuid()",
    "circle": "circle = 'elsewhere'",
    "number": "number = number + 100000",
    "code": "code = 'thing.undone'",
    "schema": "schema = schema + 1",
    "subject": "subject = subject || ' '",
    "subject in another normal form": "subject = normalize(subject, NFD)",
    "touches": "touches = array_append(touches, 'more')",
    "at": "at = at + interval '1 microsecond'",
    "at beyond all calendars": "at = 'infinity'",
    "actor_kind": "actor_kind = 'import'",
    "actor": "actor_kind = 'person', actor_origin = '',"
    " actor_user = gen_random_uuid(), actor_mandate = gen_random_uuid()",
    "actor_origin": "actor_origin = 'elsewhere'",
    "payload": "payload = '{}'",
    "previous": "previous = set_byte(previous, 0, get_byte(previous, 0) # 1)",
    "hash": "hash = set_byte(hash, 31, get_byte(hash, 31) # 1)",
}


@contextmanager
def as_owner_without_guards():
    """What is done here is taken back at the end."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield cursor
        transaction.set_rollback(True)


def whats():
    return {(fault.circle, fault.what) for fault in verify_database().faults}


def test_ten_thousand_honest_entries_are_whole(stored, django_assert_num_queries):
    with django_assert_num_queries(3):  # checkpoints, installation, everything else
        report = verify_database()
    assert report.faults == ()
    assert report.entries == 10_001, "the checkpoint is an act of its own"
    assert report.anchored == {**{c: len(e) for c, e in stored.items()}, SYSTEM: 1000}


def test_an_edit_of_every_column_is_found(stored):
    for index, (name, edit) in enumerate(EDITS.items()):
        number = 3 * (index * 61 + 1)  # by the system, anywhere in the chain
        with as_owner_without_guards() as cursor:
            where = f"circle = 'public' AND number = {number}"
            cursor.execute(f"UPDATE record_entry SET {edit} WHERE {where}")  # noqa: S608
            assert cursor.rowcount == 1
            assert verify_database().fault_count, name
    assert not verify_database().fault_count


def test_deletion_swap_insertion_and_cut_are_found(stored):
    for number in (1, 3000, 6000):
        find_deletion_swap_insertion_and_cut(number)


def find_deletion_swap_insertion_and_cut(number):
    with as_owner_without_guards() as cursor:
        cursor.execute("DELETE FROM record_entry WHERE circle = 'public' AND number = %s", [number])
        assert whats()
    with as_owner_without_guards() as cursor:
        other = number - 1 or 2
        swap(cursor, number, other)
        assert (PUBLIC, What.ALTERED) in whats()
    with as_owner_without_guards() as cursor:
        cursor.execute(
            "INSERT INTO record_entry SELECT gen_random_uuid(), 'system', %s, code, schema,"
            " subject, touches, at, actor_kind, actor_user, actor_mandate, actor_for_mandate,"
            " actor_origin, payload, previous, hash FROM record_entry"
            " WHERE circle = 'public' AND number = %s",
            [number + 5000, number],
        )
        assert (SYSTEM, What.ALTERED) in whats()
    with as_owner_without_guards() as cursor:
        cursor.execute(
            "DELETE FROM record_entry WHERE circle = 'public' AND number >= %s", [number]
        )
        assert (PUBLIC, What.CUT) in whats()


def verified(at):
    report = verify_nightly(actor=JOB, at=at)
    assert report is not None
    return report


def latest():
    state = latest_verification()
    assert state is not None
    return state


def swap(cursor, one, other):
    """Exchange the numbers of two entries, past the unique constraint."""
    for old, new in ((one, 10**9), (other, one), (10**9, other)):
        cursor.execute(
            "UPDATE record_entry SET number = %s WHERE circle = 'public' AND number = %s",
            [new, old],
        )


def test_a_cut_together_with_its_head_is_found_by_the_checkpoint(stored):
    with as_owner_without_guards() as cursor:
        cursor.execute("DELETE FROM record_entry WHERE circle = 'public' AND number > 4000")
        cursor.execute(
            "UPDATE record_chain SET number = 4000, hash = e.hash FROM record_entry e"
            " WHERE e.circle = 'public' AND e.number = 4000 AND record_chain.circle = 'public'"
        )
        report = verify_database()
    assert [(f.circle, f.number, f.what) for f in report.faults] == [(PUBLIC, 6000, What.CUT)]


def test_a_cut_of_what_no_checkpoint_saw_is_what_the_report_is_blind_for(few):
    with act("thing.after", subject="x", actor=JOB, at=NIGHT) as made:
        made.enter(PUBLIC, {})
    whole = verify_database()
    assert whole.anchored[PUBLIC] == 60
    assert whole.heads[PUBLIC].number == 61
    with as_owner_without_guards() as cursor:
        cursor.execute("DELETE FROM record_entry WHERE circle = 'public' AND number = 61")
        cursor.execute(
            "UPDATE record_chain SET number = 60, hash = e.hash FROM record_entry e"
            " WHERE e.circle = 'public' AND e.number = 60 AND record_chain.circle = 'public'"
        )
        assert not verify_database().fault_count
    out = io.StringIO()
    call_command("verify_record", stdout=out)
    assert (
        "could have been rewritten or cut without a trace here:\n  public from entry 61 on\n"
        in (out.getvalue())
    )


def test_a_changed_installation_is_found(few):
    with as_owner_without_guards() as cursor:
        cursor.execute("UPDATE record_installation SET is_sample = NOT is_sample")
        assert (CHECKPOINTS, What.LINE_FOREIGN) in whats()


def test_a_checkpoint_that_was_altered_in_the_file_is_found(few, settings):
    line = json.loads(settings.CHECKPOINT_FILE.read_text())
    line["heads"]["public"][0] = 59
    settings.CHECKPOINT_FILE.write_text(
        json.dumps(line, sort_keys=True, separators=(",", ":")) + "\n"
    )
    assert whats() == {(CHECKPOINTS, What.LINE_UNSIGNED), (CHECKPOINTS, What.LINE_DIFFERS)}


def test_a_lost_checkpoint_file_is_found_and_its_rows_still_confirm(few, settings):
    settings.CHECKPOINT_FILE.unlink()
    report = verify_database()
    assert {(f.circle, f.what) for f in report.faults} == {(CHECKPOINTS, What.LINE_MISSING)}
    assert report.anchored[PUBLIC] == 60


@pytest.mark.parametrize("text", ["", "{", "null", "[1]", "{}", "[" * 100_000, '{"heads": 1}'])
def test_a_hostile_checkpoint_file_is_a_fault_and_no_crash(few, settings, text):
    settings.CHECKPOINT_FILE.write_text(f"{text}\n")
    assert (CHECKPOINTS, What.LINE_UNREADABLE) in whats()


def test_a_line_signed_with_another_key_is_found(few, settings, tmp_path):
    settings.RECORD_SIGNING_KEY_FILE = tmp_path / "another.pem"
    assert whats() == {(CHECKPOINTS, What.LINE_UNTRUSTED)}


def test_the_nightly_run_is_entered_once_a_day(record_files):
    assert verified(NIGHT).fault_count == 0
    assert verify_nightly(actor=JOB, at=NIGHT + timedelta(hours=3)) is None
    assert Verification.objects.get().day == NIGHT.date()
    entry = Entry.objects.get(circle=SYSTEM)
    assert (entry.code, entry.subject) == ("record.verified", NIGHT.date().isoformat())
    assert not Entry.objects.filter(circle=PUBLIC).exists()


def test_a_failure_is_loud_and_stays_until_a_later_run_passes(few, caplog, settings):
    line = settings.CHECKPOINT_FILE.read_text()
    settings.CHECKPOINT_FILE.unlink()
    with caplog.at_level(logging.INFO, "record"):
        assert verified(NIGHT).fault_count == 1
    critical = [r.getMessage() for r in caplog.records if r.levelno == logging.CRITICAL]
    assert critical[0].startswith("THE RECORD IS NOT WHOLE (faults: 1, entries: 101)")
    assert "checkpoint file, line 1" in critical[1]
    assert not latest().passed
    assert gauges(NIGHT)["record_faults"] == 1
    settings.CHECKPOINT_FILE.write_text(line)
    enter_verification(actor=JOB, at=NIGHT + timedelta(hours=1))
    assert latest().passed
    assert gauges(NIGHT + timedelta(hours=2)) == {
        "record_faults": 0,
        "record_verification_age_seconds": 3600,
        "record_checkpoint_age_seconds": 26 * 3600,
    }


def test_a_missed_night_shows(record_files):
    assert latest_verification() is None
    assert gauges(NIGHT)["record_verification_age_seconds"] > 10**9
    verify_nightly(actor=JOB, at=NIGHT)
    assert not latest().is_stale(NIGHT + timedelta(hours=30))
    assert latest().is_stale(NIGHT + timedelta(hours=40))


def test_the_command_ends_with_an_error_and_names_every_fault(few):
    out = io.StringIO()
    with as_owner_without_guards() as cursor:
        cursor.execute("DELETE FROM record_entry WHERE circle = 'public' AND number = 17")
        with pytest.raises(CommandError, match="not whole"):
            call_command("verify_record", stdout=out)
    assert "chain public, entry 18: entries are missing before this one." in out.getvalue()
    assert "2 faults:" in out.getvalue()


def test_the_command_enters_the_result_on_demand(few):
    call_command("verify_record", "--enter", stdout=io.StringIO())
    assert Verification.objects.get().day is None


def test_a_single_rehashed_entry_is_found(few):
    """The intruder knows how hashes are made and mends one entry, but not those after it."""
    entry = few[PUBLIC][29]
    forged = replace(entry, code="thing.undone")
    with as_owner_without_guards() as cursor:
        cursor.execute(
            "UPDATE record_entry SET code = %s, hash = %s WHERE id = %s",
            [forged.code, entry_hash(forged), forged.id],
        )
        assert whats() == {(PUBLIC, What.UNLINKED)}


def test_a_report_of_many_circles_stays_readable(few):
    with together():
        for number in range(50):
            with act("thing.after", subject="x", actor=JOB, at=NIGHT) as made:
                made.enter(f"room-{number:02}", {})
    short, full = io.StringIO(), io.StringIO()
    call_command("verify_record", stdout=short)
    call_command("verify_record", "--verbosity=2", stdout=full)
    assert short.getvalue().startswith("151 entries in 53 chains checked.\n  public ends at")
    assert len(short.getvalue().splitlines()) < 30
    assert "… and 31 chains more" in short.getvalue()
    assert full.getvalue().count("room-") == 100
    assert "more" not in full.getvalue()


def test_a_first_checkpoint_taken_during_a_verification_is_no_fault(record_files, monkeypatch):
    """On a machine's first start both jobs run at once, and the key is made between two reads."""
    from record import verification
    from record.checkpoint_file import read_lines
    from record.checkpoints import take_checkpoint

    def read_after_the_other_job(file):
        monkeypatch.setattr(verification, "read_lines", read_lines)
        with act("thing.done", subject="thing", actor=JOB, at=BEGIN) as made:
            made.enter(SYSTEM, {})
        take_checkpoint(actor=JOB, at=NIGHT)
        return read_lines(file)

    monkeypatch.setattr(verification, "read_lines", read_after_the_other_job)
    report = verify_database()
    assert (report.faults, report.checkpoints) == ((), 1)
