"""`./portal manage grant_application_role <role>`: what the application may do in production."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.errors import Conflict
from record.privileges import grant_to


class Command(BaseCommand):
    help = (
        "Give a database role what the application needs, and no more: it can't change what is "
        "recorded, nor lift the guards. Run it as the owner of the tables after every migrate."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", help="the name of an existing role, for example tripartite_app")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            granted = grant_to(options["role"])
        except Conflict as error:
            raise CommandError(error.detail) from error
        kept = [grant.table for grant in granted if "UPDATE" not in grant.privileges]
        self.stdout.write(
            f"{options['role']} may now use {len(granted)} tables. In {len(kept)} of them it can "
            f"change nothing: {', '.join(kept)}."
        )
