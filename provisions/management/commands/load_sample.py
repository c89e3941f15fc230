"""`./portal manage load_sample`: the practice framework and its story, in a sample database."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from core.actor import Actor
from core.refusals import spoken
from provisions.loading.load_sample import load_sample


class Command(BaseCommand):
    help = (
        "Load the invented practice framework and let its story happen. Only in a sample"
        " database; loading it again changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with spoken():
            loaded = load_sample(actor=Actor.importer("load_sample"), at=timezone.now())
        self.stdout.write(
            f"{loaded.framework}: {loaded.provisions} provisions in the file;"
            f" {loaded.new} of the story’s {loaded.happenings} happenings were new"
        )
