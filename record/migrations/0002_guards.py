"""What the database itself refuses, and the one row that says what this database is."""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from record.guards import CREATE_REFUSAL, DROP_REFUSAL, append_only, never_deleted

# A head only moves forwards, by its own next entry.
FORWARDS = """
CREATE FUNCTION record_chain_forwards() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.circle <> OLD.circle OR NEW.number < OLD.number
        OR (NEW.number = OLD.number AND NEW.hash <> OLD.hash) THEN
        RAISE EXCEPTION 'The head of a chain only moves forwards.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER record_chain_forwards BEFORE UPDATE ON record_chain
    FOR EACH ROW EXECUTE FUNCTION record_chain_forwards();
"""
DROP_FORWARDS = """
DROP TRIGGER record_chain_forwards ON record_chain;
DROP FUNCTION record_chain_forwards();
"""


def found(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Say once and for all whether this is a sample database."""
    installation = apps.get_model("record", "Installation")
    installation.objects.create(id=1, is_sample=settings.FOUND_AS_SAMPLE)


class Migration(migrations.Migration):
    dependencies = [("record", "0001_tables")]

    operations = [
        migrations.RunSQL(CREATE_REFUSAL, DROP_REFUSAL),
        migrations.RunSQL(FORWARDS, DROP_FORWARDS),
        migrations.RunPython(found, migrations.RunPython.noop),
        append_only("record_entry"),
        append_only("record_checkpoint"),
        append_only("record_verification"),
        append_only("record_installation"),
        never_deleted("record_chain"),
    ]
