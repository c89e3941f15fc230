"""Signed checkpoints: once a day, and whole whatever fails between file and database."""

import base64
import io
import json
import os
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.core.management import CommandError, call_command
from django.db import transaction

from core.actor import Actor
from core.errors import Conflict
from record import checkpoint_file
from record.acts import act
from record.checkpoint_file import read_lines
from record.checkpoints import set_aside_lines, take_checkpoint
from record.models import PUBLIC, SYSTEM, Checkpoint, Entry, Installation
from record.signing import FORMER_KEYS, public_pem, signing_key
from record.verification import verify_database

from .conftest import BEGIN

JOB = Actor.system("tests")
DAY = timedelta(days=1)


def do(at=BEGIN):
    with act("thing.done", subject="x", actor=JOB, at=at) as made:
        made.enter(PUBLIC, {})


def lines(settings):
    return read_lines(settings.CHECKPOINT_FILE)


def rows():
    return list(Checkpoint.objects.order_by("day").values_list("line", flat=True))


@pytest.mark.django_db
def test_a_checkpoint_is_one_signed_line_and_an_act_of_the_system(record_files, settings):
    do()
    assert take_checkpoint(actor=JOB, at=BEGIN) == BEGIN.date()
    (line,) = lines(settings)
    assert rows() == [line]
    body = json.loads(line)
    assert body["day"] == "2026-04-01"
    assert body["heads"][PUBLIC][0] == 1
    assert body["heads"][PUBLIC][1] == bytes(Entry.objects.get(circle=PUBLIC).hash).hex()
    entry = Entry.objects.get(circle=SYSTEM)
    assert (entry.code, entry.subject) == ("record.checkpointed", "2026-04-01")
    assert verify_database().faults == ()


@pytest.mark.django_db
def test_anybody_can_check_a_line_with_the_public_key_alone(record_files, settings):
    """As docs/operations.md describes it: JSON, canonical form, Ed25519; nothing of ours."""
    take_checkpoint(actor=JOB, at=BEGIN)
    pem = public_pem(signing_key(settings.RECORD_SIGNING_KEY_FILE).public_key())
    body = json.loads(lines(settings)[0])
    signature = base64.b64decode(body.pop("signature"))
    signed = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    key = load_pem_public_key(pem.encode())
    assert isinstance(key, Ed25519PublicKey)
    key.verify(signature, signed.encode())


@pytest.mark.django_db
def test_a_doubled_tick_changes_nothing(record_files, settings):
    assert take_checkpoint(actor=JOB, at=BEGIN)
    do()
    before = settings.CHECKPOINT_FILE.read_bytes()
    assert take_checkpoint(actor=JOB, at=BEGIN + timedelta(hours=9)) is None
    assert settings.CHECKPOINT_FILE.read_bytes() == before
    assert Entry.objects.filter(circle=SYSTEM).count() == 1


@pytest.mark.django_db
def test_lines_are_chained(record_files, settings):
    for day in range(3):
        do()
        take_checkpoint(actor=JOB, at=BEGIN + day * DAY)
    assert verify_database().faults == ()
    first, _, third = lines(settings)
    settings.CHECKPOINT_FILE.write_text(f"{first}\n{third}\n")
    assert {fault.what for fault in verify_database().faults} == {
        "line_unlinked",
        "line_differs",
        "line_missing",
    }


@pytest.mark.django_db(transaction=True)
def test_a_line_whose_transaction_failed_gets_its_row_and_no_twin(
    record_files, settings, monkeypatch, caplog
):
    do()
    with monkeypatch.context() as patch:
        patch.setattr("record.acts.append", failing(RuntimeError("the database is gone")))
        with pytest.raises(RuntimeError):
            take_checkpoint(actor=JOB, at=BEGIN)
    assert rows() == []
    (orphan,) = lines(settings)
    assert verify_database().faults == (), "a line without a row is no fault"
    do()
    assert take_checkpoint(actor=JOB, at=BEGIN) is None
    assert lines(settings) == rows() == [orphan]
    assert "written, but not entered" in caplog.text
    assert take_checkpoint(actor=JOB, at=BEGIN + DAY)
    assert verify_database().faults == ()


@pytest.mark.django_db(transaction=True)
def test_a_line_of_an_earlier_failed_day_is_adopted_before_todays(
    record_files, settings, monkeypatch
):
    with monkeypatch.context() as patch:
        patch.setattr("record.acts.append", failing(RuntimeError()))
        with pytest.raises(RuntimeError):
            take_checkpoint(actor=JOB, at=BEGIN)
    assert take_checkpoint(actor=JOB, at=BEGIN + 2 * DAY)
    assert [str(day) for day in Checkpoint.objects.values_list("day", flat=True)] == [
        "2026-04-01",
        "2026-04-03",
    ]
    assert lines(settings) == rows()


def failing(error):
    def fail(*arguments, **options):
        raise error

    return fail


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_leaves_neither_half_a_line_nor_a_row(record_files, settings, monkeypatch):
    take_checkpoint(actor=JOB, at=BEGIN)
    before = settings.CHECKPOINT_FILE.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(checkpoint_file, "_force", failing(OSError(28, "No space left on device")))
        with pytest.raises(OSError, match="No space"):
            take_checkpoint(actor=JOB, at=BEGIN + DAY)
    assert settings.CHECKPOINT_FILE.read_bytes() == before
    assert len(rows()) == 1
    assert take_checkpoint(actor=JOB, at=BEGIN + DAY)


