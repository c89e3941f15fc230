"""`./portal manage record_public_key`: the key with which others check our checkpoints."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from record.signing import key_name, public_pem, signing_key


class Command(BaseCommand):
    help = (
        "Print the public half of the key that signs checkpoints, in PEM form, and on standard "
        "error its name, which every line of the checkpoint file carries."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        key = signing_key(settings.RECORD_SIGNING_KEY_FILE).public_key()
        self.stdout.write(public_pem(key), ending="")
        self.stderr.write(f"The name of this key: {key_name(key)}")
