"""What the application's own database role may do: less than the guards, and without them.

The guards are triggers, and whoever owns a table can drop them; so in production the tables
belong to a role that only migrates, and the application runs under one that owns nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from core.errors import Conflict

# Bits of pg_trigger.tgtype, from PostgreSQL's catalog.
_DELETE, _UPDATE = 8, 16
# The list of migrations is read at start; only whoever migrates writes it.
_ONLY_READ = frozenset({"django_migrations"})


@dataclass(frozen=True, slots=True)
class Granted:
    """The privileges on one table, in the words of SQL."""

    table: str
    privileges: tuple[str, ...]


def grant_to(role: str) -> list[Granted]:
    """Give `role` what the application needs on every table, and take away all else.

    A table whose rows the guards keep from changing is only read and added to. Run it as the
    owner of the tables, after every migration; repeating it changes nothing. Raises Conflict,
    with what to do, for a role that does not exist or could lift the guards.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        _demand_harmless(cursor, role)
        name = connection.ops.quote_name(role)
        granted = list(_due(cursor))
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        cursor.execute(f"REVOKE CREATE ON SCHEMA public FROM {name}")
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name}")
        for grant in granted:
            table, privileges = connection.ops.quote_name(grant.table), ", ".join(grant.privileges)
            cursor.execute(f"GRANT {privileges} ON {table} TO {name}")
    return granted


def _due(cursor: CursorWrapper) -> Iterator[Granted]:
    """Read from the triggers themselves what each table refuses."""
    cursor.execute(
        """
        SELECT c.relname, coalesce(bit_or(t.tgtype::int), 0)
        FROM pg_class c
        LEFT JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal
            AND t.tgfoid = to_regproc('tripartite_refuse')
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        GROUP BY c.relname ORDER BY c.relname
        """
    )
    for table, refused in cursor.fetchall():
        privileges = ["SELECT"]
        if table not in _ONLY_READ:
            privileges.append("INSERT")
            privileges += [] if refused & _UPDATE else ["UPDATE"]
            privileges += [] if refused & _DELETE else ["DELETE"]
        yield Granted(table, tuple(privileges))


def _demand_harmless(cursor: CursorWrapper, role: str) -> None:
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = %s", [role])
    found = cursor.fetchone()
    if found is None:
        raise Conflict(
            f"There is no role “{role}” in this database. Create it first: "
            f"CREATE ROLE {connection.ops.quote_name(role)} LOGIN PASSWORD '…'."
        )
    if found[0]:
        raise Conflict(f"“{role}” is a superuser: nothing can be kept from it. Choose another.")
    cursor.execute(
        """
        SELECT DISTINCT tableowner::text,
               pg_has_role(%s, tableowner, 'MEMBER'), pg_has_role(tableowner, 'MEMBER')
        FROM pg_tables WHERE schemaname = 'public'
        """,
        [role],
    )
    for owner, is_owner, we_own in cursor.fetchall():
        if is_owner:
            raise Conflict(
                f"“{role}” owns tables, as {owner} or as a member of it, and could drop their "
                "guards. Choose another role, or change the owner of the tables."
            )
        if not we_own:
            raise Conflict(f"Run this as {owner}, who owns the tables.")
