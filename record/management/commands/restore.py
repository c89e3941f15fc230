"""`./portal manage restore <file>`: a backup into an empty database, and is it the same?"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.actor import Actor
from core.errors import DomainError
from record.reporting import in_words
from record.restoring import Restored, restore


class Command(BaseCommand):
    help = (
        "Restore what `backup` wrote into the database of DATABASE_URL, which has to be empty; "
        "compare the heads of all chains with those of the backup, and verify the record."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the .dump file; .heads.json lies beside it")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="put aside what is in the database, into a schema of its own, instead of refusing",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        actor = Actor.system("manage.restore")
        try:
            done = restore(
                options["file"], replace=options["replace"], actor=actor, at=timezone.now()
            )
        except DomainError as error:
            raise CommandError(error.detail) from error
        self._say(done)
        if done.different or (done.report and done.report.fault_count):
            raise CommandError(
                "What was restored is not whole; docs/operations.md, “After a restore”, says "
                "what to do."
            )

    def _say(self, done: Restored) -> None:
        if done.aside:
            self.stdout.write(
                f"What was there before stands in the schema {done.aside}. When you don't need "
                f"it any more: DROP SCHEMA {done.aside} CASCADE"
            )
        for circle in done.different:
            self.stdout.write(f"The chain {circle} does not end as it did in the backup.")
        if not done.different:
            self.stdout.write(f"All {len(done.heads)} chains end as they did in the backup.")
        for name in done.trusted:
            self.stdout.write(
                f"The backup brought the public key {name}. Compare it with the one you kept."
            )
        if done.report is None:
            self.stdout.write(
                "The backup is of another version: now run `migrate`, then `verify_record`."
            )
        else:
            for line in in_words(done.report):
                self.stdout.write(line)
        self.stdout.write("In production, run `grant_application_role` now.")
