"""What an outcome does to provisions, worked out before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from frameworks.models import Decision, Session
from provisions.drafts import TextDraft
from provisions.enums import TextStatus
from provisions.lifecycle import MOVES, MoveCode, Stage
from provisions.models import Provision, Transition
from provisions.models.transition import OVERRIDE

from .decision_file import ClauseSpec, DecisionFile
from .standing import Standing, text_digest


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one provision, in this order: taken back, submitted, reworded, moved."""

    provision: Provision
    clause: ClauseSpec | None
    takes_back: str = ""  # the label of the corrected decision's clause
    submits: bool = False
    texts: Mapping[str, TextDraft] | None = None
    moves: bool = True

    @property
    def target(self) -> Stage:
        """Return the stage in which the provision ends."""
        if self.clause is not None and self.moves:
            return MOVES[MoveCode(self.clause.draft.effect)].target
        return Stage.SUBMITTED if self.takes_back else Stage(self.provision.stage)


@dataclass(slots=True)
class OutcomePlan:
    """Steps by provision, and the provisions that stay as they are."""

    file: DecisionFile
    session: Session
    corrected: Decision | None
    standings: Mapping[str, Standing]
    lasts: Mapping[str, Transition]
    steps: list[Step] = field(default_factory=list)

    def untouched(self) -> list[Provision]:
        """Return the provisions that no step speaks of, in the document's order."""
        moved = {step.provision.id for step in self.steps}
        rows = [standing.provision for standing in self.standings.values()]
        rows.sort(key=lambda row: row.document_order)
        return [row for row in rows if row.id not in moved]


def plan_outcome(
    file: DecisionFile,
    session: Session,
    corrected: Decision | None,
    standings: Mapping[str, Standing],
) -> OutcomePlan:
    """Return the plan; what can't be done is noted in the file's reading, one by one."""
    plan = OutcomePlan(file, session, corrected, standings, _last_transitions(standings))
    before = _effects_of(corrected)
    wanted = _wanted(plan, before)
    for suffix in standings:
        old, new = before.get(suffix), wanted.get(suffix)
        if old is not None:
            _plan_correction(plan, suffix, old, new)
        elif new is not None:
            _plan_move(plan, suffix, new)
    return plan


def _last_transitions(standings: Mapping[str, Standing]) -> dict[str, Transition]:
    ids = [standing.provision.id for standing in standings.values()]
    rows = (
        Transition.objects.filter(provision__in=ids)
        .order_by("provision_id", "-number")
        .distinct("provision_id")
        .select_related("provision", "clause", "session")
    )
    return {row.provision.suffix: row for row in rows}


def _effects_of(decision: Decision | None) -> dict[str, Transition]:
    """Return the moves that a decision made and that still hold, by suffix.

    A correction leaves standing what it does not change, so the moves of the decisions that it
    corrects are included, unless they were taken back by an override.
    """
    found: dict[str, Transition] = {}
    while decision is not None:
        rows = Transition.objects.filter(clause__decision=decision)
        for row in rows.select_related("provision", "clause"):
            if not _is_taken_back(row):
                found.setdefault(row.provision.suffix, row)
        decision = decision.corrects
    return found


def _is_taken_back(row: Transition) -> bool:
    following = Transition.objects.filter(provision=row.provision_id, number=row.number + 1)
    return following.filter(move=OVERRIDE).exists()


def _wanted(plan: OutcomePlan, before: Mapping[str, Transition]) -> dict[str, ClauseSpec]:
    wanted: dict[str, ClauseSpec] = {}
    for clause in plan.file.clauses:
        if not clause.has_effect:
            continue
        suffixes: Sequence[str] = clause.draft.cites
        if clause.covers_all:
            suffixes = [
                suffix for suffix in plan.standings if suffix in before or _is_movable(plan, suffix)
            ]
            if not suffixes:
                _refuse(plan, clause, "No provision stands at “submitted” to this session.")
        wanted |= dict.fromkeys(suffixes, clause)
    return wanted


def _is_movable(plan: OutcomePlan, suffix: str) -> bool:
    stage = plan.standings[suffix].provision.stage
    if stage == Stage.SUBMITTED:
        return _is_before(plan, suffix)
    return stage == Stage.DRAFT and plan.file.submit_adopted


def _is_before(plan: OutcomePlan, suffix: str) -> bool:
    """Return whether a submitted provision was submitted to this session, or to none by name."""
    last = plan.lasts.get(suffix)
    return last is None or last.session_id in (None, plan.session.id)


def _plan_move(plan: OutcomePlan, suffix: str, clause: ClauseSpec) -> None:
    standing = plan.standings[suffix]
    row = standing.provision
    stage = Stage(row.stage)
    if stage is Stage.DRAFT and plan.file.submit_adopted:
        submits = True
    elif stage is Stage.SUBMITTED and _is_before(plan, suffix):
        submits = False
    else:
        _refuse(plan, clause, _why_not(plan, row, stage))
        return
    texts = _amended(plan, clause, standing)
    plan.steps.append(Step(row, clause, submits=submits, texts=texts))


def _why_not(plan: OutcomePlan, row: Provision, stage: Stage) -> str:
    if stage is Stage.SUBMITTED:
        return f"{row.number} was submitted to another session than {plan.session.slug}."
    hint = ""
    if stage is Stage.DRAFT and row.framework.adopted_elsewhere:
        hint = " With submit_adopted: true it is submitted first."
    return f"{row.number} is “{stage.label}”; only what is submitted can be decided.{hint}"


def _plan_correction(
    plan: OutcomePlan, suffix: str, old: Transition, new: ClauseSpec | None
) -> None:
    """Plan what is put right. A provision whose effect stays the same stays where it is."""
    standing = plan.standings[suffix]
    row = standing.provision
    texts = _amended(plan, new, standing) if new else None
    same = new is not None and new.draft.effect == old.move
    if same and texts is None:
        return
    last = plan.lasts.get(suffix)
    if last is None or last.id != old.id:
        place = new or plan.file.clauses[0]
        _refuse(plan, place, f"{row.number} has moved on since then and is not touched.")
        return
    label = old.clause.label if old.clause else ""
    if same:
        plan.steps.append(Step(row, new, texts=texts, moves=False))
    else:
        plan.steps.append(Step(row, new, takes_back=label, texts=texts))


def _amended(
    plan: OutcomePlan, clause: ClauseSpec, standing: Standing
) -> Mapping[str, TextDraft] | None:
    """Return the amended texts if they say anything else than what stands here."""
    row, version = standing.provision, standing.version
    texts = clause.amended.get(row.suffix)
    if texts is None or version is None:
        return None
    if version.text_status == TextStatus.EDITORIAL_SUMMARY:
        _refuse(
            plan,
            clause,
            f"{row.number} is a summary in our own words, which no decision amends."
            " Load the official text first.",
        )
        return None
    same = all(text_digest(text) == standing.text(language) for language, text in texts.items())
    return None if same and len(texts) == len(standing.texts) else texts


def _refuse(plan: OutcomePlan, clause: ClauseSpec, detail: str) -> None:
    plan.file.reading.refuse(clause.place, detail)
