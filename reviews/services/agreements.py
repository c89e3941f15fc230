"""Agreements: what the chairperson pronounced, judged by what the actors released, and recorded."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.actor import Actor
from core.canonical import canonical_bytes
from core.errors import Conflict, FieldError, Invalid, Missing
from core.ids import new_id
from frameworks.services.writing import lock_framework
from provisions.lifecycle import MoveCode, Stage
from provisions.models import Provision, Transition
from provisions.models.acted import actor_columns
from provisions.services.locks import lock_provisions
from provisions.services.moves import move_provision
from record.acts import act, together
from record.models import PUBLIC
from reviews.act_codes import ActCode
from reviews.models import Agreement, Position, Round, RoundItem
from reviews.payloads import instant_text
from reviews.permissions import chairs
from reviews.position_payloads import TOLD, public_lines
from reviews.selectors.stances import Standing, standings
from stakeholders.models import Mandate
from stakeholders.permissions import acting_mandate, check_is_review_secretariat

from .locks import lock_round
from .moves import secretariat_chain


@dataclass(frozen=True, slots=True)
class _Pronounced:
    """What was said: by whom, when, and what the actors say of the version."""

    chairperson: Mandate
    at: datetime
    standing: Standing


@together()
def record_agreement(
    *,
    key: str,
    expected_version: int,
    chairperson_id: UUID,
    pronounced_at: datetime,
    actor: Actor,
    at: datetime,
) -> Agreement:
    """Record that the chairperson (a mandate) pronounced a version of a provision (its public
    key) agreed at `pronounced_at`: the provision is agreed, and what everybody released on this
    version is kept with it.

    The same again by the same person returns it. Raises Missing; NotAllowed for anybody but the
    review secretariat; Invalid for a person who held no chair then (`not_a_chairperson`), an
    instant without a zone, later than now or before the round closed; Conflict `stage_changed`,
    `agreed_already`, or `agreement_missing` with everything that stands in the way.
    """
    provision, round_ = _locked(key, actor=actor, at=at)
    chairperson = _chairperson(chairperson_id, provision, pronounced_at)
    # Judged by what everybody reads on the provision's page.
    pronounced = _Pronounced(chairperson, pronounced_at, standings([key])[key])
    _check_instant(pronounced_at, round_, at)
    transition = move_provision(
        key=key,
        move=MoveCode.AGREE,
        expected_stage=Stage.IN_REVIEW,
        expected_version=expected_version,
        actor=actor,
        at=at,
        evidence=pronounced.standing.evidence,
    )
    recorded = Agreement.objects.filter(transition=transition).first()
    if recorded is not None:
        return _repeated(recorded, pronounced)
    return _record(transition, pronounced, actor=actor, at=at)


def _locked(key: str, *, actor: Actor, at: datetime) -> tuple[Provision, Round | None]:
    """Lock the framework, the latest round on the present version, if there is any, and the
    provision, for the review secretariat.
    """
    named = Provision.objects.filter(key=key, latest_version__gt=0).select_related("framework")
    found = None if "\0" in key else named.first()
    if found is None:
        raise Missing(_("There is no such provision."))
    framework = found.framework.slug
    mandate = acting_mandate(actor, at=at, framework_key=framework)
    check_is_review_secretariat(mandate=mandate)
    lock_framework(framework)
    items = RoundItem.objects.filter(provision=found, version__number=found.latest_version)
    round_id = items.order_by("-round__number").values_list("round_id", flat=True).first()
    round_ = lock_round(round_id) if round_id else None
    return lock_provisions([key])[key], round_


def _chairperson(chairperson_id: UUID, provision: Provision, at: datetime) -> Mandate:
    """Return the mandate under which somebody held the chair at `at`."""
    _check_zone(at)
    found = chairs(at, provision.framework.slug).filter(pk=chairperson_id).first()
    if found is None:
        detail = _("Name who held the chair when it was pronounced.")
        errors = [FieldError("chairperson_id", detail, "not_a_chairperson")]
        raise Invalid(detail, code="not_a_chairperson", errors=errors)
    return found


def _check_zone(pronounced_at: datetime) -> None:
    if pronounced_at.tzinfo is None:
        raise _wrong_instant(_("Give the instant with its time zone."), "zone_missing")


def _check_instant(pronounced_at: datetime, round_: Round | None, at: datetime) -> None:
    """Raise Invalid for an agreement pronounced later than now, or before the round closed."""
    if pronounced_at > at:
        raise _wrong_instant(_("What has not been pronounced yet is not recorded."), "in_future")
    # Whether it has closed at all is for the guards of the move to say.
    if round_ is not None and round_.closed_at and pronounced_at < round_.closes_at:
        raise _wrong_instant(
            _("An agreement is pronounced after the close of the round on this version."),
            "before_close",
        )


def _wrong_instant(detail: str, code: str) -> Invalid:
    return Invalid(
        detail, code=f"pronounced_{code}", errors=[FieldError("pronounced_at", detail, code)]
    )


def _repeated(recorded: Agreement, pronounced: _Pronounced) -> Agreement:
    """Return the agreement where this is what was recorded of it. Raises Conflict."""
    said = (pronounced.chairperson.pk, pronounced.at)
    if (recorded.chairperson_id, recorded.pronounced_at) == said:
        return recorded
    raise Conflict(
        _("This agreement is recorded already, in another chairperson’s name or at another time."),
        code="agreed_already",
    )


def _record(
    transition: Transition, pronounced: _Pronounced, *, actor: Actor, at: datetime
) -> Agreement:
    provision, version = transition.provision, transition.version
    round_ = Round.objects.get(key=transition.round_key)
    payload = canonical_bytes(
        {
            "provision": provision.key,
            "version": version.number,
            "round": round_.key,
            "pronounced_at": instant_text(pronounced.at),
            "positions": _lines(transition, pronounced.standing),
        }
    )
    agreement = Agreement(
        id=new_id(),
        provision=provision,
        version=version,
        round=round_,
        transition=transition,
        chairperson=pronounced.chairperson,
        pronounced_at=pronounced.at,
        payload=payload,
        digest=hashlib.sha256(payload).hexdigest(),
        at=at,
        **actor_columns(actor),
    )
    with act(ActCode.AGREEMENT_RECORDED, subject=provision.key, actor=actor, at=at) as made:
        agreement.save(force_insert=True)
        made.touch(provision.key, round_.key)
        made.enter(PUBLIC, _public_line(agreement))
        made.enter(secretariat_chain(), {"chairperson": str(pronounced.chairperson.pk)})
    return agreement


def _lines(transition: Transition, standing: Standing) -> list[dict[str, object]]:
    """Return every released position on the version, in the order of their numbers."""
    rows = (
        Position.objects.released()
        .filter(item__version=transition.version)
        .order_by("item__round__number", "public_number")
        .select_related(*TOLD)
    )
    current = {position.key for position in standing.positions}
    return [{**line, "current": line["key"] in current} for line in public_lines(rows)]


def _public_line(agreement: Agreement) -> dict[str, object]:
    return {
        "version": agreement.version.number,
        "round": agreement.round.key,
        "transition": agreement.transition.number,
        "pronounced_at": instant_text(agreement.pronounced_at),
        "digest": agreement.digest,
    }
