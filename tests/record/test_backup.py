"""Backup and restore for real: dumps, a second database, heads compared, nothing half done."""

import hashlib
import json
import os
import stat
import subprocess
import sys
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection

from core.actor import Actor
from core.errors import Conflict, Invalid, Unavailable
from record import postgres_programs
from record.acts import act
from record.backup import back_up
from record.checkpoints import take_checkpoint
from record.manifest import manifest_of, read_manifest
from record.models import PUBLIC, SYSTEM

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
JOB = Actor.system("tests")
AT = datetime(2026, 4, 1, 13, 40, tzinfo=UTC)
PROJECT = Path(__file__).parents[2]


def do(times=3):
    for _ in range(times):
        with act("thing.done", subject="x", actor=JOB, at=AT) as made:
            made.enter(PUBLIC, {})
            made.enter("a-room", {})


@dataclass
class Elsewhere:
    """Another database on the same server, and another folder for files."""

    name: str
    folder: Path

    @property
    def environment(self):
        given = connection.settings_dict
        password = f":{quote(given['PASSWORD'], safe='')}" if given["PASSWORD"] else ""
        host, port = given["HOST"] or "", f":{given['PORT']}" if given["PORT"] else ""
        # django-environ reads the folder of a socket before the name of the database.
        place = f"{port}/{quote(host)}" if host.startswith("/") else f"{host}{port}"
        return os.environ | {
            "DATABASE_URL": f"postgres://{given['USER']}{password}@{place}/{self.name}",
            "TRIPARTITE_DATA": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
        }

    def manage(self, *words):
        return subprocess.run(
            [sys.executable, "manage.py", *map(str, words)],
            cwd=PROJECT,
            env=self.environment,
            capture_output=True,
            text=True,
        )

    def succeeds(self, *words):
        done = self.manage(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def fails(self, *words):
        done = self.manage(*words)
        assert done.returncode == 1, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr

    def run(self, code):
        return self.succeeds("shell", "--no-imports", "-c", code)

    @contextmanager
    def connected(self):
        other = connection.copy()
        other.settings_dict = {**other.settings_dict, "NAME": self.name}
        try:
            with other.cursor() as cursor:
                yield cursor
        finally:
            other.close()

    def ask(self, query):
        with self.connected() as cursor:
            cursor.execute(query)
            return cursor.fetchall() if cursor.description else []

    def occupy(self):
        """Let something stand in it that is not ours."""
        self.ask("CREATE TABLE mine AS SELECT 7 AS number")


@pytest.fixture
def elsewhere(tmp_path, db):
    name = f"restored_{uuid.uuid4().hex[:12]}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    yield Elsewhere(name, tmp_path / "elsewhere")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def dump(tmp_path, record_files):
    do()
    take_checkpoint(actor=JOB, at=AT)
    do()
    return back_up(tmp_path / "backups", at=AT)


def test_a_backup_is_two_files_for_their_owner_alone(dump):
    assert dump.name == "tripartite-sample-20260401T134000Z.dump"
    assert sorted(file.name for file in dump.parent.iterdir()) == [
        "tripartite-sample-20260401T134000Z.dump",
        "tripartite-sample-20260401T134000Z.heads.json",
    ]
    for file in dump.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    manifest = read_manifest(dump)
    assert {circle: head.number for circle, head in manifest.heads.items()} == {
        PUBLIC: 6,
        "a-room": 6,
        SYSTEM: 1,
    }
    assert "PRIVATE" not in manifest_of(dump).read_text()


def test_heads_and_dump_are_of_one_instant_while_others_go_on(tmp_path, at_once, elsewhere):
    do()
    written = at_once(
        lambda: [back_up(tmp_path / str(n), at=AT) for n in range(3)],
        lambda: do(100),
        lambda: do(100),
    )[0]
    said = elsewhere.succeeds("restore", written[1])
    assert "All 2 chains end as they did in the backup." in said


def test_what_is_restored_is_the_same_and_says_that_it_was_restored(dump, elsewhere):
    said = elsewhere.succeeds("restore", dump)
    assert "All 3 chains end as they did in the backup." in said
    assert "No fault was found" in said
    assert "1 good checkpoint, the last of 2026-04-01" in said
    assert f"brought the public key {read_manifest(dump).public_keys[0]}" in said
    acts = "SELECT code FROM record_entry WHERE circle = 'system' ORDER BY number"
    assert elsewhere.ask(acts) == [("record.checkpointed",), ("record.restored",)]
    key = read_manifest(dump).installation
    assert elsewhere.ask("SELECT key::text FROM record_installation") == [(key,)]
    with pytest.raises(IntegrityError, match="what is recorded stays"):
        elsewhere.ask("UPDATE record_entry SET code = 'x'")


def test_checkpoints_go_on_with_a_key_of_the_new_machine(dump, elsewhere):
    elsewhere.succeeds("restore", dump)
    elsewhere.run(
        "from config.celery import app; from record.tasks import take_todays_checkpoint as task\n"
        "task.apply(throw=True)\n"
        "from record.verification import verify_database; assert not verify_database().faults"
    )
    assert (elsewhere.folder / "checkpoints.jsonl").read_text().count("\n") == 2
    assert (elsewhere.folder / "record-former-keys.pem").exists()


def test_a_database_that_is_not_empty_is_left_alone(dump, elsewhere):
    elsewhere.occupy()
    assert "not empty" in elsewhere.fails("restore", dump)
    assert elsewhere.ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == [
        ("mine",)
    ]


def test_with_replace_what_was_there_is_put_aside(dump, elsewhere):
    elsewhere.occupy()
    said = elsewhere.succeeds("restore", "--replace", dump)
    [(aside,)] = elsewhere.ask("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before%'")
    assert f"stands in the schema {aside}" in said
    assert elsewhere.ask(f"SELECT number FROM {aside}.mine") == [(7,)]  # noqa: S608
    second = elsewhere.succeeds("backup", elsewhere.folder / "backups").splitlines()[0]
    listed = subprocess.run(
        [str(postgres_programs._find("pg_restore", 18)), "--list", second],
        capture_output=True,
        text=True,
    ).stdout
    assert "record_entry" in listed
    assert "before_restore_" not in listed


def test_replace_is_refused_while_others_are_connected(dump, elsewhere):
    elsewhere.occupy()
    with elsewhere.connected():
        assert "1 other connections" in elsewhere.fails("restore", "--replace", dump)


def test_a_restore_that_fails_leaves_everything_as_it_was(dump, elsewhere):
    elsewhere.occupy()
    content = dump.read_bytes()[: dump.stat().st_size // 2]
    dump.write_bytes(content)
    manifest = json.loads(manifest_of(dump).read_text())
    manifest["sha256"] = hashlib.sha256(content).hexdigest()
    manifest_of(dump).write_text(json.dumps(manifest))
    assert "pg_restore failed" in elsewhere.fails("restore", "--replace", dump)
    assert elsewhere.ask("SELECT number FROM public.mine") == [(7,)]
    assert elsewhere.ask("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before%'") == []


def test_another_end_of_a_chain_is_told(dump, elsewhere):
    manifest = json.loads(manifest_of(dump).read_text())
    manifest["heads"]["public"][0] += 1
    manifest_of(dump).write_text(json.dumps(manifest))
    said = elsewhere.fails("restore", dump)
    assert "The chain public does not end as it did in the backup." in said


def test_an_older_backup_than_the_checkpoint_file_is_told_as_a_loss(
    dump, elsewhere, record_files, settings
):
    do()
    take_checkpoint(actor=JOB, at=AT + timedelta(days=1))
    elsewhere.folder.mkdir()
    for name, file in (
        ("checkpoints.jsonl", settings.CHECKPOINT_FILE),
        ("record-signing-key.pem", settings.RECORD_SIGNING_KEY_FILE),
    ):
        (elsewhere.folder / name).write_bytes(file.read_bytes())
    said = elsewhere.fails("restore", dump)
    assert "All 3 chains end as they did in the backup." in said
    assert "a signed checkpoint knows this entry, but the chain ends before it" in said
    elsewhere.succeeds("set_aside_checkpoints")
    assert "No fault was found" in elsewhere.succeeds("verify_record")


@pytest.mark.parametrize("spoil", ["dump", "manifest", "no manifest", "no dump", "other format"])
def test_files_that_are_not_whole_are_refused_before_anything_is_done(dump, spoil):
    manifest = manifest_of(dump)
    if spoil == "dump":
        dump.write_bytes(dump.read_bytes() + b"x")
    elif spoil == "manifest":
        manifest.write_text("{}")
    elif spoil == "other format":
        manifest.write_text('{"format": "else"}')
    else:
        (manifest if spoil == "no manifest" else dump).unlink()
    with pytest.raises(Invalid):
        read_manifest(dump)
    with pytest.raises(CommandError):
        call_command("restore", dump)


def test_a_sample_is_not_restored_where_none_may_be_served(dump, settings):
    settings.SAMPLE_DATABASE_ALLOWED = False
    with pytest.raises(CommandError, match="sample database"):
        call_command("restore", dump)


def test_a_backup_never_overwrites_and_never_leaves_half(dump, tmp_path, monkeypatch):
    with pytest.raises(Conflict, match="there already"):
        back_up(dump.parent, at=AT)
    later = AT + timedelta(seconds=1)
    monkeypatch.setattr(postgres_programs, "_find", lambda name, needed: Path("/bin/false"))
    with pytest.raises(Unavailable, match="nothing was written"):
        back_up(dump.parent, at=later)
    assert len(list(dump.parent.iterdir())) == 2
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="can't be written to"):
        call_command("backup", tmp_path / "file" / "folder")


def test_a_machine_without_the_programs_is_told_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(postgres_programs, "_candidates", lambda name: [Path("/bin/false")])
    with pytest.raises(CommandError, match="Install PostgreSQL"):
        call_command("backup", tmp_path)
    assert list(tmp_path.iterdir()) == []
