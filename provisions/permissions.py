"""Who may move provisions and write their texts. When it is possible, the services decide."""

from datetime import datetime

from core.actor import Actor, ActorKind
from core.errors import NotAllowed
from provisions.lifecycle import MoveCode
from stakeholders.enums import Capacity
from stakeholders.models import Mandate


def acting_mandate(actor: Actor, at: datetime) -> Mandate | None:
    """Return the mandate under which a person acts, if it is theirs and active at `at`."""
    if actor.mandate_id is None or actor.user_id is None:
        return None
    return Mandate.objects.active_at(at).filter(id=actor.mandate_id, user_id=actor.user_id).first()


def check_can_edit(*, mandate: Mandate | None, actor: Actor, framework: str) -> None:
    """Raise NotAllowed unless the review secretariat or a reviewed file writes.

    `framework` is the slug of the framework that is written to; `mandate` comes from
    `acting_mandate`.
    """
    if _speaks_for_the_secretariat(mandate, actor, framework):
        return
    raise NotAllowed("Only the review secretariat writes provisions and their texts.")


def check_can_move(
    *, mandate: Mandate | None, actor: Actor, move: MoveCode, framework: str
) -> None:
    """Raise NotAllowed unless the review secretariat or a reviewed file makes the move.

    The chairperson pronounces an agreement; the secretariat records it, so `agree` has no
    other door. The portal's own jobs move nothing: no outcome follows from the clock.
    """
    if _speaks_for_the_secretariat(mandate, actor, framework):
        return
    raise NotAllowed(
        f"Only the review secretariat may record “{move.label}”; "
        "your mandate is not its own, has not begun, has ended or covers another framework."
    )


def check_can_override(*, mandate: Mandate | None, actor: Actor, framework: str) -> None:
    """Raise NotAllowed unless the review secretariat or a reviewed file corrects a stage."""
    if not _speaks_for_the_secretariat(mandate, actor, framework):
        raise NotAllowed("Only the review secretariat may correct a stage.")


def _speaks_for_the_secretariat(mandate: Mandate | None, actor: Actor, framework: str) -> bool:
    # A reviewed file is run by the operator of the machine, who answers for it.
    if actor.kind is ActorKind.IMPORT:
        return True
    return (
        mandate is not None
        and mandate.id == actor.mandate_id
        and mandate.capacity == Capacity.SECRETARIAT
        and mandate.framework_key in ("", framework)
    )
