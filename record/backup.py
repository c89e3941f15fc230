"""Backups that can be checked: a dump, and beside it how the chains ended in that very instant."""

from datetime import UTC, datetime
from pathlib import Path

from django.db import connection, transaction

from core.errors import Conflict, Invalid, Unavailable

from .chains import current_heads
from .checkpoints import keys_of_checkpoints
from .manifest import Manifest, digest_of, manifest_of, write_manifest
from .models import Installation
from .postgres_programs import ProgramFailed, run_program

# What a restore with --replace has put aside is not part of the portal any more.
ASIDE = "before_restore_"


def back_up(folder: Path, *, at: datetime) -> Path:
    """Dump the database into a new file in `folder` and return the file.

    The heads beside it are of the same instant as the dump, though the portal goes on
    working. Both files are readable by their owner alone: they hold personal data. Raises
    Invalid for a folder that can't be written to, Conflict if the file is there already,
    Unavailable without `pg_dump` or if it fails; nothing is left behind then.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            [snapshot] = cursor.fetchone()
            return _dump(folder, snapshot, at)
    except OSError as error:
        raise Invalid(f"{folder} can't be written to: {error.strerror}.") from error


def _dump(folder: Path, snapshot: str, at: datetime) -> Path:
    installation = Installation.objects.get()
    mark = "-sample" if installation.is_sample else ""
    dump = folder / f"tripartite{mark}-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}.dump"
    if dump.exists() or manifest_of(dump).exists():
        raise Conflict(f"{dump} is there already.")
    beginning = dump.with_suffix(".partial")
    try:
        beginning.touch(mode=0o600)
        run_program(
            "pg_dump",
            "--format=custom",
            f"--snapshot={snapshot}",
            f"--exclude-schema={ASIDE}*",
            f"--file={beginning}",
        )
        manifest = Manifest(
            installation=str(installation.key),
            is_sample=installation.is_sample,
            heads=current_heads(),
            sha256=digest_of(beginning),
            public_keys=keys_of_checkpoints(),
        )
        write_manifest(manifest, dump, at)
        beginning.rename(dump)
    except ProgramFailed as error:
        raise Unavailable(f"pg_dump failed and nothing was written:\n{error}") from error
    finally:
        beginning.unlink(missing_ok=True)
    return dump
