"""Measures one size of database; its own process, since Django knows one database at a time."""

import json
import os
import statistics
import sys
from dataclasses import asdict, dataclass

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
django.setup()

from django.db import connection  # noqa: E402 - after setup, as Django demands
from django.test import Client as InProcess  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from public.cache import ANSWERS, REVISION  # noqa: E402

from . import acts, world  # noqa: E402
from .cases import CASES, NULL, Case, State  # noqa: E402
from .client import Client  # noqa: E402
from .server import cpu_seconds, server  # noqa: E402

WARM_UP = 20
REQUESTS = {State.CACHED: 1500, State.NOT_MODIFIED: 1500, State.AFTER_WRITE: 60}


@dataclass(frozen=True, slots=True)
class Measured:
    """`wall` and `cpu` in microseconds a request; `weight` and `packed` in bytes."""

    name: str
    wall: float
    cpu: float
    queries: int
    weight: int
    packed: int


def measure(case: Case, port: int, pid: int) -> Measured:
    """Ask for one case again and again; a write before each request where it says so."""
    client = Client(port)
    first = client.get(case.path)
    if first.status != 200:
        raise SystemExit(f"{case.path} answered {first.status}: {first.body[:300]!r}")
    packed = client.get(case.path, {"Accept-Encoding": "gzip"})
    headers = {"If-None-Match": first.headers["etag"]} if case.state is State.NOT_MODIFIED else {}
    count = REQUESTS[case.state]
    walls, cpu = [], 0.0
    for number in range(WARM_UP + count):
        if case.state is State.AFTER_WRITE:
            world.write_something(number)
        before = cpu_seconds(pid) if case.state is State.AFTER_WRITE or number == WARM_UP else 0.0
        answer = client.get(case.path, headers)
        expected = 304 if case.state is State.NOT_MODIFIED else 200
        if answer.status != expected:
            raise SystemExit(f"{case.path} answered {answer.status}, not {expected}.")
        if number >= WARM_UP:
            walls.append(answer.seconds)
            if case.state is State.AFTER_WRITE:
                cpu += cpu_seconds(pid) - before
        if number == WARM_UP:
            started = before
    if case.state is not State.AFTER_WRITE:
        cpu = cpu_seconds(pid) - started
    return Measured(
        case.name,
        statistics.median(walls) * 1e6,
        cpu / count * 1e6,
        _queries(case),
        len(first.body),
        len(packed.body),
    )


def _queries(case: Case) -> int:
    """Count the queries of one uncached answer, the revision's included."""
    if case is NULL:
        return 0
    ANSWERS.clear()
    REVISION.forget()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        InProcess(headers={"host": "localhost"}).get(case.path)
    return len(queries)


def main(size: int, port: int) -> None:
    """Fill the database, measure every case, print one JSON object on standard output."""
    world.fill(size)
    rows = []
    for state, memory in ((State.CACHED, 1.0), (State.AFTER_WRITE, 0.0)):
        with server(port, memory_seconds=memory) as pid:
            if state is State.CACHED:
                rows.append(measure(NULL, port, pid))
            for case in CASES:
                if (case.state is State.AFTER_WRITE) == (state is State.AFTER_WRITE):
                    rows.append(measure(case, port, pid))
                    print(f"  {size:>6} provisions: {case.name}", file=sys.stderr, flush=True)
    print(json.dumps({"rows": [asdict(row) for row in rows], "acts": acts.measure()}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
