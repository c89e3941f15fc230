"""Rebuild what is read and searched now from versions, texts and links."""

from time import perf_counter

from django.core.management.base import BaseCommand

from provisions.services.current import rebuild_current_texts


class Command(BaseCommand):
    help = (
        "Rebuild the current texts and the search of every provision from what is recorded. "
        "Nothing recorded changes; run it after an upgrade that says so."
    )

    def handle(self, *_args: object, **_options: object) -> None:
        """Rebuild and say how much that was."""
        begun = perf_counter()
        rows = rebuild_current_texts()
        self.stdout.write(f"Rebuilt {rows} rows in {perf_counter() - begun:.1f} s.")
