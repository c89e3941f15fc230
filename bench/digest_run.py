"""Measures one size of `bench.digests`; its own process, so that memory is its own too."""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.digest_settings"
django.setup()

from django.db import connection  # noqa: E402 - after setup, as Django demands

from notifications.planning.digests import plan_digests  # noqa: E402
from notifications.sending.deliver import deliver_due  # noqa: E402

from . import counting, digest_world  # noqa: E402

_PAGE = os.sysconf("SC_PAGE_SIZE")
_MIB = 1024 * 1024
_STEP = 1000  # mails between two looks at the memory


class Queries:
    """Counts statements while it is on."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self.count += 1
        return execute(*arguments)


def resident() -> float:
    """Return the memory this process holds now, in MiB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE / _MIB


def _say(text: str) -> None:
    print(f"  {text}", file=sys.stderr, flush=True)


def main(size: int) -> None:
    """Fill the database, send every digest, print one JSON object on standard output."""
    digest_world.fill(size)
    at = digest_world.NEXT_DAY
    begun = time.perf_counter()
    while plan_digests(at):
        pass
    planned = time.perf_counter() - begun
    queries, held, before = Queries(), [], resident()
    begun, worked = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(queries):
        while (counts := deliver_due(lambda: at, most=_STEP)).sent:
            held.append(resident())
            spent = time.perf_counter() - begun, time.process_time() - worked
            _say(f"{counting.COUNTED['mails']} of {size}: {counts}, {queries.count} queries,")
            _say(f"  {spent[0]:.1f} s, {spent[1]:.1f} s of CPU, {held[-1]:.1f} MiB")
    sent, worked = time.perf_counter() - begun, time.process_time() - worked
    mails = counting.COUNTED["mails"]
    growth = (held[-1] - held[0]) / (len(held) - 1) if len(held) > 1 else 0.0
    result = {
        "subscribers": size,
        "mails": mails,
        "plan s": planned,
        "send s": sent,
        "s per 1,000": sent / mails * 1000,
        "CPU s per 1,000": worked / mails * 1000,
        "queries a mail": queries.count / mails,
        "memory MiB": before,
        "peak MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "MiB per 1,000": growth,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main(int(sys.argv[1]))
