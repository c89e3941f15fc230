"""Who of the review secretariat prepares the answer to a comment."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import FieldError, Invalid
from core.ids import new_id
from provisions.models.acted import actor_columns
from record.acts import act, together
from reviews.act_codes import ActCode
from reviews.models import Assignment
from stakeholders.enums import Capacity
from stakeholders.models import Mandate
from stakeholders.permissions import covers_framework

from .answering import Taken, latest_of, next_number, take_to_answer
from .moves import secretariat_chain


@together()
def assign_comments(
    *, comment_ids: Sequence[UUID], assignee_id: UUID | None, actor: Actor, at: datetime
) -> list[Assignment]:
    """Assign comments to an active member of the review secretariat, or to nobody with None;
    return the assignment of each that has one, in the order named. What stands so already is
    returned as it is. Nobody outside the review secretariat learns of it.

    Raises what `take_to_answer` raises, and Invalid for an assignee who is not there.
    """
    taken, _beside = take_to_answer(comment_ids, actor=actor, at=at)
    assignee = _checked(assignee_id, taken, at)
    standing = latest_of(Assignment.objects.all(), list(taken.comments))
    made = [
        Assignment(
            id=new_id(),
            comment=comment,
            number=next_number(standing.get(comment.pk)),
            assignee=assignee,
            at=at,
            **actor_columns(actor),
        )
        for comment in taken.comments.values()
        if _assigned_to(standing.get(comment.pk)) != assignee_id
    ]
    if made:
        with act(ActCode.COMMENT_ASSIGNED, subject=taken.round.key, actor=actor, at=at) as entry:
            Assignment.objects.bulk_create(made)
            entry.enter(secretariat_chain(), _payload(made))
    now = standing | {row.comment_id: row for row in made}
    return [now[each] for each in taken.comments if each in now]


def _checked(assignee_id: UUID | None, taken: Taken, at: datetime) -> Mandate | None:
    if assignee_id is None:
        return None
    people = Mandate.objects.visible_to(taken.mandate, at).active_at(at)
    found = people.filter(pk=assignee_id, capacity=Capacity.SECRETARIAT).first()
    if found is None or not covers_framework(found, taken.round.framework.slug):
        detail = _("Choose an active member of the review secretariat.")
        raise Invalid(detail, errors=[FieldError("assignee_id", detail, "unknown")])
    return found


def _assigned_to(row: Assignment | None) -> UUID | None:
    return row.assignee_id if row else None


def _payload(made: Sequence[Assignment]) -> dict[str, object]:
    first = made[0]
    return {
        "assignee": str(first.assignee_id) if first.assignee_id else None,
        "comments": [{"comment": str(row.comment_id), "number": row.number} for row in made],
    }
