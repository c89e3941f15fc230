"""What moved: provision × actor × round, from released positions only. Three queries."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from django.db.models import OuterRef, Subquery

from provisions.models import Provision
from reviews.enums import Moved
from reviews.models import RoundItem
from reviews.position_items import STILL_WORKED_AT

from .released_positions import (
    ActorFacts,
    PublicPosition,
    actor_order,
    public_positions,
    released_rows,
)


class ConvergenceRow(NamedTuple):
    """What an actor said of a provision in a round: the last that it released there.

    `previous` is the last that it released in an earlier round, `moved` how the two stances
    differ. `to_reconfirm`: it spoke of an earlier version and not of the present one; then
    `position` is None, `stance` empty, and `round` the latest one on the present version, ""
    before there is any.
    """

    provision: str
    version: int
    round: str
    actor: ActorFacts
    stance: str
    position: PublicPosition | None
    previous: PublicPosition | None
    moved: Moved


class _Present(NamedTuple):
    version: int
    stage: str
    round: str


def convergence(framework: str | None = None) -> tuple[ConvergenceRow, ...]:
    """Return what moved on all provisions, or on those of a framework (its slug), in the
    document's order, then by round and by actor.
    """
    rows = released_rows()
    if framework is not None:
        rows = rows.filter(framework=framework)
    said = public_positions(
        # The last of each actor in each round: what it replaced there is history.
        rows.order_by("document_order", "circle", "round_number", "-number").distinct(
            "document_order", "circle", "round_number"
        )
    )
    present = _present(said)
    found: list[ConvergenceRow] = []
    for key, of_provision in groupby(said, key=lambda each: each.provision):
        moved = _moves(of_provision, present[key])
        found += sorted(moved, key=lambda row: (_round_number(row), actor_order(row.actor)))
    return tuple(found)


def _moves(said: Iterable[PublicPosition], present: _Present) -> Iterator[ConvergenceRow]:
    for _actor, own in groupby(said, key=lambda each: each.actor.code):
        previous: PublicPosition | None = None
        for position in own:
            yield ConvergenceRow(
                position.provision,
                position.version,
                position.round,
                position.actor,
                position.stance,
                position,
                previous,
                _moved(position, previous),
            )
            previous = position
        if previous and previous.version < present.version and present.stage in STILL_WORKED_AT:
            yield ConvergenceRow(
                previous.provision,
                present.version,
                present.round,
                previous.actor,
                "",
                None,
                previous,
                Moved.TO_RECONFIRM,
            )


def _moved(position: PublicPosition, previous: PublicPosition | None) -> Moved:
    if previous is None:
        return Moved.NEW
    return Moved.SAME if position.stance == previous.stance else Moved.CHANGED


def _round_number(row: ConvergenceRow) -> float:
    """Return the number that a round's key ends in; what has no round yet comes last."""
    return int(row.round.rpartition(".")[2]) if row.round else float("inf")


def _present(said: Iterable[PublicPosition]) -> dict[str, _Present]:
    """Return the latest version of each provision, its stage, and the latest round on it."""
    on_it = (
        RoundItem.objects.filter(
            provision=OuterRef("pk"), version__number=OuterRef("latest_version")
        )
        .order_by("-round__number")
        .values("round__key")[:1]
    )
    rows = Provision.objects.filter(key__in={each.provision for each in said})
    return {
        key: _Present(version, stage, round_key or "")
        for key, version, stage, round_key in rows.annotate(round=Subquery(on_it)).values_list(
            "key", "latest_version", "stage", "round"
        )
    }
