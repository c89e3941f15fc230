"""`./portal test` and `./portal bench`: programs on throw-away services."""

import os
import shutil
import sys
from collections.abc import Sequence

from config.embedded import handover, throwaway
from config.embedded.datafolder import DataFolder
from config.embedded.services import Addresses
from config.embedded.supervisor import AskedToEnd, ends_on_signals

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_OWN_PARALLELISM = ("-n", "--numprocesses", "--dist", "--pdb", "--trace", "-pno:xdist")


def run_tests(arguments: Sequence[str]) -> int:
    """pytest's exit code. On every core, a file on one of them, unless the arguments differ.

    By file, because a file's tests share what is dear to start: a whole `up`, a cluster. In the
    folders' order, because the longest files are in the first one: otherwise those with the
    fewest tests come last, and one core waits for them.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    split = ["-n", str(cores), "--dist", "loadfile", "--no-loadscope-reorder"]
    parallel = [] if _says_how_parallel(arguments) else split
    return _run([sys.executable, "-m", "pytest", *parallel, *arguments], "test", careless=True)


def run_bench(arguments: Sequence[str]) -> int:
    """The bench's exit code. Its servers write as safely as production's do."""
    return _run([sys.executable, "-m", "bench", *arguments], "local", careless=False)


def _run(command: Sequence[str], settings: str, *, careless: bool) -> int:
    with ends_on_signals():
        try:
            with throwaway.services(careless=careless) as (folder, addresses):
                return handover.run(command, env=_environment(folder, addresses, settings))
        except AskedToEnd:
            return 130


def _environment(folder: DataFolder, addresses: Addresses, settings: str) -> dict[str, str]:
    """The caller's environment, with everything that is ours pointing into the run's folder."""
    temporary = folder.root / "tmp"
    temporary.mkdir(mode=0o711)
    made = {name: value for name, value in os.environ.items() if name not in _FROM_OUTSIDE}
    made |= {
        "DJANGO_SETTINGS_MODULE": f"config.settings.{settings}",
        "DATABASE_URL": addresses.database,
        "REDIS_URL": addresses.broker,
        "TRIPARTITE_DATA": str(folder.record),
        # What tests leave in temporary files goes with the folder.
        "TMPDIR": str(temporary),
    }
    browser = os.environ.get("TRIPARTITE_CHROMIUM") or find_browser()
    if browser:
        made["TRIPARTITE_CHROMIUM"] = browser
    return made


# Settings of a deployment in the caller's shell must not decide what the tests find.
_FROM_OUTSIDE = frozenset(
    {"PUBLIC_BASE_URL", "ALLOWED_HOSTS", "SECRET_KEY", "TRIPARTITE_SAMPLE", "STATIC_ROOT"}
    | {"FIELD_ENCRYPTION_KEYS", "EMAIL_URL", "DEFAULT_FROM_EMAIL", "MAIL_PROVIDER"}
    | {"DATABASE_STATEMENT_SECONDS"}
    | {"NOTIFICATIONS_BOUNCE_DOMAIN", "NOTIFICATIONS_LEASE_SECONDS", "NOTIFICATIONS_RETRY_SECONDS"}
    | {"RECORD_SIGNING_KEY_FILE", "DJANGO_SETTINGS_MODULE", "PYTEST_ADDOPTS"}
)


def find_browser() -> str | None:
    """The Chromium for the browser tests, or None; they skip then and say why."""
    return next((found for name in _BROWSERS if (found := shutil.which(name))), None)


def _says_how_parallel(arguments: Sequence[str]) -> bool:
    joined = " ".join(arguments).replace("-p no:xdist", "-pno:xdist").split()
    return any(part.startswith(_OWN_PARALLELISM) for part in joined)
