"""Walks two years minute by minute with the real planner of digests, on a database of its own.

`python -m bench.two_years [--start 2026-01-01] [--days 730]`, with DATABASE_URL naming a server.
Eight zones, each with three kinds of quiet hours; a clock that jumps by five minutes a few times
a day. Two years are a million runs of the planner; `--days` walks only the nights around a change.
"""

import argparse
import json
import sys
from datetime import date
from typing import Any

from .databases import fresh, run

# What a walk must not leave behind.
WRONG = ("missed", "doubles", "in quiet hours", "days without one")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.two_years", description=__doc__)
    parser.add_argument("--start", type=date.fromisoformat, default=date(2026, 1, 1))
    parser.add_argument("--days", type=int, default=730)
    options = parser.parse_args()
    found = walked(options.start, options.days)
    for name, value in found.items():
        print(f"{name:<20}{value:>10,}")
    return 1 if any(found[name] for name in WRONG) else 0


def walked(start: date, days: int) -> dict[str, Any]:
    """Return what `bench.two_years_walk` counted."""
    with fresh("two_years") as environment:
        arguments = ["-m", "bench.two_years_walk", start.isoformat(), str(days)]
        return dict(json.loads(run(arguments, environment)))


if __name__ == "__main__":
    sys.exit(main())
