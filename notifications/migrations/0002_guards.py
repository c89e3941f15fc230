"""A delivery keeps what it is for ever, and what became of it once it ended."""

from django.db import migrations

STAYS = """
CREATE FUNCTION notifications_delivery_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.recipient_id, NEW.kind, NEW.subject, NEW."window", NEW.message_id,
        NEW.planned_at, NEW.due_at, NEW.expires_at)
        IS DISTINCT FROM
        (OLD.id, OLD.recipient_id, OLD.kind, OLD.subject, OLD."window", OLD.message_id,
        OLD.planned_at, OLD.due_at, OLD.expires_at) THEN
        RAISE EXCEPTION 'A delivery is never turned into another: plan a new one.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state <> 'due' THEN
        RAISE EXCEPTION 'What became of a delivery stays.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER notifications_delivery_stays BEFORE UPDATE ON notifications_delivery
    FOR EACH ROW EXECUTE FUNCTION notifications_delivery_stays();
CREATE FUNCTION notifications_delivery_proves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state NOT IN ('due', 'dropped') THEN
        RAISE EXCEPTION 'A delivery that was sent, missed or failed is proof and stays.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER notifications_delivery_proves BEFORE DELETE ON notifications_delivery
    FOR EACH ROW EXECUTE FUNCTION notifications_delivery_proves();
"""
DROP_STAYS = """
DROP TRIGGER notifications_delivery_proves ON notifications_delivery;
DROP FUNCTION notifications_delivery_proves();
DROP TRIGGER notifications_delivery_stays ON notifications_delivery;
DROP FUNCTION notifications_delivery_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_tables"), ("record", "0002_guards")]

    operations = [migrations.RunSQL(STAYS, DROP_STAYS)]
