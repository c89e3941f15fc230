"""What an invitation or a token offers stays; either is closed once, and never deleted."""

from django.db import migrations

from record.guards import never_deleted

# An erasure empties the address; nothing else that was offered ever changes.
INVITATION_STAYS = """
CREATE FUNCTION stakeholders_invitation_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.token_digest, NEW.home_id, NEW.organization_id, NEW."group", NEW.capacity,
        NEW.framework_key, NEW.starts_at, NEW.ends_at, NEW.invited_by_id, NEW.invited_at,
        NEW.expires_at)
        IS DISTINCT FROM
        (OLD.id, OLD.token_digest, OLD.home_id, OLD.organization_id, OLD."group", OLD.capacity,
        OLD.framework_key, OLD.starts_at, OLD.ends_at, OLD.invited_by_id, OLD.invited_at,
        OLD.expires_at)
        OR NEW.email NOT IN (OLD.email, '') THEN
        RAISE EXCEPTION 'An invitation is never rewritten: revoke it and make another.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.accepted_at IS NOT NULL AND (NEW.accepted_at, NEW.accepted_by_id, NEW.mandate_id)
        IS DISTINCT FROM (OLD.accepted_at, OLD.accepted_by_id, OLD.mandate_id)
        OR OLD.revoked_at IS NOT NULL AND (NEW.revoked_at, NEW.revoked_by_id)
        IS DISTINCT FROM (OLD.revoked_at, OLD.revoked_by_id) THEN
        RAISE EXCEPTION 'An invitation is accepted once or revoked once.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stakeholders_invitation_stays BEFORE UPDATE ON stakeholders_invitation
    FOR EACH ROW EXECUTE FUNCTION stakeholders_invitation_stays();
"""
DROP_INVITATION_STAYS = """
DROP TRIGGER stakeholders_invitation_stays ON stakeholders_invitation;
DROP FUNCTION stakeholders_invitation_stays();
"""
KEY_STAYS = """
CREATE FUNCTION stakeholders_apitoken_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.mandate_id, NEW.scope, NEW.digest, NEW.issued_at, NEW.expires_at)
        IS DISTINCT FROM
        (OLD.id, OLD.mandate_id, OLD.scope, OLD.digest, OLD.issued_at, OLD.expires_at)
        OR OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at THEN
        RAISE EXCEPTION 'A token is never rewritten and revoked once: issue another.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stakeholders_apitoken_stays BEFORE UPDATE ON stakeholders_apitoken
    FOR EACH ROW EXECUTE FUNCTION stakeholders_apitoken_stays();
"""
DROP_KEY_STAYS = """
DROP TRIGGER stakeholders_apitoken_stays ON stakeholders_apitoken;
DROP FUNCTION stakeholders_apitoken_stays();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("stakeholders", "0005_invitations_and_tokens"),
        ("record", "0002_guards"),
    ]

    operations = [
        never_deleted("stakeholders_invitation"),
        never_deleted("stakeholders_apitoken"),
        migrations.RunSQL(INVITATION_STAYS, DROP_INVITATION_STAYS),
        migrations.RunSQL(KEY_STAYS, DROP_KEY_STAYS),
    ]
