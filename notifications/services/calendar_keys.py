"""Keys to personal calendars: made and revoked by the holder of the mandate."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from notifications.models import CalendarKey
from stakeholders.keys import digest_of, new_key
from stakeholders.models import Mandate
from stakeholders.permissions import active_mandate


@transaction.atomic
def make_key(*, mandate_id: UUID, user_id: UUID, at: datetime) -> tuple[CalendarKey, str]:
    """Return a key to the dates of a mandate, and its secret, which is kept nowhere and shown
    once. The former key opens nothing from now on.

    Raises NotAllowed unless `user_id` holds the mandate and it is active at `at`.
    """
    mandate = active_mandate(mandate_id=mandate_id, user_id=user_id, at=at)
    # Two at a time: the second ends the key of the first.
    Mandate.objects.select_for_update(no_key=True).get(pk=mandate.pk)
    revoke_key(mandate_id=mandate_id, user_id=user_id, at=at)
    secret = new_key()
    key = CalendarKey.objects.create(mandate=mandate, digest=digest_of(secret), made_at=at)
    return key, secret


@transaction.atomic
def revoke_key(*, mandate_id: UUID, user_id: UUID, at: datetime) -> bool:
    """Let the key of a mandate that `user_id` holds open nothing from now on; return whether there
    was one. Again, or for a mandate of somebody else, nothing happens.
    """
    own = CalendarKey.objects.select_for_update(of=("self",)).filter(
        mandate_id=mandate_id, mandate__user_id=user_id, revoked_at=None
    )
    key = own.first()
    if key is None:
        return False
    key.revoked_at = max(at, key.made_at)
    key.save(update_fields=["revoked_at"])
    return True
