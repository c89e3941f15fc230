"""The road of a framework: its milestones as they are known. That one passes is a job's act."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from core.actor import Actor
from frameworks.act_codes import ActCode
from frameworks.drafts import MilestoneDraft
from frameworks.keys import milestone_key
from frameworks.models import Framework, Milestone
from frameworks.permissions import check_can_write
from record.acts import together

from .writing import (
    document_of,
    lock_framework,
    lock_row,
    refuse_taken,
    session_of,
    write_row,
)


def set_milestone(
    *,
    framework: Framework,
    slug: str,
    draft: MilestoneDraft,
    order_key: str,
    actor: Actor,
    at: datetime,
) -> Milestone:
    """Return a new milestone. Raises NotAllowed, Conflict, Invalid for an unknown source."""
    check_can_write(actor=actor, at=at, framework=framework.slug)
    with together():
        locked = lock_framework(framework.slug)
        taken = Milestone.objects.filter(framework=locked, slug=slug)
        refuse_taken(taken, f"The milestone {slug}")
        milestone = Milestone(framework=locked, slug=slug, order_key=order_key)
        _write(milestone, draft, ActCode.MILESTONE_SET, locked, actor, at)
    return milestone


def change_milestone(
    *, milestone: Milestone, draft: MilestoneDraft, actor: Actor, at: datetime
) -> Milestone:
    """Return the milestone with what `draft` says; a new date is a move of its own kind.

    One that had passed and is moved to a day that has not ended has not passed any more.
    Raises NotAllowed, Invalid for an unknown source.
    """
    check_can_write(actor=actor, at=at, framework=milestone.framework.slug)
    with together():
        framework = lock_framework(milestone.framework.slug)
        locked = lock_row(Milestone, milestone.id)
        is_moved = locked.date != draft.date
        if is_moved and draft.date and draft.date.passes_at(framework.time_zone) > at:
            locked.passed_at = None
        code = ActCode.MILESTONE_MOVED if is_moved else ActCode.MILESTONE_CHANGED
        # Whoever wrote the former date down has to be told that it holds no more.
        facts = {"former_date": locked.date.iso()} if is_moved and locked.date else {}
        _write(locked, draft, code, framework, actor, at, facts)
    return locked


def _write(
    milestone: Milestone,
    draft: MilestoneDraft,
    code: ActCode,
    framework: Framework,
    actor: Actor,
    at: datetime,
    facts: Mapping[str, str] = MappingProxyType({}),
) -> None:
    write_row(
        milestone,
        draft,
        code=code,
        key=milestone_key(framework.slug, milestone.slug),
        framework=framework,
        actor=actor,
        at=at,
        references={
            "source": document_of(framework, draft.source),
            "session": session_of(draft.session),
        },
        facts=facts,
    )
