"""Migration operations for tables that only grow: the database refuses the rest.

The triggers stand on the statement, not on its rows: a statement that happens to meet no row
is a mistake too, and is refused before it finds one.
"""

from django.db import migrations

# One function serves every guarded table. It is created by the record's first migration.
CREATE_REFUSAL = """
CREATE FUNCTION tripartite_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: what is recorded stays; append a correcting act.',
        TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""
DROP_REFUSAL = "DROP FUNCTION tripartite_refuse();"


def append_only(table: str) -> migrations.RunSQL:
    """Return the operation after which `table` takes INSERT and SELECT and nothing else."""
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER {table}_keep_rows BEFORE UPDATE OR DELETE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION tripartite_refuse();
        CREATE TRIGGER {table}_keep_table BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION tripartite_refuse();
        """,
        f"""
        DROP TRIGGER {table}_keep_rows ON {table};
        DROP TRIGGER {table}_keep_table ON {table};
        """,
    )


def never_deleted(table: str) -> migrations.RunSQL:
    """Return the operation after which rows of `table` change but never disappear."""
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER {table}_keep_rows BEFORE DELETE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION tripartite_refuse();
        CREATE TRIGGER {table}_keep_table BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION tripartite_refuse();
        """,
        f"""
        DROP TRIGGER {table}_keep_rows ON {table};
        DROP TRIGGER {table}_keep_table ON {table};
        """,
    )
