"""Positions, answers and placements are appended; only their release is given later, and once."""

from django.db import migrations

from record.guards import append_only, never_deleted

# A released row may gain nothing but its release, and that once.
ONLY_RELEASED = """
CREATE FUNCTION reviews_only_released() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    given text[] := ARRAY['released_at', 'release', 'public_number', 'key'];
BEGIN
    IF OLD.released_at IS NOT NULL OR NEW.released_at IS NULL
        OR (to_jsonb(NEW) - given) <> (to_jsonb(OLD) - given) THEN
        RAISE EXCEPTION 'What % on % holds stays; it can be released once.', OLD.id, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reviews_only_released BEFORE UPDATE ON reviews_position
    FOR EACH ROW EXECUTE FUNCTION reviews_only_released();
CREATE TRIGGER reviews_only_released BEFORE UPDATE ON reviews_disposition
    FOR EACH ROW EXECUTE FUNCTION reviews_only_released();
"""
DROP_ONLY_RELEASED = """
DROP TRIGGER reviews_only_released ON reviews_position;
DROP TRIGGER reviews_only_released ON reviews_disposition;
DROP FUNCTION reviews_only_released();
"""
APPENDED = (
    "agreement",
    "alignment",
    "assignment",
    "changecause",
    "cluster",
    "clustering",
    "placement",
    "reply",
)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0004_convergence_tables"), ("record", "0002_guards")]

    operations = [
        *(append_only(f"reviews_{table}") for table in APPENDED),
        never_deleted("reviews_position"),
        never_deleted("reviews_disposition"),
        migrations.RunSQL(ONLY_RELEASED, DROP_ONLY_RELEASED),
    ]
