"""When a move is possible: each need of the table of moves, checked against what is given."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.errors import Conflict, DomainError, FieldError, Invalid
from frameworks.models import Clause, Session
from provisions.drafts import checked_reason
from provisions.enums import TextStatus
from provisions.evidence import AgreementEvidence, missing_for_agreement
from provisions.lifecycle import Move, Need, Stage
from provisions.models import Provision, Transition, Version

_KEY = re.compile(r"[a-z0-9.-]{1,120}")


@dataclass(frozen=True, slots=True)
class Given:
    """What comes with a move. `round_languages` are those the round is held in."""

    at: datetime
    reason: str = ""
    evidence: AgreementEvidence | None = None
    session: Session | None = None
    clause: Clause | None = None
    round_key: str = ""
    round_languages: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A locked provision with what the guards look at: its latest version and its last move."""

    provision: Provision
    version: Version
    languages: frozenset[str]
    last: Transition | None


def check_needs(move: Move, standing: Standing, given: Given) -> None:
    """Raise Invalid for a need of `move` that was not given, Conflict for one that is not met."""
    for need in Need:
        if need in move.needs:
            _CHECKS[need](standing, given, move)
    if given.session is not None and not move.needs & {Need.SESSION, Need.LATER_SESSION}:
        raise Invalid(f"“{move.code.label}” names no session.")
    if given.clause is not None and Need.CLAUSE not in move.needs:
        raise Invalid(f"“{move.code.label}” follows from no clause.")


def _reason(_standing: Standing, given: Given, _move: Move) -> None:
    checked_reason(given.reason)


def _round(standing: Standing, given: Given, _move: Move) -> None:
    if not _KEY.fullmatch(given.round_key):
        raise Invalid(
            "A review opens with a round: name it by its public key.", code="round_missing"
        )
    framework = standing.provision.framework
    wanted = given.round_languages or framework.authentic_languages
    absent = [language for language in wanted if language not in standing.languages]
    if absent:
        raise Conflict(
            f"Version {standing.version.number} of {standing.provision.key} has no text in "
            f"{', '.join(absent)}, a language of the round.",
            code="text_missing",
        )


def _agreement(standing: Standing, given: Given, _move: Move) -> None:
    missing = missing_for_agreement(
        text_status=TextStatus(standing.version.text_status),
        version=standing.version.number,
        evidence=given.evidence,
        at=given.at,
    )
    if missing:
        raise Conflict(
            f"{standing.provision.key} can’t be agreed. "
            + " ".join(need.sentence() for need in missing),
            code="agreement_missing",
            errors=[FieldError("/evidence", need.sentence(), need.code.value) for need in missing],
        )


def _session(standing: Standing, given: Given, _move: Move) -> None:
    if given.session is None:
        raise Invalid("Name the session it is submitted to.", code="session_missing")
    if given.session.is_sample != standing.provision.framework.is_sample:
        raise Invalid(
            "Invented texts go to invented sessions, real ones to real sessions.",
            code="session_of_other_kind",
        )


def _later_session(standing: Standing, given: Given, move: Move) -> None:
    _session(standing, given, move)
    deferring = standing.last.clause if standing.last else None
    if given.session is None or deferring is None:
        return  # corrected into this stage by hand: no session to be later than
    earlier = deferring.decision.session
    if not _is_later(given.session, earlier):
        raise Conflict(
            f"It was deferred by {earlier.slug}; name a session after that one.",
            code="session_not_later",
        )


def _is_later(session: Session, earlier: Session) -> bool:
    if session.number is not None and earlier.number is not None:
        return session.number > earlier.number
    if session.first_day is not None and earlier.first_day is not None:
        return session.first_day > earlier.first_day
    return session.id != earlier.id  # nothing is known of their order


def _clause(standing: Standing, given: Given, move: Move) -> None:
    clause, provision = given.clause, standing.provision
    if clause is None:
        raise Invalid("Name the clause of the recorded decision.", code="clause_missing")
    if clause.effect != move.code.value:
        raise Invalid(
            f"Clause {clause.label} does not say “{move.code.label}”.",
            code="clause_of_other_effect",
        )
    if not is_covered(clause, provision):
        raise Invalid(
            f"Clause {clause.label} does not cover {provision.key}.", code="clause_does_not_cover"
        )
    last = standing.last
    if last is not None and last.session_id not in (None, clause.decision.session_id):
        raise Conflict(
            f"{provision.key} was submitted to another session than the one that decided.",
            code="session_of_other_decision",
        )


def is_covered(clause: Clause, provision: Provision) -> bool:
    """Return whether a clause speaks about a provision: it cites it, or cites none at all."""
    same = clause.decision.framework_id == provision.framework_id
    return same and (not clause.cites or provision.suffix in clause.cites)


def _adopted_elsewhere(standing: Standing, _given: Given, _move: Move) -> None:
    if not standing.provision.framework.adopted_elsewhere:
        raise Conflict(
            "Only a text adopted elsewhere is submitted without a review on this portal.",
            code="not_adopted_elsewhere",
        )


_CHECKS: dict[Need, Callable[[Standing, Given, Move], None]] = {
    Need.REASON: _reason,
    Need.ROUND: _round,
    Need.AGREEMENT: _agreement,
    Need.SESSION: _session,
    Need.LATER_SESSION: _later_session,
    Need.CLAUSE: _clause,
    Need.ADOPTED_ELSEWHERE: _adopted_elsewhere,
}


def check_expected(
    provision: Provision, expected_stage: Stage | str, expected_version: int
) -> DomainError | None:
    """Return the Conflict if the provision is not where the caller saw it, else None."""
    if (provision.stage, provision.latest_version) == (expected_stage, expected_version):
        return None
    return Conflict(
        f"{provision.key} is “{Stage(provision.stage).label}” at version "
        f"{provision.latest_version}, not “{Stage(expected_stage).label}” at version "
        f"{expected_version}. Look at it again.",
        code="stage_changed",
    )
