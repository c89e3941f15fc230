"""Agreements as everybody may know them, and what the review secretariat looks at before one."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from core.errors import Missing
from provisions.enums import TextStatus
from provisions.evidence import NeedCode, Needed, missing_for_agreement
from provisions.lifecycle import Stage
from provisions.models import Provision, Transition, Version
from reviews.models import Agreement
from reviews.permissions import chairs

from .cards import Person, person_facts
from .stances import standings

# Where no round holds the version, no instant counts: the groups have nothing to speak about.
_ANY_TIME = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """What was agreed. `positions` are those of its manifest, in the order of their numbers: key,
    actor, stance, ad_referendum, joined, not_joining, corrects, digest, and whether it was
    `current` then. `digest` is that of the public record. `stands`: the provision did not go
    back into review or to a draft since.
    """

    provision: str
    version: int
    round: str
    pronounced_at: datetime
    at: datetime
    digest: str
    positions: Sequence[Mapping[str, Any]]
    stands: bool


def agreement_of(key: str) -> AgreementFacts | None:
    """Return the latest agreement on a provision (its public key), or None. One query."""
    if "\0" in key:
        return None
    went_back = Transition.objects.filter(
        provision=OuterRef("provision"),
        number__gt=OuterRef("transition__number"),
        to_stage__in=(Stage.DRAFT, Stage.IN_REVIEW),
    )
    row = (
        Agreement.objects.filter(provision__key=key)
        .select_related("version", "round")
        .annotate(went_back=Exists(went_back))
        .order_by("-transition__number")
        .first()
    )
    if row is None:
        return None
    return AgreementFacts(
        provision=key,
        version=row.version.number,
        round=row.round.key,
        pronounced_at=row.pronounced_at,
        at=row.at,
        digest=row.digest,
        positions=json.loads(bytes(row.payload))["positions"],
        stands=not row.went_back,
    )


def chairpersons(at: datetime, framework: str) -> tuple[Person, ...]:
    """Return who holds the chair on a framework (its slug) at `at`, by name. One query."""
    rows = chairs(at, framework).select_related("user", "organization")
    return tuple(person_facts(row) for row in rows.order_by("user__name", "id"))


def agreement_check(key: str) -> list[Needed]:
    """Return everything that stands between the present version of a provision (its public key)
    and its agreement; nothing where it can be recorded. Raises Missing. Four queries.
    """
    found = None if "\0" in key else Provision.objects.filter(key=key).first()
    versions = Version.objects.filter(provision=found) if found else Version.objects.none()
    version = versions.order_by("-number").first()
    if found is None or version is None:
        raise Missing(_("There is no such provision."))
    if found.stage == Stage.DRAFT:
        return [Needed(NeedCode.REVIEW_NOT_BEGUN)]
    return _missing(key, version)


def _missing(key: str, version: Version) -> list[Needed]:
    standing = standings([key])[key]
    return missing_for_agreement(
        text_status=TextStatus(version.text_status),
        version=version.number,
        evidence=standing.evidence,
        at=standing.at or _ANY_TIME,
    )
