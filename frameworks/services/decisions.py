"""What the Governing Body decided on a framework: a decision and its clauses, appended."""

from collections.abc import Sequence
from datetime import datetime

from core.actor import Actor
from core.errors import Conflict, Invalid
from frameworks.act_codes import ActCode
from frameworks.drafts import ClauseDraft, DecisionDraft
from frameworks.keys import decision_key, session_key
from frameworks.models import Clause, Decision, Document, Framework, Session
from frameworks.permissions import check_can_write
from record.acts import act
from record.models import PUBLIC

from .writing import lock_framework, mark_changed, refuse_taken


def record_decision(
    *,
    key: str,
    session: Session,
    framework: Framework,
    source: Document,
    draft: DecisionDraft,
    clauses: Sequence[ClauseDraft],
    actor: Actor,
    at: datetime,
) -> Decision:
    """Return the decision with its clauses, in their order. It moves no provision by itself.

    Raises NotAllowed, Conflict for a key that is taken or a decision that was corrected
    already, Invalid for a source that nobody has seen, a mixture of real and invented things,
    or a correction of another session's or framework's decision.
    """
    check_can_write(actor=actor, at=at, framework=framework.slug)
    code = ActCode.DECISION_CORRECTED if draft.corrects else ActCode.DECISION_RECORDED
    with act(code, subject=decision_key(key), actor=actor, at=at) as made:
        locked = lock_framework(framework.slug)
        refuse_taken(Decision.objects.filter(key=key), f"The decision {key}")
        _check(locked, session, source)
        corrected = decision_to_correct(draft.corrects, framework=locked, session=session)
        decision = Decision(key=key, session=session, framework=locked, source=source)
        decision.corrects, decision.recorded_at = corrected, at
        draft.set_on(decision)
        decision.save(force_insert=True)
        Clause.objects.bulk_create(_rows(decision, clauses))
        mark_changed(locked, at)
        keys = (key, corrected.key) if corrected else (key,)
        made.touch(locked.slug, session_key(session.slug), *map(decision_key, keys))
        made.enter(PUBLIC, _payload(draft, clauses, locked, session))
    return decision


def _check(framework: Framework, session: Session, source: Document) -> None:
    if source.framework_id != framework.id:
        raise Invalid("A decision's source stands in the register of its framework.")
    if not source.is_seen:
        raise Invalid("An outcome is recorded from a document that somebody has read, or not yet.")
    if session.is_sample != framework.is_sample:
        raise Invalid("A real framework goes to a real session, an invented one to an invented.")


def decision_to_correct(
    key: str | None, *, framework: Framework, session: Session
) -> Decision | None:
    """Return the decision that a correction names, None for none.

    Raises Invalid for an unknown one or one of another session or framework, Conflict for one
    that was corrected already: its correction can be corrected.
    """
    if key is None:
        return None
    corrected = Decision.objects.filter(key=key).first()
    if corrected is None:
        raise Invalid(f"There is no decision “{key}” to correct.")
    if (corrected.framework_id, corrected.session_id) != (framework.id, session.id):
        raise Invalid("A correction is of the same session and framework as what it corrects.")
    if Decision.objects.filter(corrects=corrected).exists():
        raise Conflict(f"{key} was corrected already; correct its correction.", code="corrected")
    return corrected


def _rows(decision: Decision, clauses: Sequence[ClauseDraft]) -> list[Clause]:
    rows = []
    for order, draft in enumerate(clauses, start=1):
        clause = Clause(decision=decision, order=order)
        draft.set_on(clause)
        rows.append(clause)
    return rows


def _payload(
    draft: DecisionDraft, clauses: Sequence[ClauseDraft], framework: Framework, session: Session
) -> dict[str, object]:
    return {
        "framework": framework.slug,
        "session": session.slug,
        "decided_on": draft.decided_on.isoformat() if draft.decided_on else None,
        "corrects": draft.corrects,
        "digest": draft.digest,
        "clauses": [
            {
                "label": clause.label,
                "kind": clause.kind,
                "outcome": clause.outcome,
                "effect": clause.effect,
                "cites": list(clause.cites),
            }
            for clause in clauses
        ],
    }