@pytest.mark.django_db
def test_half_a_line_of_a_crash_is_dropped(record_files, settings, caplog):
    take_checkpoint(actor=JOB, at=BEGIN)
    with settings.CHECKPOINT_FILE.open("a") as stream:
        stream.write('{"half":')
    assert verify_database().fault_count == 1
    assert take_checkpoint(actor=JOB, at=BEGIN + DAY)
    assert "half a line" in caplog.text
    assert verify_database().faults == ()
    assert lines(settings) == rows()


@pytest.mark.django_db
def test_lines_that_the_file_lost_are_put_back_from_the_database(record_files, settings, caplog):
    for day in range(3):
        take_checkpoint(actor=JOB, at=BEGIN + day * DAY)
    kept = lines(settings)
    settings.CHECKPOINT_FILE.unlink()
    assert take_checkpoint(actor=JOB, at=BEGIN + 3 * DAY)
    assert lines(settings)[:3] == kept
    assert lines(settings) == rows()
    assert caplog.text.count("put back") == 3


@pytest.mark.django_db
def test_a_file_and_a_table_that_disagree_stop_everything(record_files, settings):
    for day in range(2):
        take_checkpoint(actor=JOB, at=BEGIN + day * DAY)
    first, second = lines(settings)
    settings.CHECKPOINT_FILE.write_text(f"{second}\n{first}\n")
    before = settings.CHECKPOINT_FILE.read_bytes()
    with pytest.raises(Conflict, match="disagree"):
        take_checkpoint(actor=JOB, at=BEGIN + 2 * DAY)
    assert settings.CHECKPOINT_FILE.read_bytes() == before
    assert len(rows()) == 2


@pytest.mark.django_db
def test_the_file_of_another_database_is_refused(record_files, settings):
    sid = transaction.savepoint()
    take_checkpoint(actor=JOB, at=BEGIN)
    foreign = lines(settings)[0]
    transaction.savepoint_rollback(sid)
    key = str(Installation.objects.get().key)
    settings.CHECKPOINT_FILE.write_text(foreign.replace(key, key[::-1]) + "\n")
    with pytest.raises(Conflict, match="another database"):
        take_checkpoint(actor=JOB, at=BEGIN)


@pytest.mark.django_db
def test_an_unknown_key_is_refused_until_the_former_one_is_vouched_for(record_files, settings):
    take_checkpoint(actor=JOB, at=BEGIN)
    former = settings.RECORD_SIGNING_KEY_FILE
    settings.RECORD_SIGNING_KEY_FILE = record_files / "new" / "key.pem"
    with pytest.raises(Conflict, match="another key"):
        take_checkpoint(actor=JOB, at=BEGIN + DAY)
    assert not settings.RECORD_SIGNING_KEY_FILE.exists(), "and no key is made in passing"
    (record_files / "new").mkdir()
    (record_files / "new" / FORMER_KEYS).write_text(public_pem(signing_key(former).public_key()))
    assert take_checkpoint(actor=JOB, at=BEGIN + DAY)
    assert verify_database().faults == ()


@pytest.fixture
def restored_from_yesterday(record_files, settings):
    """Today's checkpoint stands in the file; entry and row of today are gone."""
    do()
    take_checkpoint(actor=JOB, at=BEGIN)
    sid = transaction.savepoint()
    do()
    take_checkpoint(actor=JOB, at=BEGIN + DAY)
    transaction.savepoint_rollback(sid)


@pytest.mark.django_db
def test_after_a_restore_of_an_older_backup_the_loss_is_found(restored_from_yesterday):
    faults = {(f.circle, f.number, f.what) for f in verify_database().faults}
    assert faults == {(PUBLIC, 2, "cut")}
    with pytest.raises(Conflict, match="restored from an older backup"):
        take_checkpoint(actor=JOB, at=BEGIN + DAY)


@pytest.mark.django_db
def test_a_known_loss_is_set_aside_and_checkpoints_go_on(restored_from_yesterday, settings):
    lost = lines(settings)[1]
    out = io.StringIO()
    call_command("set_aside_checkpoints", stdout=out)
    (aside,) = settings.CHECKPOINT_FILE.parent.glob("checkpoints-set-aside-*.jsonl")
    assert read_lines(aside) == [lost]
    assert str(aside) in out.getvalue()
    assert lines(settings) == rows()
    assert Entry.objects.filter(code="record.checkpoints_set_aside").exists()
    assert take_checkpoint(actor=JOB, at=BEGIN + DAY)
    assert verify_database().faults == ()
    assert set_aside_lines(actor=JOB, at=BEGIN) is None


@pytest.mark.django_db
def test_only_a_tail_can_be_set_aside(restored_from_yesterday, settings):
    first, second = lines(settings)
    settings.CHECKPOINT_FILE.write_text(f"{second}\n{first}\n")
    with pytest.raises(CommandError, match="disagree"):
        call_command("set_aside_checkpoints")


@pytest.mark.django_db(transaction=True)
def test_two_at_once_take_one_checkpoint(record_files, settings, at_once):
    do()
    taken = at_once(*[lambda: take_checkpoint(actor=JOB, at=BEGIN)] * 2)
    assert sorted(map(str, taken)) == ["2026-04-01", "None"]
    assert lines(settings) == rows()
    assert len(rows()) == 1
    assert Entry.objects.filter(circle=SYSTEM).count() == 1


@pytest.mark.django_db
def test_a_reader_waits_for_nobody_and_sees_whole_lines(record_files, settings):
    assert read_lines(settings.CHECKPOINT_FILE) == []
    with checkpoint_file.opened(settings.CHECKPOINT_FILE) as file:
        file.append("one")
        file.append("two")
        file.append("drei Wörter")
        file.keep(2)
        file.append("three")
    assert read_lines(settings.CHECKPOINT_FILE) == ["one", "two", "three"]
    assert os.stat(settings.CHECKPOINT_FILE).st_mode & 0o777 == 0o644
