"""Where the groups stand on provisions, from what they released: for the glyph, for what a
provision still needs, and for filters. Three queries for any number of provisions.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from provisions.enums import Stance, TextStatus
from provisions.evidence import AgreementEvidence, Needs, RecordedStance, needs_of
from provisions.lifecycle import Stage
from stakeholders.enums import CircleKind, Group

from .convergence import ConvergenceRow, convergence
from .current_positions import current_positions, provisions_with_stance
from .released_positions import (
    POSITION_ORDERS,
    ActorFacts,
    PublicPosition,
    actor_order,
    read_positions,
)

__all__ = [
    "POSITION_ORDERS",
    "SEVERAL",
    "ActorFacts",
    "ConvergenceRow",
    "PublicPosition",
    "Standing",
    "convergence",
    "evidence_of",
    "provisions_with_stance",
    "read_positions",
    "standings",
]

# Governments that took positions separately, without a common one.
SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Standing:
    """What actors say of a provision's present version, governments first.

    `evidence` and `at`, the instant it is judged at, go into `provisions.evidence.needs_of`; both
    are None where no round of this portal holds the version.
    """

    positions: tuple[PublicPosition, ...] = ()
    evidence: AgreementEvidence | None = None
    at: datetime | None = None

    def needs(self, *, stage: str, text_status: str, version: int) -> Needs:
        """Return what the provision needs, judged by what was released, in the active language."""
        return needs_of(
            stage=Stage(stage),
            text_status=TextStatus(text_status),
            version=version,
            evidence=self.evidence,
            at=self.at,
        )

    @property
    def stances(self) -> dict[str, str | None]:
        """Return each group's stance by its code: `several` for governments without a common one
        of which some took theirs, None where there is none.
        """
        said: dict[str, str | None] = dict.fromkeys(Group.values)
        for position in self.positions:
            if position.actor.kind == CircleKind.GROUP:
                said[position.actor.group] = position.stance
            elif said[position.actor.group] is None:
                said[position.actor.group] = SEVERAL
        return said


class _Held(NamedTuple):
    """The latest round that holds the present version of a provision."""

    version: int
    round_key: str
    opens_at: datetime
    closed_at: datetime | None


def standings(keys: Collection[str]) -> dict[str, Standing]:
    """Return the standing of every provision of `keys`; an empty one for a key of none."""
    wanted = [key for key in keys if "\0" not in key]
    by_key: dict[str, list[PublicPosition]] = {}
    for position in current_positions(wanted):
        by_key.setdefault(position.provision, []).append(position)
    held = _held(wanted)
    return {key: _standing(by_key.get(key, []), held.get(key)) for key in keys}


def evidence_of(
    *,
    round_key: str,
    version: int,
    closed_at: datetime | None,
    positions: Sequence[PublicPosition],
) -> AgreementEvidence:
    """Return what an agreement on `version` is judged by."""
    return AgreementEvidence(
        round_key=round_key,
        version=version,
        round_closed_at=closed_at,
        stances=tuple(
            RecordedStance(
                each.actor.code, Group(each.actor.group), Stance(each.stance), each.actor.name
            )
            for each in positions
        ),
    )


def _standing(positions: Sequence[PublicPosition], held: _Held | None) -> Standing:
    ordered = tuple(sorted(positions, key=lambda each: actor_order(each.actor)))
    if held is None:
        return Standing(ordered)
    evidence = evidence_of(
        round_key=held.round_key,
        version=held.version,
        closed_at=held.closed_at,
        positions=ordered,
    )
    return Standing(ordered, evidence, held.closed_at or held.opens_at)


# One row for a provision, whatever the number of its rounds.
_HELD = """
    SELECT DISTINCT ON (p.id) p.key, v.number, r.key, r.opens_at, r.closed_at
    FROM provisions_provision p
    JOIN provisions_version v ON v.provision_id = p.id AND v.number = p.latest_version
    JOIN reviews_rounditem i ON i.version_id = v.id
    JOIN reviews_round r ON r.id = i.round_id
    WHERE p.key = ANY(%(keys)s)
    ORDER BY p.id, r.number DESC
"""


def _held(keys: Sequence[str]) -> Mapping[str, _Held]:
    with connection.cursor() as cursor:
        cursor.execute(_HELD, {"keys": list(keys)})
        return {key: _Held(*facts) for key, *facts in cursor.fetchall()}
