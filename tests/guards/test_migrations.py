"""Migrations are named for what they do, stand in one line, are complete, and can go back."""

import os
import re
import subprocess
import sys

import pytest
from django.apps import apps as registry
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from .house import ROOT, apps

NAME = re.compile(r"\d{4}_(?!auto)[a-z]+(?:_[a-z0-9]+)*")
# Operations that can't be undone, each with its reason.
ONE_WAY: dict[str, str] = {}


@pytest.fixture(scope="module")
def loader() -> MigrationLoader:
    return MigrationLoader(None, ignore_no_migrations=True)


def own(loader: MigrationLoader) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {app: [] for app in apps() if registry.is_installed(app)}
    for app, name in sorted(loader.disk_migrations):
        if app in found:
            found[app].append(name)
    return {app: names for app, names in found.items() if names}


def test_each_is_named_by_a_person(loader: MigrationLoader):
    for app, names in own(loader).items():
        for name in names:
            assert NAME.fullmatch(name), f"{app}.{name}"
            assert "_and_more" not in name, f"{app}.{name}"


def test_each_app_has_one_line_of_them(loader: MigrationLoader):
    assert set(own(loader)) >= {"record", "stakeholders", "frameworks", "provisions"}
    for app, names in own(loader).items():
        assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1)), app
        assert len(loader.graph.leaf_nodes(app)) == 1
        for before, after in zip(names, names[1:], strict=False):
            dependencies = loader.disk_migrations[app, after].dependencies
            assert (app, before) in dependencies, f"{app}.{after} does not follow {before}"


@pytest.mark.django_db
def test_they_are_complete():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_operation_can_be_taken_back(loader: MigrationLoader):
    stuck = {
        f"{app}.{name}: {operation.describe()}"
        for app, names in own(loader).items()
        for name in names
        for operation in loader.disk_migrations[app, name].operations
        if not operation.reversible
    }
    assert stuck == set(ONE_WAY)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_house_goes_down_to_nothing_and_up_again():
    """In a database of its own, so that no other test misses its tables."""
    name = f"{connection.settings_dict['NAME']}_updown"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        migrate(name)
        before = schema_of(name)
        for app in apps():
            if app in own(MigrationLoader(None, ignore_no_migrations=True)):
                migrate(name, app, "zero")
        assert not [table for table in schema_of(name) if table.split("_")[0] in apps()]
        migrate(name)
        after = schema_of(name)
        assert {table: set(after[table]) ^ set(before[table]) for table in before} == {
            table: set() for table in before
        }
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def migrate(database: str, *target: str) -> None:
    address, _, options = os.environ["DATABASE_URL"].partition("?")
    other = f"{address.rpartition('/')[0]}/{database}?{options}"
    environment = os.environ | {"DATABASE_URL": other}
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0", *target],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def schema_of(database: str) -> dict[str, list[str]]:
    """Columns, constraints, triggers and indexes by table, in words that can be compared."""
    import psycopg2

    found: dict[str, list[str]] = {}
    parameters = connection.get_connection_params() | {"dbname": database}
    parameters.pop("cursor_factory", None)
    with psycopg2.connect(**parameters) as other, other.cursor() as cursor:
        cursor.execute(SCHEMA)
        for table, line in cursor.fetchall():
            found.setdefault(table, []).append(line)
    other.close()
    return found


SCHEMA = """
SELECT table_name, 'column ' || column_name || ' ' || data_type || ' ' || is_nullable AS line
    FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT conrelid::regclass::text, 'constraint ' || conname || ' '
    || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT tgrelid::regclass::text, pg_get_triggerdef(oid)
    FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'
ORDER BY 1, 2
"""
