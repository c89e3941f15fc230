"""`./portal manage load_sample_reviews`: invented people and reviews, in a sample database."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from core.actor import Actor
from core.refusals import spoken
from reviews.loading.load_sample_reviews import load_sample_reviews


class Command(BaseCommand):
    help = (
        "Let invented people in, and let them review the practice framework in the days around"
        " now. Only in a sample database, after load_sample; loading it again changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with spoken():
            loaded = load_sample_reviews(
                actor=Actor.importer("load_sample_reviews"), at=timezone.now()
            )
        what = "were loaded" if loaded.is_new else "are there already"
        self.stdout.write(
            f"{loaded.framework}: {loaded.mandates} mandates of invented people and"
            f" {loaded.happenings} happenings in their reviews {what}"
        )
