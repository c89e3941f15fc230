"""Recording an outcome: decision, clauses, status and every move, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.actor import Actor
from core.errors import Conflict, Invalid
from frameworks.drafts import DocumentDraft
from frameworks.models import Clause, Decision, Document, Framework, Session
from frameworks.services.decisions import decision_to_correct, record_decision
from frameworks.services.documents import register_document
from frameworks.services.statuses import record_status
from provisions.drafts import TextDraft
from provisions.lifecycle import MoveCode, Stage
from provisions.models import Provision, Version
from provisions.services.locks import lock_framework, lock_provisions
from provisions.services.moves import Expected, move_provisions, override_stage
from provisions.services.texts import publish_version
from record.acts import together

from .decision_file import DecisionFile, Known, read_decision_file
from .outcome_plan import OutcomePlan, Step, plan_outcome
from .outcome_words import in_words
from .places import place_new
from .standing import read_standings


@dataclass(frozen=True, slots=True)
class RecordedOutcome:
    """What was recorded, or in a rehearsal would have been, in words."""

    key: str
    lines: tuple[str, ...]
    is_new: bool


@dataclass(frozen=True, slots=True)
class _Writer:
    """A recording that is being made."""

    plan: OutcomePlan
    framework: Framework
    decision: Decision
    actor: Actor
    at: datetime


def record_outcome(
    *, file: Path, actor: Actor, at: datetime, rehearse: bool = False
) -> RecordedOutcome:
    """Record what a file tells of an outcome, once, and move the provisions that it covers.

    With `rehearse` everything is done and taken back. Raises Invalid with every mistake of the
    file and every provision that can't be moved, Conflict for a key that is taken; nothing is
    changed then.
    """
    content = read_decision_file(file, _known())
    with together(rehearse=rehearse):
        framework = lock_framework(Framework.objects.get(slug=content.framework).id)
        if _is_recorded(content):
            line = "Nothing to do: this outcome is recorded as the file says."
            return RecordedOutcome(content.key, (line,), is_new=False)
        session = Session.objects.get(slug=content.session)
        corrected = decision_to_correct(
            content.draft.corrects, framework=framework, session=session
        )
        plan = plan_outcome(content, session, corrected, read_standings(framework))
        _check_source(content, framework)
        lines = _checked(plan)
        _write(plan, framework, actor, at)
    return RecordedOutcome(content.key, tuple(lines), is_new=True)


def _known() -> Known:
    return Known(
        frameworks={row.slug: row for row in Framework.objects.order_by("slug")},
        sessions=list(Session.objects.values_list("slug", flat=True)),
        decisions=list(Decision.objects.values_list("key", flat=True)),
        suffixes=lambda framework: list(
            Provision.objects.filter(framework=framework).values_list("suffix", flat=True)
        ),
    )


def _is_recorded(content: DecisionFile) -> bool:
    recorded = Decision.objects.filter(key=content.key).first()
    if recorded is None:
        return False
    if recorded.digest == content.draft.digest:
        return True
    raise Conflict(
        f"The decision {content.key} is recorded and says something else. What is recorded stays:"
        " correct it with a second file that has a key of its own and names this one in"
        " `corrects`.",
        code="decision_recorded",
    )


def _checked(plan: OutcomePlan) -> list[str]:
    """Return the preview. Raises Invalid with it and with everything that can't be done."""
    lines = in_words(plan)
    try:
        plan.file.reading.finish()
    except Invalid as refusal:
        lines.append(refusal.detail)
        raise Invalid("\n".join(lines), code="outcome_refused", errors=refusal.errors) from None
    return lines


def _check_source(content: DecisionFile, framework: Framework) -> None:
    registered = Document.objects.filter(framework=framework, slug=content.source.slug).first()
    if registered is not None and DocumentDraft.of(registered) != content.source.draft:
        content.reading.refuse(
            content.source.place,
            f"“{content.source.slug}” is in the register and described differently there."
            " Describe it equally, or give this document a slug of its own.",
        )


def _write(plan: OutcomePlan, framework: Framework, actor: Actor, at: datetime) -> None:
    content = plan.file
    lock_provisions(step.provision.key for step in plan.steps)
    decision = record_decision(
        key=content.key,
        session=plan.session,
        framework=framework,
        source=_source(content, framework, actor, at),
        draft=content.draft,
        clauses=[clause.draft for clause in content.clauses],
        actor=actor,
        at=at,
    )
    writer = _Writer(plan, framework, decision, actor, at)
    for step in plan.steps:
        if step.takes_back:
            _take_back(writer, step)
    _move(writer, [step for step in plan.steps if step.submits], MoveCode.SUBMIT_ADOPTED, None)
    for step in plan.steps:
        if step.texts is not None:
            _publish(writer, step, step.texts)
    clauses = {row.label: row for row in Clause.objects.filter(decision=decision)}
    for clause in content.clauses:
        steps = [step for step in plan.steps if step.clause is clause and step.moves]
        if clause.has_effect:
            _move(writer, steps, MoveCode(clause.draft.effect), clauses[clause.draft.label])
    record_status(framework=framework, draft=content.status, actor=actor, at=at)


def _source(content: DecisionFile, framework: Framework, actor: Actor, at: datetime) -> Document:
    rows = {row.slug: row for row in Document.objects.filter(framework=framework)}
    slug = content.source.slug
    if slug in rows:
        return rows[slug]
    ranks = place_new([slug], {row.slug: int(row.order_key) for row in rows.values()})
    return register_document(
        framework=framework,
        slug=slug,
        draft=content.source.draft,
        order_key=f"{ranks[slug]:05d}",
        actor=actor,
        at=at,
    )


def _publish(writer: _Writer, step: Step, texts: Mapping[str, TextDraft]) -> None:
    """Publish the amended words, so that the clause's move names the version that holds them."""
    provision = Provision.objects.get(id=step.provision.id)
    latest = Version.objects.get(provision=provision, number=provision.latest_version)
    publish_version(
        provision=provision,
        text_status=latest.text_status,
        source=writer.decision.source,
        source_paragraph=None,
        source_basis=None,
        texts=texts,
        actor=writer.actor,
        at=writer.at,
        expected_version=provision.latest_version,
    )


def _take_back(writer: _Writer, step: Step) -> None:
    corrected, content = writer.decision.corrects, writer.plan.file
    if corrected is None:
        raise RuntimeError("Only a correction takes a move back.")
    now = step.clause.draft.label if step.clause else "none"
    override_stage(
        key=step.provision.key,
        to_stage=Stage.SUBMITTED,
        reason=(
            f"Decision {corrected.key}, clause {step.takes_back}, is corrected by"
            f" {content.key}, clause {now}: {content.draft.correction_reason}"
        ),
        expected_stage=step.provision.stage,
        expected_version=step.provision.latest_version,
        actor=writer.actor,
        at=writer.at,
    )


def _move(writer: _Writer, steps: Sequence[Step], move: MoveCode, clause: Clause | None) -> None:
    if not steps:
        return
    ids = [step.provision.id for step in steps]
    rows = Provision.objects.filter(id__in=ids)
    move_provisions(
        expected={row.key: Expected(row.stage, row.latest_version) for row in rows},
        move=move,
        session=writer.plan.session if clause is None else None,
        clause=clause,
        actor=writer.actor,
        at=writer.at,
    )
