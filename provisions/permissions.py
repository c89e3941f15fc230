"""Who may move provisions and write their texts. When it is possible, the services decide."""

from datetime import datetime

from core.actor import Actor, ActorKind
from core.errors import NotAllowed
from provisions.lifecycle import MoveCode
from stakeholders.enums import Capacity
from stakeholders.models import Mandate
from stakeholders.permissions import acting_mandate


def mandate_on(framework: str, actor: Actor, at: datetime) -> Mandate | None:
    """Return the mandate under which `actor` acts on a framework (its slug) at `at`.

    A reviewed file has none. Raises NotAllowed for a person without an active mandate on this
    framework, and for the portal's own jobs: no outcome follows from the clock.
    """
    if actor.kind is ActorKind.IMPORT:
        return None
    return acting_mandate(actor, at=at, framework_key=framework)


def check_can_edit(*, mandate: Mandate | None, actor: Actor) -> None:
    """Raise NotAllowed unless the review secretariat or a reviewed file writes."""
    if not _speaks_for_the_secretariat(mandate, actor):
        raise NotAllowed(
            "Only the review secretariat writes provisions and their texts.",
            code="secretariat_needed",
        )


def check_can_move(*, mandate: Mandate | None, actor: Actor, move: MoveCode) -> None:
    """Raise NotAllowed unless the review secretariat or a reviewed file makes the move.

    The chairperson pronounces an agreement; the secretariat records it, so `agree` has no
    other door.
    """
    if not _speaks_for_the_secretariat(mandate, actor):
        raise NotAllowed(
            f"Only the review secretariat may record “{move.label}”.", code="secretariat_needed"
        )


def check_can_override(*, mandate: Mandate | None, actor: Actor) -> None:
    """Raise NotAllowed unless the review secretariat or a reviewed file corrects a stage."""
    if not _speaks_for_the_secretariat(mandate, actor):
        raise NotAllowed(
            "Only the review secretariat may correct a stage.", code="secretariat_needed"
        )


def _speaks_for_the_secretariat(mandate: Mandate | None, actor: Actor) -> bool:
    # A reviewed file is run by the operator of the machine, who answers for it.
    if actor.kind is ActorKind.IMPORT:
        return True
    return (
        mandate is not None
        and mandate.id == actor.mandate_id
        and mandate.capacity == Capacity.SECRETARIAT
    )
