"""Versions, texts, transitions and successions are appended; a stage follows its transition."""

from django.db import migrations

from record.guards import append_only, never_deleted

# At commit, a provision stands where its latest transition led; without one, it is a draft.
STAGE_FOLLOWS = """
CREATE FUNCTION provisions_stage_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    led_to text;
BEGIN
    SELECT to_stage INTO led_to FROM provisions_transition
        WHERE provision_id = NEW.id ORDER BY number DESC LIMIT 1;
    IF NEW.stage <> coalesce(led_to, 'draft')
        AND NEW.stage = (SELECT stage FROM provisions_provision WHERE id = NEW.id) THEN
        RAISE EXCEPTION 'The stage of % changes only by a transition.', NEW.key
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER provisions_stage_follows_update
    AFTER UPDATE OF stage ON provisions_provision DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION provisions_stage_follows();
CREATE CONSTRAINT TRIGGER provisions_stage_follows_insert
    AFTER INSERT ON provisions_provision DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.stage <> 'draft') EXECUTE FUNCTION provisions_stage_follows();
"""
DROP_STAGE_FOLLOWS = """
DROP TRIGGER provisions_stage_follows_update ON provisions_provision;
DROP TRIGGER provisions_stage_follows_insert ON provisions_provision;
DROP FUNCTION provisions_stage_follows();
"""
# The key, the place in the document and the framework of a provision are assigned once.
KEY_STAYS = """
CREATE FUNCTION provisions_key_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.key <> OLD.key OR NEW.document_order <> OLD.document_order
        OR NEW.framework_id <> OLD.framework_id THEN
        RAISE EXCEPTION 'The key and place of % are assigned once.', OLD.key
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER provisions_key_stays
    BEFORE UPDATE OF key, document_order, framework_id ON provisions_provision
    FOR EACH ROW EXECUTE FUNCTION provisions_key_stays();
"""
DROP_KEY_STAYS = """
DROP TRIGGER provisions_key_stays ON provisions_provision;
DROP FUNCTION provisions_key_stays();
"""
# The number of the latest version is kept on the provision; at commit both agree.
LATEST_VERSION = """
CREATE FUNCTION provisions_version_counts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    subject uuid;
    kept integer;
    found integer;
BEGIN
    IF TG_TABLE_NAME = 'provisions_version' THEN
        subject := NEW.provision_id;
    ELSE
        subject := NEW.id;
    END IF;
    SELECT latest_version INTO kept FROM provisions_provision WHERE id = subject;
    SELECT coalesce(max(number), 0) INTO found FROM provisions_version
        WHERE provision_id = subject;
    IF kept <> found THEN
        RAISE EXCEPTION 'Provision % has version % and says %.', subject, found, kept
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER provisions_version_counts
    AFTER INSERT ON provisions_version DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION provisions_version_counts();
CREATE CONSTRAINT TRIGGER provisions_version_counts
    AFTER UPDATE OF latest_version ON provisions_provision DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.latest_version <> OLD.latest_version)
    EXECUTE FUNCTION provisions_version_counts();
"""
DROP_LATEST_VERSION = """
DROP TRIGGER provisions_version_counts ON provisions_version;
DROP TRIGGER provisions_version_counts ON provisions_provision;
DROP FUNCTION provisions_version_counts();
"""


class Migration(migrations.Migration):
    dependencies = [("provisions", "0001_tables"), ("record", "0002_guards")]

    operations = [
        append_only("provisions_version"),
        append_only("provisions_versiontext"),
        append_only("provisions_transition"),
        append_only("provisions_succession"),
        append_only("provisions_statussnapshot"),
        never_deleted("provisions_provision"),
        migrations.RunSQL(STAGE_FOLLOWS, DROP_STAGE_FOLLOWS),
        migrations.RunSQL(KEY_STAYS, DROP_KEY_STAYS),
        migrations.RunSQL(LATEST_VERSION, DROP_LATEST_VERSION),
    ]
