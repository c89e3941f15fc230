"""The one door through which a stage changes, for one provision or for all that a clause covers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.actor import Actor
from core.errors import Conflict, Invalid
from frameworks.models import Clause, Session
from provisions.act_codes import ACT_OF_MOVE, ActCode
from provisions.drafts import checked_reason
from provisions.evidence import AgreementEvidence
from provisions.guards import Given, Standing, check_expected, check_needs
from provisions.lifecycle import MOVES, Move, MoveCode, Stage
from provisions.models import Provision, Transition
from provisions.models.acted import actor_columns
from provisions.models.transition import OVERRIDE
from provisions.permissions import check_can_move, check_can_override, mandate_on
from record import acts
from record.models import PUBLIC

from .locks import lock_provisions
from .payloads import salted_digest
from .standings import standings_of


@dataclass(frozen=True, slots=True)
class Expected:
    """Where the caller saw a provision: its stage and the number of its latest version."""

    stage: Stage | str
    version: int


def move_provision(
    *,
    key: str,
    move: MoveCode | str,
    expected_stage: Stage | str,
    expected_version: int,
    actor: Actor,
    at: datetime,
    reason: str = "",
    evidence: AgreementEvidence | None = None,
    session: Session | None = None,
    clause: Clause | None = None,
    round_key: str = "",
    round_languages: Sequence[str] = (),
) -> Transition:
    """Make one move of the table and return its transition.

    `round_languages` are those that the text must have when a review opens; empty: the
    framework's authentic ones. The same move again by the same actor returns what it led to.
    Raises Missing for an unknown key, NotAllowed, Invalid for a move or a need that is unknown
    or not given, Conflict if the provision is elsewhere by now or a guard refuses.
    """
    [transition] = move_provisions(
        expected={key: Expected(expected_stage, expected_version)},
        move=move,
        actor=actor,
        at=at,
        reason=reason,
        evidence=evidence,
        session=session,
        clause=clause,
        round_key=round_key,
        round_languages=round_languages,
    )
    return transition


def move_provisions(
    *,
    expected: Mapping[str, Expected],
    move: MoveCode | str,
    actor: Actor,
    at: datetime,
    reason: str = "",
    evidence: AgreementEvidence | None = None,
    session: Session | None = None,
    clause: Clause | None = None,
    round_key: str = "",
    round_languages: Sequence[str] = (),
) -> list[Transition]:
    """Make the same move for every key of `expected`, all or none; return one transition each.

    Everything as `move_provision`, in a constant number of queries and with one act.
    """
    row = _row(move)
    prose = checked_reason(reason) if reason else ""
    given = Given(at, prose, evidence, session, clause, round_key, round_languages)
    with acts.together():
        provisions = lock_provisions(expected)
        _check_permitted(provisions.values(), row.code, actor, at)
        standings = standings_of(provisions.values())
        done: dict[str, Transition] = {}
        due: list[Standing] = []
        for key in sorted(expected):
            repeated = _repeated(standings[key], row, expected[key], given, actor)
            if repeated is not None:
                done[key] = repeated
                continue
            _check_possible(standings[key], row, expected[key], given)
            due.append(standings[key])
        if due:
            made = _make(ACT_OF_MOVE[row.code], due, row.code.value, row.target, given, actor)
            done |= {transition.provision.key: transition for transition in made}
    return [done[key] for key in expected]


def override_stage(
    *,
    key: str,
    to_stage: Stage | str,
    reason: str,
    expected_stage: Stage | str,
    expected_version: int,
    actor: Actor,
    at: datetime,
) -> Transition:
    """Correct a stage outside the table of moves, with a reason that everybody reads.

    It is no move: its act is `provision.stage_overridden`. Raises as `move_provision` does.
    """
    target = _stage(to_stage)
    given = Given(at, checked_reason(reason))
    with acts.together():
        provisions = lock_provisions([key])
        provision = provisions[key]
        check_can_override(mandate=mandate_on(provision.framework.slug, actor, at), actor=actor)
        standing = standings_of([provision])[key]
        elsewhere = check_expected(provision, _stage(expected_stage), expected_version)
        if elsewhere is not None:
            if standing.last and _is_same(standing.last, OVERRIDE, given, actor):
                return standing.last
            raise elsewhere
        if target == provision.stage:
            raise Invalid(f"{key} is “{target.label}” already.", code="same_stage")
        made = _make(ActCode.STAGE_OVERRIDDEN, [standing], OVERRIDE, target, given, actor)
    return made[0]


def _row(move: MoveCode | str) -> Move:
    if move not in MOVES:
        raise Invalid(
            f"“{move}” is no move; use one of {', '.join(MoveCode.values)}.", code="unknown_move"
        )
    return MOVES[MoveCode(move)]


def _stage(stage: Stage | str) -> Stage:
    if stage not in Stage.values:
        raise Invalid(
            f"“{stage}” is no stage; use one of {', '.join(Stage.values)}.", code="unknown_stage"
        )
    return Stage(stage)


def _check_permitted(
    provisions: Iterable[Provision], move: MoveCode, actor: Actor, at: datetime
) -> None:
    for framework in {provision.framework.slug for provision in provisions}:
        check_can_move(mandate=mandate_on(framework, actor, at), actor=actor, move=move)


def _repeated(
    standing: Standing, row: Move, expected: Expected, given: Given, actor: Actor
) -> Transition | None:
    """Return the last transition if it is this very move, made from where the caller saw it."""
    last, provision = standing.last, standing.provision
    if (
        last is not None
        and provision.stage == row.target
        and last.from_stage == expected.stage
        and standing.version.number == expected.version
        and _is_same(last, row.code.value, given, actor)
    ):
        return last
    return None


def _is_same(last: Transition, move: str, given: Given, actor: Actor) -> bool:
    return (
        last.move == move
        and last.is_by(actor)
        and last.reason == given.reason
        and last.session_id == (given.session.id if given.session else None)
        and last.clause_id == (given.clause.id if given.clause else None)
        and last.round_key == _round_key(given)
    )


def _round_key(given: Given) -> str:
    return given.round_key or (given.evidence.round_key if given.evidence else "")


def _check_possible(standing: Standing, row: Move, expected: Expected, given: Given) -> None:
    _stage(expected.stage)
    elsewhere = check_expected(standing.provision, expected.stage, expected.version)
    if elsewhere is not None:
        raise elsewhere
    if standing.provision.stage not in row.sources:
        raise Conflict(
            f"“{row.code.label}” does not lead from “{Stage(standing.provision.stage).label}”; "
            f"it leads from {', '.join(sorted(str(stage.label) for stage in row.sources))}.",
            code="move_not_in_table",
        )
    check_needs(row, standing, given)


def _make(
    code: ActCode,
    due: Sequence[Standing],
    move: str,
    target: Stage,
    given: Given,
    actor: Actor,
) -> list[Transition]:
    """Lead the provisions to `target` with one act, whose subject is the one or their framework."""
    first = due[0].provision
    subject = first.key if len(due) == 1 else first.framework.slug
    with acts.act(code, subject=subject, actor=actor, at=given.at) as act:
        made = [_transition(standing, move, target, given, actor) for standing in due]
        Transition.objects.bulk_create(made)
        for standing in due:
            _stamp(standing.provision, target, given.at)
        Provision.objects.bulk_update(
            [standing.provision for standing in due],
            ["stage", "edition", "content_changed_at", "updated_at"],
        )
        act.touch(*(transition.provision.key for transition in made))
        act.enter(PUBLIC, {"moves": [_payload(transition) for transition in made]})
    return made


def _transition(
    standing: Standing, move: str, target: Stage, given: Given, actor: Actor
) -> Transition:
    return Transition(
        provision=standing.provision,
        number=standing.last.number + 1 if standing.last else 1,
        move=move,
        from_stage=standing.provision.stage,
        to_stage=target,
        version=standing.version,
        reason=given.reason,
        session=given.session,
        clause=given.clause,
        round_key=_round_key(given),
        at=given.at,
        **actor_columns(actor),
    )


def _stamp(provision: Provision, stage: Stage, at: datetime) -> None:
    provision.stage = stage
    provision.edition += 1
    provision.content_changed_at = provision.updated_at = at


def _payload(transition: Transition) -> dict[str, object]:
    session, clause = transition.session, transition.clause
    return {
        "key": transition.provision.key,
        "number": transition.number,
        "move": transition.move,
        "from": transition.from_stage,
        "to": transition.to_stage,
        "version": transition.version.number,
        "session": session.slug if session else None,
        "clause": [clause.decision.key, clause.label] if clause else None,
        "round": transition.round_key or None,
        "reason": salted_digest(str(transition.id), transition.reason),
    }
