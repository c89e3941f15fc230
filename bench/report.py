"""The table that `./portal bench` prints. Only its ratios can be compared between machines."""

from collections.abc import Sequence
from typing import Any

from .cases import CASES, NULL

Row = dict[str, Any]
HEAD = (
    f"{'case':<36}{'CPU µs':>9}{'× null':>8}{'wall µs':>9}{'× null':>8}{'aim':>6}"
    f"{'queries':>9}{'kB':>8}{'kB gz':>7}"
)


def table(size: int, rows: Sequence[Row]) -> str:
    """Return one size's measurements as text; a ratio over its aim is marked with `!`."""
    null = next(row for row in rows if row["name"] == NULL.name)
    aims = {case.name: case for case in CASES}
    lines = [f"\n{size:,} provisions", HEAD]
    for row in rows:
        case = aims.get(row["name"])
        aim = case.aim if case and case.aim else None
        cpu, wall = row["cpu"] / null["cpu"], row["wall"] / null["wall"]
        most = case.most_queries if case else None
        queries = f"{row['queries']}{_mark(row['queries'], most)}"
        lines.append(
            f"{row['name']:<36}{row['cpu']:>9.0f}{cpu:>7.1f}{_mark(cpu, aim)}"
            f"{row['wall']:>9.0f}{wall:>7.1f}{_mark(wall, aim)}"
            f"{'' if aim is None else f'{aim:g}':>6}{queries:>9}"
            f"{row['weight'] / 1000:>8.1f}{row['packed'] / 1000:>7.1f}"
        )
    return "\n".join(lines)


def growth(small: Sequence[Row], large: Sequence[Row]) -> str:
    """Return how each case grew from the small to the large database."""
    before = {row["name"]: row for row in small}
    aims = {case.name: case.growth_aim for case in CASES}
    lines = [
        "\ngrowth from the smaller to the larger",
        f"{'case':<36}{'CPU':>8}{'wall':>8}{'aim':>6}",
    ]
    for row in large:
        cpu = row["cpu"] / before[row["name"]]["cpu"]
        wall = row["wall"] / before[row["name"]]["wall"]
        aim = aims.get(row["name"])
        lines.append(
            f"{row['name']:<36}{cpu:>7.2f}{_mark(cpu, aim)}{wall:>7.2f}{_mark(wall, aim)}"
            f"{'' if aim is None else f'{aim:g}':>6}"
        )
    return "\n".join(lines)


def _mark(value: float, aim: float | None) -> str:
    return "!" if aim is not None and value > aim else " "
