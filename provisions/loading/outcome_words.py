"""An outcome in plain words: what a second person compares with the document."""

from frameworks.enums import ClauseEffect, ClauseKind, ClauseOutcome, OfficialStatus
from provisions.lifecycle import Stage

from .decision_file import ClauseSpec
from .outcome_plan import OutcomePlan, Step


def in_words(plan: OutcomePlan) -> list[str]:
    """Return the preview: the decision, its clauses, every move, what stays, the status."""
    content = plan.file
    day = content.draft.decided_on
    lines = [
        f"Decision {content.key} of {content.session} on {content.framework},"
        f" {f'taken on {day}' if day else 'day not known'}."
    ]
    if content.draft.corrects:
        lines.append(f"It corrects {content.draft.corrects}: {content.draft.correction_reason}")
    lines += [_clause(clause) for clause in content.clauses]
    lines.append(f"{_count(len(plan.steps), 'provision')} to change:")
    lines += [_step(step) for step in plan.steps]
    lines.append("Left as they are:")
    lines += _untouched(plan)
    status = OfficialStatus(content.status.status)
    lines.append(
        f"Official status: {status.label}, checked on {content.status.checked_on}"
        f" ({content.source.slug})."
    )
    return lines


def _clause(clause: ClauseSpec) -> str:
    draft = clause.draft
    covered = "all provisions" if clause.covers_all else ", ".join(draft.cites)
    effect = ClauseEffect(draft.effect).label
    kind, outcome = ClauseKind(draft.kind).label, ClauseOutcome(draft.outcome).label
    return f"  {draft.label} {kind}: {str(outcome).lower()}. {effect}: {covered}."


def _step(step: Step) -> str:
    row = step.provision
    path = [Stage(row.stage)]
    if step.takes_back or step.submits:
        path.append(Stage.SUBMITTED)
    if step.clause is not None and step.moves:
        path.append(step.target)
    says = " → ".join(str(stage.label) for stage in path)
    if step.texts is not None:
        says += f", with new words in version {row.latest_version + 1} ({', '.join(step.texts)})"
    if step.takes_back:
        says += f"; clause {step.takes_back} is taken back by a reasoned override"
    by = f", by clause {step.clause.draft.label}" if step.clause and step.moves else ""
    return f"  {row.number}: {says}{by}"


def _untouched(plan: OutcomePlan) -> list[str]:
    numbers: dict[str, list[str]] = {}
    for row in plan.untouched():
        numbers.setdefault(str(Stage(row.stage).label), []).append(row.number)
    return [f"  {label}: {', '.join(listed)}" for label, listed in numbers.items()] or ["  none"]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else noun + 's'}"
