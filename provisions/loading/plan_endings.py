"""What a file asks of provisions that end: successions and withdrawals, and what it must keep."""

from collections.abc import Mapping
from functools import partial
from hashlib import sha256

from provisions.lifecycle import OPEN_STAGES, MoveCode, Stage
from provisions.models import Provision
from provisions.services.moves import move_provision
from provisions.services.succession import record_succession

from .changes import ChangeKind, Run
from .memory import digest_of
from .plan import Plan
from .plan_provisions import part_of
from .spec import ProvisionSpec, SuccessionSpec
from .standing import Standing, read_successions


def plan_endings(plan: Plan, standings: Mapping[str, Standing]) -> None:
    """Plan successions first, then the withdrawals that follow from them or stand alone."""
    recorded = read_successions(plan.framework) if plan.framework else {}
    numbers = {spec.suffix: spec.number for spec in plan.file.provisions}
    reasons: dict[str, str] = {}
    for spec in plan.file.successions:
        if _plan_succession(plan, spec, recorded):
            reasons |= dict.fromkeys(spec.predecessors, spec.reason)
    for provision in plan.file.provisions:
        standing = standings.get(provision.suffix)
        if provision.withdrawn and _is_to_withdraw(plan, provision, standing):
            reasons.setdefault(provision.suffix, provision.withdrawn)
    for suffix, reason in reasons.items():
        standing = standings.get(suffix)
        if standing is None or standing.provision.stage in OPEN_STAGES:
            plan.add(ChangeKind.WITHDRAWAL, [numbers[suffix]], partial(_withdraw, suffix, reason))


def _plan_succession(
    plan: Plan, spec: SuccessionSpec, recorded: Mapping[str, list[tuple[str, str, str]]]
) -> bool:
    """Return whether the succession is to be recorded."""
    part = f"succession.{sha256(spec.name.encode()).hexdigest()[:24]}"
    digest = digest_of(kind=spec.kind, pairs=spec.name, reason=spec.reason)
    before = plan.memory.before.get(part)
    plan.memory.now[part] = {"facts": digest, "name": spec.name}
    if before is not None:
        if before["facts"] != digest:
            plan.refuse(
                spec.place, f"The succession {spec.name} was recorded otherwise; that stays."
            )
        return False
    wanted = sorted((spec.kind, successor, spec.reason) for successor in spec.successors)
    known = [sorted(recorded.get(suffix, [])) for suffix in spec.predecessors]
    if all(pairs == wanted for pairs in known):
        return False
    if any(known):
        plan.refuse(
            spec.place,
            f"A succession of {', '.join(spec.predecessors)} is recorded here already and says"
            " something else; what is recorded stays.",
        )
        return False
    plan.add(ChangeKind.SUCCESSION, [spec.name], partial(_succeed, spec))
    return True


def _is_to_withdraw(plan: Plan, spec: ProvisionSpec, standing: Standing | None) -> bool:
    """Return whether the file's mark is new, and note a mistake where it can't be followed."""
    part, digest = part_of(spec.suffix), digest_of(reason=spec.withdrawn)
    before = plan.memory.before.get(part, {}).get("withdrawn")
    plan.memory.now.setdefault(part, {})["withdrawn"] = digest
    if before is not None and before != digest:
        plan.refuse(
            spec.place, f"{spec.number} was withdrawn for another reason, which stays recorded."
        )
    if before is not None or standing is None:
        return before is None
    stage = Stage(standing.provision.stage)
    if stage not in OPEN_STAGES and stage is not Stage.WITHDRAWN:
        plan.refuse(
            spec.place,
            f"{spec.number} is “{stage.label}”: that is its end, and it can’t be withdrawn.",
        )
    return stage in OPEN_STAGES


def refuse_vanished(plan: Plan) -> None:
    """Note a mistake for everything that was loaded and is missing from the file now."""
    for part in plan.memory.missing():
        kind, _, name = part.partition(".")
        shown = plan.memory.before[part].get("name", name)
        remedy = " and mark it `withdrawn`" if kind == "provision" else ""
        plan.refuse(
            plan.file.slug_place,
            f"The {kind} “{shown}” was loaded and is missing from the file. Nothing vanishes:"
            f" put it back{remedy}.",
        )
    for spec in plan.file.provisions:
        if "withdrawn" in plan.memory.lost(part_of(spec.suffix)):
            plan.refuse(
                spec.place,
                f"{spec.number} was withdrawn by this file, which can’t be taken back."
                " Leave `withdrawn` where it stood.",
            )


def _provisions(run: Run, suffixes: list[str]) -> list[Provision]:
    rows = Provision.objects.filter(framework=run.on(), suffix__in=suffixes)
    by_suffix = {row.suffix: row for row in rows}
    return [by_suffix[suffix] for suffix in suffixes]


def _succeed(spec: SuccessionSpec, run: Run) -> None:
    record_succession(
        predecessors=_provisions(run, spec.predecessors),
        successors=_provisions(run, spec.successors),
        kind=spec.kind,
        reason=spec.reason,
        actor=run.actor,
        at=run.at,
    )


def _withdraw(suffix: str, reason: str, run: Run) -> None:
    [provision] = _provisions(run, [suffix])
    move_provision(
        key=provision.key,
        move=MoveCode.WITHDRAW,
        expected_stage=provision.stage,
        expected_version=provision.latest_version,
        reason=reason,
        actor=run.actor,
        at=run.at,
    )
