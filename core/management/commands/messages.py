"""Collect the messages of the interface into the catalogs of each language, and compile them."""

import os
from argparse import ArgumentParser
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError
from django.core.management.base import BaseCommand, CommandError

from core.catalogs import TRANSLATED, Merged, catalog_file, extracted, faults, merged, messages_of


class Command(BaseCommand):
    help = "Collect the interface's messages into locale/, and compile the catalogs."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; fail if a catalog is not complete"
        )

    def handle(self, *, check: bool, **options: object) -> None:
        try:
            template = extracted()
            catalogs = [merged(language, template) for language in TRANSLATED]
        except PoFileError as error:
            raise CommandError(f"A catalog can't be read: {error}") from error
        missing = 0
        for each in catalogs:
            if not check:
                _write(each)
            missing += self._report(each)
            if check and each.text != _present(catalog_file(each.language)):
                missing += 1
                self.stdout.write(f"{each.language}: the file is not as this command writes it")
        if check and missing:
            raise CommandError("Run ./portal manage messages and translate what is missing.")

    def _report(self, each: Merged) -> int:
        wrong = [
            (message, fault) for message in messages_of(each.catalog) for fault in faults(message)
        ]
        self.stdout.write(
            f"{each.language}: {len(each.catalog)} messages, {each.new} new, {each.gone} gone, "
            f"{len(wrong)} to do"
        )
        for message, fault in wrong:
            self.stdout.write(f"  “{message.id}” {fault}")
        return len(wrong) + each.new + each.gone


def _write(each: Merged) -> None:
    path = catalog_file(each.language)
    path.parent.mkdir(parents=True, exist_ok=True)
    if each.text != _present(path):
        path.write_text(each.text)
    compiled = BytesIO()
    write_mo(compiled, each.catalog)
    # Written beside it and renamed: a running process never reads half a catalog.
    beside = path.with_suffix(".mo.new")
    beside.write_bytes(compiled.getvalue())
    os.replace(beside, path.with_suffix(".mo"))


def _present(path: Path) -> str:
    return path.read_text() if path.exists() else ""
