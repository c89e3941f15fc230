"""`./portal manage send_sample <kind> [--to ADDRESS] [--language fr]`"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from core.languages import LANGUAGES
from core.refusals import spoken
from notifications.enums import Kind
from notifications.services.samples import send_sample_to


class Command(BaseCommand):
    help = (
        "Send an example of one kind of mail, written with what is really there and marked as an"
        " example, the way every mail leaves. No delivery is kept of it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "kind", choices=Kind.values, metavar="kind", help=", ".join(Kind.values)
        )
        parser.add_argument(
            "--to",
            default="",
            metavar="ADDRESS",
            help="a person with an account, or any address; in a sample database it may be left"
            " out, and the mail goes to somebody who gets such mails",
        )
        parser.add_argument(
            "--language", default="", choices=LANGUAGES, help="if not the reader's own"
        )

    def handle(self, *args: Any, kind: str, to: str, language: str, **options: Any) -> None:
        with spoken():
            address = send_sample_to(email=to, kind=kind, language=language, at=timezone.now())
        self.stdout.write(f"Sent to {address}.")
