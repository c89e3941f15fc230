"""The application under a database role of its own, which owns nothing."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from core.actor import Actor
from record.acts import act
from record.checkpoints import take_checkpoint
from record.models import PUBLIC
from record.privileges import grant_to
from record.verification import verify_nightly

from .conftest import BEGIN
from .test_guards import APPEND_ONLY, NEVER_DELETED, some_column

JOB = Actor.system("tests")
ROLE = "tripartite_app_of_the_tests"


@pytest.fixture
def application_role(db):
    """A second role, as in production; it goes with the test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE} NOLOGIN")
        grant_to(ROLE)
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
        yield ROLE
        cursor.execute("RESET ROLE")


@pytest.mark.parametrize("table", sorted(APPEND_ONLY | NEVER_DELETED))
def test_the_application_lacks_the_privilege_and_cant_lift_the_guard(application_role, table):
    column = some_column(table)
    forbidden = [
        f"DELETE FROM {table}",  # noqa: S608
        f"TRUNCATE {table}",
        f"ALTER TABLE {table} DISABLE TRIGGER ALL",
        f"DROP TABLE {table}",
    ]
    if table in APPEND_ONLY:
        forbidden.append(f"UPDATE {table} SET {column} = {column}")  # noqa: S608
    for statement in forbidden:
        with (
            connection.cursor() as cursor,
            pytest.raises(DatabaseError, match="permission denied|must be owner"),
            transaction.atomic(),
        ):
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608


def test_the_application_can_record_and_verify_under_its_role(application_role, record_files):
    with act("thing.done", subject="x", actor=JOB, at=BEGIN) as made:
        made.enter(PUBLIC, {})
    assert take_checkpoint(actor=JOB, at=BEGIN)
    report = verify_nightly(actor=JOB, at=BEGIN)
    assert report is not None
    assert report.fault_count == 0


@pytest.mark.django_db
def test_granting_again_changes_nothing_and_new_tables_are_reached():
    out = io.StringIO()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE} NOLOGIN")
        call_command("grant_application_role", ROLE, stdout=out)
        first = privileges(cursor)
        call_command("grant_application_role", ROLE, stdout=out)
        assert privileges(cursor) == first
        cursor.execute("CREATE TABLE later (id integer)")
        call_command("grant_application_role", ROLE, stdout=out)
        assert set(privileges(cursor)) - set(first) == {
            ("later", privilege) for privilege in ("DELETE", "INSERT", "SELECT", "UPDATE")
        }
    assert ("django_migrations", "SELECT") in first
    assert ("django_migrations", "INSERT") not in first
    assert "record_entry" in out.getvalue()


def privileges(cursor):
    cursor.execute(
        "SELECT table_name, privilege_type FROM information_schema.role_table_grants"
        " WHERE grantee = %s ORDER BY 1, 2",
        [ROLE],
    )
    return cursor.fetchall()


@pytest.mark.django_db
def test_a_role_that_could_lift_the_guards_is_refused():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user::text")
        (owner,) = cursor.fetchone()
        cursor.execute(
            f"CREATE ROLE {ROLE} NOLOGIN; CREATE ROLE {ROLE}_owner NOLOGIN;"
            f"GRANT {ROLE}_owner TO {ROLE}; ALTER TABLE record_entry OWNER TO {ROLE}_owner"
        )
        refused = {"no_such_role": "no role", owner: "superuser", ROLE: "owns tables"}
        for role, message in refused.items():
            with pytest.raises(CommandError, match=message):
                call_command("grant_application_role", role)
        cursor.execute(f"REVOKE {ROLE}_owner FROM {ROLE}; GRANT {ROLE} TO {ROLE}_owner")
        cursor.execute(f"SET LOCAL ROLE {ROLE}_owner")
        with pytest.raises(CommandError, match=f"Run this as {owner}"):
            call_command("grant_application_role", ROLE)
        cursor.execute("RESET ROLE")


@pytest.mark.django_db
def test_a_hostile_name_is_only_a_name():
    with pytest.raises(CommandError, match="no role"):
        call_command("grant_application_role", 'x"; DROP TABLE record_entry; --')
