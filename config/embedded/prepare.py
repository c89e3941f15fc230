"""Migrations and data of `up`, in one process: starting Django once costs less than four times.

`python -m config.embedded.prepare`, with the environment of `application.environment`.
"""

import os
import sys
import traceback

import django
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from config.embedded.report import complain, step

FRAMEWORK = "frameworks/data/ai-manufacturing-2026.yaml"


def main() -> int:
    """1 when a step failed; its own output has been printed."""
    django.setup()
    try:
        with step("Reaching the database"):
            connection.ensure_connection()
    except OperationalError as error:
        complain(f"portal: the database of DATABASE_URL does not answer: {error}".rstrip())
        return 1
    steps: list[tuple[str, list[str]]] = [
        ("Migrating the database", ["migrate", "--no-input", "--verbosity", "0"]),
        ("Loading instruments, sessions and organizations", ["load_reference"]),
        ("Loading the framework", ["load_framework", FRAMEWORK]),
    ]
    if os.environ.get("TRIPARTITE_SAMPLE") == "1":
        steps.append(("Loading the sample data", ["load_sample"]))
        steps.append(("Loading the sample people and reviews", ["load_sample_reviews"]))
    for text, command in steps:
        if not _run(text, command):
            return 1
    return 0


def _run(text: str, command: list[str]) -> bool:
    """Run one of Django's commands as a step; print all it said when it fails."""
    from io import StringIO

    said = StringIO()
    try:
        with step(text):
            call_command(*command, stdout=said, stderr=said)
    except CommandError as error:
        complain(f"{said.getvalue()}./portal manage {' '.join(command)}: {error}")
        return False
    except Exception:
        complain(f"{said.getvalue()}{traceback.format_exc()}")
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
