"""What was said and done is appended; a comment's stage and a round's window follow from it."""

from django.db import migrations

from record.guards import append_only, never_deleted

# At commit, a comment stands where its latest move led.
STAGE_FOLLOWS = """
CREATE FUNCTION reviews_stage_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    made record;
    kept record;
BEGIN
    SELECT stage, edition INTO kept FROM reviews_comment WHERE id = NEW.id;
    SELECT to_stage, number INTO made FROM reviews_mademove
        WHERE comment_id = NEW.id ORDER BY number DESC LIMIT 1;
    IF NOT FOUND OR kept.stage <> made.to_stage OR kept.edition <> made.number THEN
        RAISE EXCEPTION 'The stage of comment % changes only by a move.', NEW.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER reviews_stage_follows
    AFTER INSERT OR UPDATE OF stage, edition ON reviews_comment DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION reviews_stage_follows();
"""
DROP_STAGE_FOLLOWS = """
DROP TRIGGER reviews_stage_follows ON reviews_comment;
DROP FUNCTION reviews_stage_follows();
"""
# At commit, a round's window is the one that was set last.
WINDOW_FOLLOWS = """
CREATE FUNCTION reviews_window_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    made record;
    kept record;
BEGIN
    SELECT opens_at, closes_at INTO kept FROM reviews_round WHERE id = NEW.id;
    SELECT opens_at, closes_at INTO made FROM reviews_window
        WHERE round_id = NEW.id ORDER BY number DESC LIMIT 1;
    IF NOT FOUND OR kept.opens_at <> made.opens_at OR kept.closes_at <> made.closes_at THEN
        RAISE EXCEPTION 'The window of round % changes only by setting one.', NEW.key
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER reviews_window_follows
    AFTER INSERT OR UPDATE OF opens_at, closes_at ON reviews_round DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION reviews_window_follows();
"""
DROP_WINDOW_FOLLOWS = """
DROP TRIGGER reviews_window_follows ON reviews_round;
DROP FUNCTION reviews_window_follows();
"""
# Where a comment belongs, and the number it was published under, are given once.
PLACE_STAYS = """
CREATE FUNCTION reviews_place_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.round_id <> OLD.round_id OR NEW.item_id <> OLD.item_id
        OR NEW.circle_id <> OLD.circle_id OR NEW.speaks_for_id <> OLD.speaks_for_id
        OR NEW.shared_at <> OLD.shared_at
        OR (OLD.submitted_at IS NOT NULL AND NEW.submitted_at IS DISTINCT FROM OLD.submitted_at)
        OR (OLD.published_at IS NOT NULL AND (NEW.published_at IS DISTINCT FROM OLD.published_at
            OR NEW.public_number IS DISTINCT FROM OLD.public_number
            OR NEW.key IS DISTINCT FROM OLD.key)) THEN
        RAISE EXCEPTION 'The place and numbers of comment % are given once.', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reviews_place_stays BEFORE UPDATE ON reviews_comment
    FOR EACH ROW EXECUTE FUNCTION reviews_place_stays();
"""
DROP_PLACE_STAYS = """
DROP TRIGGER reviews_place_stays ON reviews_comment;
DROP FUNCTION reviews_place_stays();
"""
APPENDED = (
    "window",
    "rounditem",
    "frozentext",
    "question",
    "cutoff",
    "wording",
    "author",
    "mademove",
    "message",
    "voice",
    "submission",
    "submittedcomment",
    "manifest",
)


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_tables"), ("record", "0002_guards")]

    operations = [
        *(append_only(f"reviews_{table}") for table in APPENDED),
        never_deleted("reviews_round"),
        never_deleted("reviews_comment"),
        migrations.RunSQL(STAGE_FOLLOWS, DROP_STAGE_FOLLOWS),
        migrations.RunSQL(WINDOW_FOLLOWS, DROP_WINDOW_FOLLOWS),
        migrations.RunSQL(PLACE_STAYS, DROP_PLACE_STAYS),
    ]
