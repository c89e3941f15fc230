"""`./portal check`: everything that can be judged without running the tests."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from config.embedded.processes import PROJECT
from config.embedded.report import say

_PYTHON = (sys.executable, "-m")
_MANAGE = (sys.executable, "manage.py")
_IMPORT_FLOORS = (
    "import sys; from importlinter.cli import lint_imports; "
    "sys.exit(lint_imports(cache_dir='.tools/cache/imports'))"
)

# The slowest first, so that the last core is not left with it.
CHECKS: tuple[tuple[str, Sequence[str]], ...] = (
    ("types (mypy)", [*_PYTHON, "mypy"]),
    ("templates (djlint)", [*_PYTHON, "djlint", "--lint", "--quiet", "templates"]),
    ("import floors (import-linter)", [sys.executable, "-c", _IMPORT_FLOORS]),
    ("migrations complete", [*_MANAGE, "makemigrations", "--check", "--dry-run"]),
    ("Django's own checks", [*_MANAGE, "check", "--fail-level", "WARNING"]),
    ("lint (ruff)", [*_PYTHON, "ruff", "check", "--quiet", "."]),
    ("formatting (ruff)", [*_PYTHON, "ruff", "format", "--check", "--quiet", "."]),
)


@dataclass(frozen=True)
class _Outcome:
    name: str
    ok: bool
    said: str
    seconds: float


def run() -> int:
    """1 when a check failed. All of them run, and every failure is shown."""
    outcomes = []
    with (
        tempfile.TemporaryDirectory() as temporary,
        ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool,
    ):
        for outcome in pool.map(partial(_check, env=_environment(temporary)), CHECKS):
            outcomes.append(outcome)
            say(
                f"  {'ok    ' if outcome.ok else 'FAILED'}  {outcome.name}  {outcome.seconds:.1f} s"
            )
    failed = [outcome for outcome in outcomes if not outcome.ok]
    for outcome in failed:
        say(f"\n--- {outcome.name}\n{outcome.said.strip() or '(it said nothing)'}")
    if failed:
        say(f"\n{len(failed)} of {len(outcomes)} checks failed")
    return 1 if failed else 0


def _check(check: tuple[str, Sequence[str]], env: Mapping[str, str]) -> _Outcome:
    name, command = check
    begun = time.monotonic()
    done = subprocess.run(command, cwd=PROJECT, env=env, capture_output=True, text=True)
    return _Outcome(name, done.returncode == 0, done.stdout + done.stderr, time.monotonic() - begun)


def _environment(temporary: str) -> dict[str, str]:
    """Nothing here reads a database; the address leads nowhere so that a mistake shows."""
    nowhere = "postgres://nobody@:5432//no-database-in-checks/none"
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": nowhere,
        "PYTHONWARNINGS": "ignore",
        "TMPDIR": temporary,
    }
