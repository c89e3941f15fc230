"""The released answers to the comments of one's rooms, and those that may still be replied to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.errors import Missing
from reviews.lifecycle import CommentStage
from reviews.models import Disposition, RoundItem
from reviews.querysets import CommentQuerySet
from reviews.services.replies import OPEN_TO_REPLIES
from stakeholders.models import Circle, Mandate

from .cards import CommentCard, cards_of
from .comments import rows_in_rooms
from .dispositions import DispositionFacts, dispositions_of
from .rooms import rights_of


@dataclass(frozen=True, slots=True)
class RoomAnswer:
    """A comment in a room with the answer that stands. `is_open`: it may still be replied to;
    `may_reply`: by the reader, or by somebody whom they may act for.
    """

    card: CommentCard
    answer: DispositionFacts
    is_open: bool
    may_reply: bool

    @property
    def waits(self) -> bool:
        """Return whether it waits for a reply of the reader."""
        return self.may_reply and self.answer.reply is None


def answers_in_rooms(
    mandate: Mandate | None, at: datetime, *, comments: Sequence[UUID] | None = None
) -> list[RoomAnswer]:
    """Return the answers to all comments, or to these, in the rooms of `mandate`, the latest
    released first; nothing for the review secretariat, which has no room. A constant number of
    queries.
    """
    if mandate is None or not mandate.is_active_at(at):
        return []
    rows = _answered(mandate, at)
    if comments is not None:
        rows = rows.filter(pk__in=comments)
    home = Circle.objects.home_of(mandate).first()
    submits = home is not None and rights_of(mandate, home, at=at).submits
    return _answers(rows, mandate, at, home if submits else None)


def answers_to_reply(mandate: Mandate, at: datetime, speaker: Circle) -> list[RoomAnswer]:
    """Return the answers that wait for a reply in the name of `speaker`, for which `mandate`
    submits or stands in.
    """
    rows = _answered(mandate, at).filter(speaks_for=speaker)
    return [each for each in _answers(rows, mandate, at, speaker) if each.waits]


def room_answer(comment_id: UUID, mandate: Mandate | None, at: datetime) -> RoomAnswer:
    """Return the answer to one comment. Raises Missing outside its room and before a release."""
    found = answers_in_rooms(mandate, at, comments=[comment_id])
    if not found:
        raise Missing(_("There is no such answer."))
    return found[0]


def _answered(mandate: Mandate, at: datetime) -> CommentQuerySet:
    released = Disposition.objects.visible_to(mandate, at).filter(released_at__isnull=False)
    return rows_in_rooms(mandate, at).filter(pk__in=released.values("comment_id"))


def _answers(
    rows: CommentQuerySet, mandate: Mandate, at: datetime, speaker: Circle | None
) -> list[RoomAnswer]:
    """Return the answers to comments, the latest released first."""
    cards = cards_of(list(rows.order_by("id")), mandate, at)
    answers = dispositions_of([card.id for card in cards], mandate, at)
    open_items = _open_items([card.item_id for card in cards])
    found = [_answer(card, answers[card.id], open_items, speaker) for card in cards]
    return sorted(found, key=_newest_first)


def _newest_first(each: RoomAnswer) -> tuple[float, str, UUID]:
    released = each.answer.released_at or each.answer.at
    return (-released.timestamp(), each.card.provision, each.card.id)


def _open_items(item_ids: Sequence[UUID]) -> set[UUID]:
    rows = RoundItem.objects.filter(pk__in=item_ids, provision__stage__in=OPEN_TO_REPLIES)
    return set(rows.values_list("pk", flat=True))


def _answer(
    card: CommentCard, answer: DispositionFacts, open_items: set[UUID], speaker: Circle | None
) -> RoomAnswer:
    is_open = card.stage != CommentStage.WITHDRAWN and card.item_id in open_items
    may_reply = is_open and speaker is not None and card.speaks_for.pk == speaker.pk
    return RoomAnswer(card, answer, is_open, may_reply)
