"""`./portal manage load_framework <file> [--dry-run]`. Format: docs/framework-files.md."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from core.actor import Actor
from core.refusals import spoken
from provisions.loading.load_framework import load_framework


class Command(BaseCommand):
    help = (
        "Load a framework from its reviewed YAML file. The whole file is checked first; then"
        " everything is written, or nothing. Loading it again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="for example frameworks/data/….yaml")
        parser.add_argument(
            "--dry-run", action="store_true", help="do it all, take it back, and say what it was"
        )

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        with spoken():
            loaded = load_framework(
                file=file,
                actor=Actor.importer("load_framework"),
                at=timezone.now(),
                rehearse=dry_run,
            )
        self.stdout.write(f"{loaded.slug}: {loaded.provisions} provisions in the file")
        for line in loaded.lines:
            self.stdout.write(f"  {line}")
        if dry_run:
            self.stdout.write("Dry run: nothing was changed.")
