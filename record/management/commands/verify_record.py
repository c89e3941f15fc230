"""`./portal manage verify_record`: is the record whole, and since when could we not tell?"""

import argparse
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.actor import Actor
from record.reporting import in_words
from record.signing import public_keys
from record.verification import enter_verification, verify_database


class Command(BaseCommand):
    help = (
        "Check every entry, head and checkpoint of the record and say what was found and since "
        "when nothing could be known. Ends with code 1 if there is any fault."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--public-key",
            metavar="FILE",
            type=_keys,
            action="extend",
            default=[],
            help="a file with public keys that may have signed checkpoints, beside our own",
        )
        parser.add_argument(
            "--enter",
            action="store_true",
            help="enter the result into the record, so that the portal shows it from now on",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["enter"] and options["public_key"]:
            raise CommandError("--enter trusts the keys of this machine; leave --public-key out.")
        if options["enter"]:
            actor = Actor.system("manage.verify_record")
            report = enter_verification(actor=actor, at=timezone.now())
        else:
            report = verify_database(options["public_key"])
        for line in in_words(report, every_chain=options["verbosity"] > 1):
            self.stdout.write(line)
        if report.fault_count:
            raise CommandError("The record is not whole; docs/operations.md says what to do.")


def _keys(name: str) -> list[Ed25519PublicKey]:
    try:
        return public_keys(Path(name).read_bytes(), name)
    except Exception as error:
        raise argparse.ArgumentTypeError(str(error)) from error
