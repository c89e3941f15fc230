"""What became of a provision: its keys are never reused, so the way onwards is recorded."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from core.actor import Actor
from core.errors import Conflict, Invalid
from provisions.act_codes import ActCode
from provisions.drafts import checked_reason
from provisions.enums import SuccessionKind
from provisions.models import Provision, Succession
from provisions.models.acted import actor_columns
from provisions.permissions import check_can_edit, mandate_on
from record import acts
from record.models import PUBLIC

from .locks import lock_framework, lock_provisions
from .payloads import salted_digest


def record_succession(
    *,
    predecessors: Sequence[Provision],
    successors: Sequence[Provision],
    kind: SuccessionKind | str,
    reason: str,
    actor: Actor,
    at: datetime,
) -> list[Succession]:
    """Record what the predecessors became; return one row for each pair.

    Replaced: one by one. Split: one by two or more. Merged: two or more by one. The same
    succession again by the same actor returns its rows. Raises NotAllowed, Invalid for a wrong
    number or another framework, Conflict for a predecessor that has successors already or for
    a circle.
    """
    sort = _checked_kind(kind, predecessors, successors)
    prose = checked_reason(reason)
    everyone = [*predecessors, *successors]
    with acts.together():
        framework = lock_framework(everyone[0].framework_id)
        locked = lock_provisions(provision.key for provision in everyone)
        check_can_edit(mandate=mandate_on(framework.slug, actor, at), actor=actor)
        if any(provision.framework_id != framework.id for provision in locked.values()):
            raise Invalid("A succession stays within one framework.", code="other_framework")
        repeated = _repeated(predecessors, successors, sort, actor)
        if repeated:
            return repeated
        _check_circle(predecessors, successors)
        rows = [
            _row(before, after, sort, prose, actor, at)
            for before in predecessors
            for after in successors
        ]
        _record(rows, list(locked.values()), sort, actor, at)
    return rows


def _checked_kind(
    kind: SuccessionKind | str, predecessors: Sequence[Provision], successors: Sequence[Provision]
) -> SuccessionKind:
    if kind not in SuccessionKind.values:
        raise Invalid(f"“{kind}” is unknown; use one of {', '.join(SuccessionKind.values)}.")
    counts = len(predecessors), len(successors)
    fits = {
        SuccessionKind.REPLACED: counts == (1, 1),
        SuccessionKind.SPLIT: counts[0] == 1 and counts[1] >= 2,
        SuccessionKind.MERGED: counts[0] >= 2 and counts[1] == 1,
    }
    if not fits[SuccessionKind(kind)]:
        raise Invalid(
            "Replaced is one by one, split is one by two or more, merged is two or more by one.",
            code="wrong_number",
        )
    ids = [provision.id for provision in (*predecessors, *successors)]
    if len(set(ids)) < len(ids):
        raise Invalid("A provision does not succeed itself; name each once.", code="named_twice")
    return SuccessionKind(kind)


def _repeated(
    predecessors: Sequence[Provision],
    successors: Sequence[Provision],
    kind: SuccessionKind,
    actor: Actor,
) -> list[Succession]:
    rows = list(
        Succession.objects.filter(predecessor__in=predecessors).select_related(
            "predecessor", "successor"
        )
    )
    if not rows:
        return []
    wanted = {(before.id, after.id) for before in predecessors for after in successors}
    same = {(row.predecessor_id, row.successor_id) for row in rows} == wanted
    if same and all(row.kind == kind and row.is_by(actor) for row in rows):
        return rows
    raise Conflict(
        f"{rows[0].predecessor.key} has a recorded succession already.", code="succeeded_already"
    )


def _check_circle(predecessors: Iterable[Provision], successors: Iterable[Provision]) -> None:
    targets = {provision.id for provision in predecessors}
    reached: set[UUID] = {provision.id for provision in successors}
    frontier = set(reached)
    while frontier:
        onwards = Succession.objects.filter(predecessor__in=frontier)
        frontier = set(onwards.values_list("successor_id", flat=True)) - reached
        reached |= frontier
    if reached & targets:
        raise Conflict("A provision would come to succeed itself.", code="circle")


def _row(
    before: Provision,
    after: Provision,
    kind: SuccessionKind,
    reason: str,
    actor: Actor,
    at: datetime,
) -> Succession:
    return Succession(
        predecessor=before,
        successor=after,
        kind=kind,
        reason=reason,
        at=at,
        **actor_columns(actor),
    )


def _record(
    rows: Sequence[Succession],
    locked: Sequence[Provision],
    kind: SuccessionKind,
    actor: Actor,
    at: datetime,
) -> None:
    with acts.act(ActCode.SUCCEEDED, subject=rows[0].predecessor.key, actor=actor, at=at) as act:
        Succession.objects.bulk_create(rows)
        for provision in locked:
            provision.edition += 1
            provision.updated_at = at
        Provision.objects.bulk_update(locked, ["edition", "updated_at"])
        act.touch(*(provision.key for provision in locked))
        act.enter(
            PUBLIC,
            {
                "kind": kind.value,
                "pairs": [[row.predecessor.key, row.successor.key] for row in rows],
                "reason": salted_digest(str(rows[0].id), rows[0].reason),
            },
        )
