"""`./portal manage load_reference`: instruments, sessions, organizations and their circles."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from core.actor import Actor
from core.refusals import spoken
from frameworks.loading.reference import read_instruments, read_sessions
from frameworks.services.reference import load_instruments, load_sessions
from record.acts import together
from stakeholders.loading import read_organizations
from stakeholders.services.circles import ensure_circles
from stakeholders.services.organizations import load_organizations

ACTOR = Actor.importer("load_reference")


class Command(BaseCommand):
    help = (
        "Load the instruments, the sessions of the Governing Body, the member States and the "
        "regional groups. Loading them again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and change nothing"
        )

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        with spoken():
            for line in load(dry_run=dry_run):
                self.stdout.write(line)
            if dry_run:
                self.stdout.write("Dry run: nothing was changed.")


def load(*, dry_run: bool) -> list[str]:
    """Load everything in one transaction; return what was done, a sentence each."""
    at = timezone.now()
    instruments = {entry.slug: entry.draft for entry in read_instruments()}
    sessions = {entry.slug: entry.draft for entry in read_sessions()}
    organizations = read_organizations()
    with together(rehearse=dry_run):
        done = {
            "instruments": load_instruments(drafts=instruments, actor=ACTOR, at=at),
            "sessions": load_sessions(drafts=sessions, actor=ACTOR, at=at),
            "organizations": load_organizations(drafts=organizations, actor=ACTOR, at=at),
        }
        opened = ensure_circles(actor=ACTOR, at=at)
    counts = [
        f"{name}: {len(loaded.created)} new, {len(loaded.changed)} changed"
        for name, loaded in done.items()
    ]
    return [*counts, f"circles: {opened} opened"]
