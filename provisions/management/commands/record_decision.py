"""`./portal manage record_decision <file> [--dry-run]`. Format: docs/framework-files.md."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from core.actor import Actor
from core.refusals import spoken
from provisions.loading.record_outcome import record_outcome


class Command(BaseCommand):
    help = (
        "Record an outcome of the Governing Body from its reviewed YAML file: the decision, its"
        " clauses, the official status, and the move of every provision that they cover."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the reviewed file")
        parser.add_argument(
            "--dry-run", action="store_true", help="do it all, take it back, and say what it was"
        )

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        with spoken():
            recorded = record_outcome(
                file=file,
                actor=Actor.importer("record_decision"),
                at=timezone.now(),
                rehearse=dry_run,
            )
        for line in recorded.lines:
            self.stdout.write(line)
        if dry_run:
            self.stdout.write("Dry run: nothing was changed.")
