"""What a mandate says stays; and nobody from outside a group confirms a mandate in it."""

from django.db import migrations

from record.guards import never_deleted

# The terms are fixed with the proposal; confirmation and end are written once.
TERMS_STAY = """
CREATE FUNCTION stakeholders_mandate_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.user_id, NEW.organization_id, NEW."group", NEW.capacity, NEW.framework_key,
        NEW.starts_at, NEW.ends_at, NEW.proposed_at, NEW.proposed_by_id)
        IS DISTINCT FROM
        (OLD.id, OLD.user_id, OLD.organization_id, OLD."group", OLD.capacity, OLD.framework_key,
        OLD.starts_at, OLD.ends_at, OLD.proposed_at, OLD.proposed_by_id) THEN
        RAISE EXCEPTION 'A mandate is never rewritten: end it and propose another.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.confirmed_at IS NOT NULL AND (NEW.confirmed_at, NEW.confirmed_by_id)
        IS DISTINCT FROM (OLD.confirmed_at, OLD.confirmed_by_id)
        OR OLD.ended_at IS NOT NULL AND (NEW.ended_at, NEW.ended_by_id)
        IS DISTINCT FROM (OLD.ended_at, OLD.ended_by_id) THEN
        RAISE EXCEPTION 'A mandate is confirmed once and ended once.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stakeholders_mandate_stays BEFORE UPDATE ON stakeholders_mandate
    FOR EACH ROW EXECUTE FUNCTION stakeholders_mandate_stays();
"""
DROP_TERMS_STAY = """
DROP TRIGGER stakeholders_mandate_stays ON stakeholders_mandate;
DROP FUNCTION stakeholders_mandate_stays();
"""
# A group's mandates are confirmed by the group's own; its first secretariat alone by others.
OWN_ADMIT = """
CREATE FUNCTION stakeholders_own_admit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    confirmer_group text;
BEGIN
    IF NEW.confirmed_at IS NULL OR NEW."group" = '' THEN
        RETURN NEW;
    END IF;
    SELECT "group" INTO confirmer_group FROM stakeholders_mandate WHERE id = NEW.confirmed_by_id;
    IF confirmer_group = NEW."group" THEN
        RETURN NEW;
    END IF;
    IF confirmer_group = '' AND NEW.capacity = 'group_secretariat' AND NOT EXISTS (
        SELECT FROM stakeholders_mandate
        WHERE "group" = NEW."group" AND confirmed_at IS NOT NULL AND id <> NEW.id
    ) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A group admits its own: nobody else confirms a mandate in it.'
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER stakeholders_own_admit
    BEFORE INSERT OR UPDATE OF confirmed_at, confirmed_by_id ON stakeholders_mandate
    FOR EACH ROW EXECUTE FUNCTION stakeholders_own_admit();
"""
DROP_OWN_ADMIT = """
DROP TRIGGER stakeholders_own_admit ON stakeholders_mandate;
DROP FUNCTION stakeholders_own_admit();
"""


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0003_periods_and_proposers"), ("record", "0002_guards")]

    operations = [
        never_deleted("stakeholders_regionalmembership"),
        migrations.RunSQL(TERMS_STAY, DROP_TERMS_STAY),
        migrations.RunSQL(OWN_ADMIT, DROP_OWN_ADMIT),
    ]
