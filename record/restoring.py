"""Restoring a backup: into an empty database, compared with the heads that lie beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from core.actor import Actor
from core.errors import Conflict, Unavailable

from .acts import act
from .backup import ASIDE
from .chains import current_heads
from .checkpoints import put_back_lines
from .installation import is_sample_database
from .manifest import Manifest, read_manifest
from .models import SYSTEM
from .postgres_programs import ProgramFailed, run_program
from .signing import FORMER_KEYS, key_named, public_pem
from .verification import verify_database
from .verify import Head, Report


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of a restore. `different` are the circles whose heads are not those of the
    backup; `aside` the schema that what was there before now stands in, empty if nothing was;
    `trusted` are the names of the keys that were taken over from the backup; `report` is None
    where migrations have to be run before anything can be verified."""

    heads: dict[str, Head]
    different: list[str]
    aside: str
    trusted: tuple[str, ...]
    report: Report | None


def restore(dump: Path, *, replace: bool, actor: Actor, at: datetime) -> Restored:
    """Restore `dump`, compare the heads of its chains, and verify the whole record.

    Raises Invalid for a dump that is damaged or lacks its manifest, Conflict for a database
    that is not empty (unless `replace`, which puts aside what is there) or may not hold
    sample data, Unavailable without `pg_restore` or if it fails. The database is then as it
    was before.
    """
    manifest = read_manifest(dump)
    if manifest.is_sample and not settings.SAMPLE_DATABASE_ALLOWED:
        raise Conflict("This backup is of a sample database, which may not be served here.")
    with _emptied(replace, at) as aside:
        try:
            run_program(
                "pg_restore",
                "--single-transaction",
                "--exit-on-error",
                "--no-owner",
                "--no-privileges",
                str(dump),
            )
        except ProgramFailed as error:
            raise Unavailable(f"pg_restore failed:\n{error}") from error
    is_sample_database.cache_clear()
    heads = current_heads()
    names = sorted(heads.keys() | manifest.heads.keys())
    different = [circle for circle in names if heads.get(circle) != manifest.heads.get(circle)]
    report: Report | None = None
    trusted: tuple[str, ...] = ()
    if _is_of_this_version():
        trusted = _furnish(manifest)
        report = verify_database()
        if not different and not report.fault_count:
            _enter(manifest, actor, at)
    return Restored(heads, different, aside, trusted, report)


def _enter(manifest: Manifest, actor: Actor, at: datetime) -> None:
    """Let the record say that it was restored: what happened in between is not in it."""
    day = at.astimezone(UTC).date().isoformat()
    with act("record.restored", subject=day, actor=actor, at=at) as made:
        made.enter(SYSTEM, {"backup": manifest.sha256})


@contextmanager
def _emptied(replace: bool, at: datetime) -> Iterator[str]:
    """Yield with an empty schema; if what is done then fails, put back what stood there."""
    if _is_empty():
        yield ""
        return
    if not replace:
        raise Conflict(
            "This database is not empty. Restore into a new one, or say --replace to put aside "
            "what is there."
        )
    others = _other_connections()
    if others:
        raise Conflict(
            f"{others} other connections use this database. Stop web, workers and beat first."
        )
    aside = f"{ASIDE}{at.astimezone(UTC):%Y%m%dt%H%M%Sz}"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"ALTER SCHEMA public RENAME TO {aside}")
        cursor.execute("CREATE SCHEMA public AUTHORIZATION pg_database_owner")
        cursor.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")
    try:
        yield aside
    except BaseException:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute(f"ALTER SCHEMA {aside} RENAME TO public")
        raise


def _is_empty() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace)"
            " AND NOT EXISTS (SELECT FROM pg_proc WHERE pronamespace = 'public'::regnamespace)"
        )
        [empty] = cursor.fetchone()
    return bool(empty)


def _other_connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        [count] = cursor.fetchone()
    return int(count)


def _is_of_this_version() -> bool:
    """Return whether every migration is applied; before that our queries may not fit."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _furnish(manifest: Manifest) -> tuple[str, ...]:
    """On a machine without a key and a checkpoint file, take over what the backup brings.

    The checkpoints stand in the database too; the keys that signed them become former keys.
    Returns their names.
    """
    key = settings.RECORD_SIGNING_KEY_FILE
    former = key.with_name(FORMER_KEYS)
    if key.exists() or former.exists() or settings.CHECKPOINT_FILE.exists():
        return ()
    if manifest.public_keys:
        former.parent.mkdir(parents=True, exist_ok=True)
        pems = [public_pem(key_named(name)) for name in manifest.public_keys]
        former.write_text("".join(pems))
    put_back_lines()
    return manifest.public_keys
