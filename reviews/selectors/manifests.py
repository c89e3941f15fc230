"""What stood when a round closed, for those whose part it is."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from reviews.models import Manifest, Round
from reviews.services.manifests import manifest_matches
from stakeholders.models import Mandate

from .progress import CircleFacts, circle_facts


@dataclass(frozen=True, slots=True)
class Entitled:
    """A mandate that was active at home in the circle; `organization` is a code or empty."""

    mandate_id: UUID
    capacity: str
    organization: str


@dataclass(frozen=True, slots=True)
class Handed:
    """A comment that had been submitted, with the digest of the words that were."""

    comment_id: UUID
    digest: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ManifestFacts:
    """One circle's part of the round with key `round`. `digest` is SHA-256 (hex) over `salt`, a
    line feed, and the `payload` as it is kept; `matches` says whether it still is.
    """

    round: str
    circle: CircleFacts
    entitled: tuple[Entitled, ...]
    submitted: tuple[Handed, ...]
    payload: bytes
    salt: str
    digest: str
    matches: bool


def manifests_of(
    round_: Round | None, mandate: Mandate | None, at: datetime
) -> tuple[ManifestFacts, ...]:
    """Return the parts of a round's manifest, or of all rounds' with None, that `mandate` reads at
    `at`: those of its rooms.

    Empty before the close, and for everybody without a room. One query.
    """
    rows = (
        Manifest.objects.visible_to(mandate, at)
        .select_related("round__framework", "circle__organization")
        .order_by(
            "round__framework__slug",
            "round__number",
            "circle__kind",
            "circle__organization__code",
            "circle__group",
        )
    )
    if round_ is not None:
        rows = rows.filter(round=round_)
    return tuple(_part(row) for row in rows)


def _part(row: Manifest) -> ManifestFacts:
    payload = bytes(row.payload)
    said = json.loads(payload)
    return ManifestFacts(
        round=row.round.key,
        circle=circle_facts(row.circle),
        entitled=tuple(
            Entitled(UUID(line["mandate"]), line["capacity"], line["organization"])
            for line in said["entitled"]
        ),
        submitted=tuple(
            Handed(UUID(line["comment"]), line["digest"], datetime.fromisoformat(line["at"]))
            for line in said["submitted"]
        ),
        payload=payload,
        salt=row.salt,
        digest=row.digest,
        matches=manifest_matches(row),
    )
