"""`./portal manage write_desk_schema`: the desk API's description as a file."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from desk.api.schema import schema_document

FILE = settings.BASE_DIR / "docs" / "openapi-desk.json"


class Command(BaseCommand):
    help = "Write docs/openapi-desk.json from the addresses. A test holds it against them."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        text = json.dumps(schema_document(), indent=1, ensure_ascii=False)
        FILE.write_text(text + "\n", encoding="utf-8")
        self.stdout.write(f"{FILE.relative_to(settings.BASE_DIR)} is written.")
