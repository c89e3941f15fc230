"""The dates of one mandate: when rounds close, and the own cut-offs of its rooms."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.errors import Missing
from notifications.models import CalendarKey
from record.selectors import Edits, edits_of
from reviews.models import Cutoff
from reviews.selectors.rounds import RoundFacts, read_rounds
from stakeholders.keys import digest_of
from stakeholders.models import Mandate


@dataclass(frozen=True, slots=True)
class OwnCutoff:
    """A circle's own deadline in a round. `name` stays the same for ever and tells nothing of the
    circle; `sequence` rises with every change; `cutoff_at` is the last one that was set.
    """

    name: str
    round: RoundFacts
    cutoff_at: datetime
    sequence: int
    changed_at: datetime
    is_gone: bool


@dataclass(frozen=True, slots=True)
class PersonalDates:
    """What a personal calendar holds, for a reader of `language`; `edits` are by round key."""

    language: str
    rounds: tuple[RoundFacts, ...]
    edits: dict[str, Edits]
    cutoffs: tuple[OwnCutoff, ...]


def key_of(mandate: Mandate, at: datetime) -> CalendarKey | None:
    """Return the key that opens the calendar of `mandate` at `at`, if there is one."""
    if not mandate.is_active_at(at):
        return None
    return CalendarKey.objects.filter(mandate=mandate, revoked_at=None).first()


def calendar_of(secret: str, at: datetime) -> PersonalDates:
    """Return the dates that `secret` opens at `at`. Raises Missing, alike for a key that never
    was, one that was revoked, and one whose mandate is not active.

    A constant number of queries. Cut-offs come through the gate, with the rights of this instant.
    """
    mandate = _mandate_of(secret, at)
    frameworks = (mandate.framework_key,) if mandate.framework_key else ()
    rounds = read_rounds(frameworks=frameworks).rows
    edits = edits_of([each.key for each in rounds])
    return PersonalDates(mandate.user.language, rounds, edits, _cutoffs(mandate, rounds, at))


def _mandate_of(secret: str, at: datetime) -> Mandate:
    found = (
        CalendarKey.objects.select_related("mandate__user", "mandate__organization")
        .filter(
            digest=digest_of(secret), revoked_at=None, mandate__in=Mandate.objects.active_at(at)
        )
        .first()
    )
    if found is None:
        raise Missing(_("There is no calendar here, or not any more. Make a new key at the desk."))
    return found.mandate


def _cutoffs(mandate: Mandate, rounds: Sequence[RoundFacts], at: datetime) -> tuple[OwnCutoff, ...]:
    """Return the own deadlines that `mandate` may know of, those that were lifted too."""
    settings: defaultdict[tuple[UUID, UUID], list[Cutoff]] = defaultdict(list)
    for row in Cutoff.objects.visible_to(mandate, at).order_by("at", "number"):
        settings[row.round_id, row.circle_id].append(row)
    by_id = {each.id: each for each in rounds}
    return tuple(_cutoff(by_id[round_id], rows) for (round_id, _circle), rows in settings.items())


def _cutoff(facts: RoundFacts, settings: Sequence[Cutoff]) -> OwnCutoff:
    """Return what the settings of one circle in one round, oldest first, come to."""
    last = settings[-1]
    cutoff_at = next(each.cutoff_at for each in reversed(settings) if each.cutoff_at)
    is_lifted = last.cutoff_at is None
    # A round that was closed early may have left its cut-offs behind; nothing moves them then.
    is_overtaken = not is_lifted and facts.closed_at is not None and cutoff_at >= facts.closes_at
    return OwnCutoff(
        name=_opaque(settings[0]),
        round=facts,
        cutoff_at=cutoff_at,
        sequence=last.number - 1 + is_overtaken,
        changed_at=facts.closed_at if is_overtaken and facts.closed_at else last.at,
        is_gone=is_lifted or is_overtaken,
    )


def _opaque(first: Cutoff) -> str:
    """Return a name made of the first setting's id, which nobody is ever told."""
    return hashlib.sha256(f"cutoff {first.pk}".encode()).hexdigest()[:32]
