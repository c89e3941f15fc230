"""`./portal manage set_aside_checkpoints`: go on after a knowingly restored older backup."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.actor import Actor
from core.errors import Conflict
from record.checkpoints import set_aside_lines


class Command(BaseCommand):
    help = (
        "Move those lines of the checkpoint file that this database does not know into a file "
        "beside it, and enter that this was done. Only after a restore whose loss is known."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        actor = Actor.system("manage.set_aside_checkpoints")
        try:
            moved = set_aside_lines(actor=actor, at=timezone.now())
        except Conflict as error:
            raise CommandError(error.detail) from error
        if moved is None:
            self.stdout.write("The database knows every line of the checkpoint file.")
        else:
            file, count = moved
            self.stdout.write(f"{count} lines were moved to {file}. Keep that file.")
