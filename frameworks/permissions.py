"""Who may write down what is tracked: the review secretariat, and reviewed files."""

from datetime import datetime

from core.actor import Actor, ActorKind
from core.errors import NotAllowed
from stakeholders.enums import Capacity
from stakeholders.models import Mandate


def check_can_write(*, actor: Actor, at: datetime, framework: str = "") -> None:
    """Raise NotAllowed unless `actor` may write about the framework with this slug.

    Empty: what belongs to no framework, such as instruments and sessions. A reviewed file is
    run by the operator of the machine, who answers for it; the portal's own jobs write nothing.
    """
    if actor.kind is ActorKind.IMPORT:
        return
    if actor.kind is ActorKind.PERSON and _is_secretariat(actor, at, framework):
        return
    raise NotAllowed("Only the review secretariat writes frameworks, their status and documents.")


def _is_secretariat(actor: Actor, at: datetime, framework: str) -> bool:
    if actor.mandate_id is None or actor.user_id is None:
        return False
    mandates = Mandate.objects.active_at(at).filter(
        id=actor.mandate_id, user_id=actor.user_id, capacity=Capacity.SECRETARIAT
    )
    return any(mandate.framework_key in ("", framework) for mandate in mandates)
