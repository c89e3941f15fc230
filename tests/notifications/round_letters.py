"""A round's mails as tests read them: composed for somebody, with all their words."""

from datetime import datetime

from notifications.enums import DropReason, Kind
from notifications.letters.compose import compose
from notifications.letters.letter import Letter, Silence
from notifications.models import Delivery
from reviews.payloads import instant_text
from stakeholders.models import Mandate
from tests.factories.notifications import make_delivery, reader_of
from tests.factories.reviews import (
    DURING,
    Review,
)

WHEN = "15 October 2026, 18:00 Geneva time (16:00 UTC)"
PLANNED = {
    Kind.ROUND_OPENED: "opened",
    Kind.ROUND_CLOSED: "closed",
    Kind.DEADLINE_MOVED: "2",
}


def planned_for(review: Review, mandate: Mandate, kind: Kind, window: str = "") -> Delivery:
    text = window or PLANNED.get(kind) or instant_text(review.round.closes_at)
    reader = reader_of(mandate, at=DURING)
    made = make_delivery(reader, kind, subject=review.round.key, window=text, at=DURING)
    return Delivery.objects.select_related("recipient__user").get(pk=made.pk)


def letter(review: Review, mandate: Mandate, kind: Kind, at: datetime = DURING) -> Letter:
    said = compose(planned_for(review, mandate, kind), at)
    assert isinstance(said, Letter)
    return said


def silence(review: Review, mandate: Mandate, kind: Kind, at: datetime = DURING) -> DropReason:
    said = compose(planned_for(review, mandate, kind), at)
    assert isinstance(said, Silence)
    return said.reason


def words(said: Letter) -> str:
    """Everything of a letter that anybody could read."""
    parts = [
        text
        for part in said.parts
        for line in part.lines
        for text in (part.heading, line.text, line.url, *line.details)
    ]
    events = [event.to_ical().decode() for event in said.events]
    action = [said.action.text, said.action.url] if said.action else []
    return "\n".join(
        [said.subject, said.preheader, *said.opening, said.why, *parts, *action, *events]
    )
