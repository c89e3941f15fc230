"""`./portal manage backup <folder>`: a dump that can be compared with what is restored from it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.errors import DomainError
from record.backup import back_up
from record.manifest import manifest_of


class Command(BaseCommand):
    help = (
        "Dump the database into a folder, while the portal goes on working, with the heads of "
        "all chains of the record in a second file beside it. Both hold personal data."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="where the two files go; made if need be")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            dump = back_up(options["folder"], at=timezone.now())
        except DomainError as error:
            raise CommandError(error.detail) from error
        self.stdout.write(f"{dump}\n{manifest_of(dump)}")
        self.stdout.write("Keep the two together. The signing key is not in them.")
