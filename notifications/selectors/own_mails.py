"""The mails that a reader was last meant to get, and what became of each."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from notifications.enums import DeliveryState, DropReason, Kind, Topic
from notifications.models import Bounce, Delivery, Recipient

MOST = 30
# What the subject of a kind names, where it is not a round.
_OTHER_SUBJECTS = {Kind.TO_RECONFIRM: Topic.FRAMEWORK}


@dataclass(frozen=True, slots=True)
class OwnMail:
    """One mail. `topic` and `subject` name the public thing that it is about, "" for none; `reason`
    says why it was not needed; `came_back` that the address refused it.
    """

    kind: Kind
    topic: Topic
    subject: str
    ended_at: datetime
    state: DeliveryState
    reason: str
    came_back: bool


def own_mails(recipient: Recipient, *, most: int = MOST) -> list[OwnMail]:
    """Return the last mails of `recipient`, the newest first; a digest that had nothing to say is
    none. One query.
    """
    rows = (
        Delivery.objects.filter(recipient=recipient)
        .exclude(state=DeliveryState.DUE)
        .exclude(reason=DropReason.NOTHING_TO_SAY)
        .annotate(came_back=Exists(Bounce.objects.filter(delivery=OuterRef("pk"))))
    )
    return [_mail(row) for row in rows.order_by("-ended_at", "-pk")[:most]]


def _mail(row: Delivery) -> OwnMail:
    kind = Kind(row.kind)
    return OwnMail(
        kind=kind,
        topic=_OTHER_SUBJECTS.get(kind, Topic.ROUND),
        subject=row.subject,
        ended_at=row.ended_at or row.due_at,  # an ended one has its instant; the table sees to it
        state=DeliveryState(row.state),
        reason=row.reason,
        came_back=row.came_back,  # type: ignore[attr-defined]  # annotated
    )
