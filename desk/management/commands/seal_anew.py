"""`./portal manage seal_anew`: seal every second factor under the first encryption key."""

from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from desk.doors.sealing import seal_anew

SEALED = ("secret", "seed")


class Command(BaseCommand):
    help = (
        "Seal the secrets of all second factors again, under the first of FIELD_ENCRYPTION_KEYS. "
        "Afterwards the other keys may go."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            found = Authenticator.objects.select_for_update().order_by("pk")
            count = sum(_seal_anew(each) for each in found)
        self.stdout.write(f"{count} secrets lie under the first key.")


def _seal_anew(factor: Authenticator) -> int:
    """Seal what `factor` keeps secret; a passkey keeps nothing that is. Return how many."""
    names = [name for name in SEALED if name in factor.data]
    try:
        factor.data |= {name: seal_anew(factor.data[name]) for name in names}
    except InvalidToken:
        raise CommandError(
            f"No key opens the {factor.type} of account {factor.user_id}; nothing was changed. "
            "Put the key that sealed it behind the first of FIELD_ENCRYPTION_KEYS."
        ) from None
    if names:
        factor.save(update_fields=["data"])
    return len(names)
