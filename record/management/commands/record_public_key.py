"""`./portal manage record_public_key`: the key with which others check our checkpoints."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from record.signing import fingerprint, public_pem, signing_key


class Command(BaseCommand):
    help = (
        "Print the public half of the key that signs checkpoints, in PEM form, and its "
        "fingerprint on standard error. Give both to whoever keeps copies of the checkpoints."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        key = signing_key(settings.RECORD_SIGNING_KEY_FILE).public_key()
        self.stdout.write(public_pem(key), ending="")
        self.stderr.write(f"fingerprint {fingerprint(key)}")
