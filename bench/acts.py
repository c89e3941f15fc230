"""How many acts a second the record takes, from one and from several connections at once."""

import threading
import time
from datetime import UTC, datetime

from django.db import connections

from core.actor import Actor
from record.acts import act
from record.models import PUBLIC, Chain

ACTOR = Actor.system("bench")
AT = datetime(2026, 11, 1, 9, tzinfo=UTC)


def measure(seconds: float = 2.0) -> dict[str, int]:
    """Return acts committed a second, by what was measured."""
    return {
        "one connection": measure_acts(1, seconds),
        "4 connections, one chain": measure_acts(4, seconds),
        "8 connections, one chain": measure_acts(8, seconds),
        "8 connections, a chain each": measure_acts(8, seconds, own_chain=True),
    }


def measure_acts(count: int, seconds: float, *, own_chain: bool = False) -> int:
    """Return the acts that `count` connections commit in a second, over `seconds` seconds.

    All enter the public chain, whose head they wait for, unless each has a chain of its own.
    Raises RuntimeError if an act was lost.
    """
    done = [0] * count
    chains = [f"bench-{number}" if own_chain else PUBLIC for number in range(count)]
    start = threading.Barrier(count + 1)
    before = _numbers(chains)
    threads = [
        threading.Thread(target=_act_until, args=(start, seconds, chains[number], done, number))
        for number in range(count)
    ]
    for thread in threads:
        thread.start()
    start.wait()
    begun = time.monotonic()
    for thread in threads:
        thread.join()
    elapsed = time.monotonic() - begun
    if _numbers(chains) - before != sum(done):
        raise RuntimeError("The chains did not grow by the acts that were committed.")
    return round(sum(done) / elapsed)


def _act_until(
    start: threading.Barrier, seconds: float, chain: str, done: list[int], number: int
) -> None:
    connection = connections["default"]
    try:
        connection.ensure_connection()
        start.wait()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with act("bench.done", subject="bench", actor=ACTOR, at=AT) as made:
                made.enter(chain, {"number": done[number]})
            done[number] += 1
    finally:
        connection.close()


def _numbers(chains: list[str]) -> int:
    rows = Chain.objects.filter(circle__in=chains)
    return sum(rows.values_list("number", flat=True))
