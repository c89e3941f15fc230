"""`./portal manage take_bounce`: a mail server hands over one report of a mail that came back."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.errors import DomainError
from core.jobs import LOST_DATABASE
from notifications.sending.returned import read_report
from notifications.services.bounces import note_bounce

# As mail servers read them (sysexits.h): not a report of ours; try again later.
_BAD_DATA, _LATER = 65, 75
_LONGEST = 10 * 1024 * 1024  # bytes; a report quotes the mail at most


class Command(BaseCommand):
    help = (
        "Read one delivery report (RFC 3464) from standard input and mark the address whose mail "
        "came back. Ends with 0 when it was noted or tells of no failure, with 65 when it is no "
        "report on a mail of this portal, and with 75 when the server should try again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--recipient",
            default="",
            help="the address that the report went to, if its headers do not name it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = read_report(
                sys.stdin.buffer.read(_LONGEST), recipient=str(options["recipient"])
            )
            if not report.is_refusal:
                self.stdout.write(f"The report says “{report.action}”: nothing had to be noted.")
                return
            note_bounce(token=report.token, status=report.status, at=timezone.now())
        except DomainError as error:
            raise CommandError(error.detail, returncode=_BAD_DATA) from error
        except LOST_DATABASE as error:
            raise CommandError("The database does not answer.", returncode=_LATER) from error
        self.stdout.write(f"Noted: {report.status}.")
