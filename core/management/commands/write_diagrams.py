"""Write the diagrams of the documentation from the code, or say which are out of date."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.diagrams import drawn

ROOT: Path = settings.BASE_DIR
FOLDER = ROOT / "docs" / "diagrams"


class Command(BaseCommand):
    help = "Write docs/diagrams from the code: floors, tables, stages."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; fail if one is out of date"
        )

    def handle(self, *, check: bool, **options: object) -> None:
        outdated = outdated_diagrams()
        if check and outdated:
            names = ", ".join(sorted(outdated))
            raise CommandError(f"Out of date: {names}. Run ./portal manage write_diagrams.")
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name, text in outdated.items():
            (FOLDER / name).write_text(text)
            self.stdout.write(f"written: {(FOLDER / name).relative_to(ROOT)}")
        if not outdated:
            self.stdout.write("Every diagram is as the code is.")


def outdated_diagrams() -> dict[str, str]:
    """Return the text of every diagram whose file is missing or says something else."""
    return {
        name: text
        for name, text in drawn().items()
        if not (FOLDER / name).exists() or (FOLDER / name).read_text() != text
    }
