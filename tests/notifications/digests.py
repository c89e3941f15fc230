"""Digests as readers get them: planned by hand, written and noted as sent."""

from datetime import datetime, timedelta
from uuid import uuid4

from notifications.enums import DeliveryState, DropReason, Kind
from notifications.letters.compose import compose
from notifications.letters.letter import Letter, Silence
from notifications.models import Delivery, Recipient
from tests.factories.notifications import make_delivery


def say(letter: Letter) -> str:
    """Return every word and address of a letter, line by line."""
    lines = [line for part in letter.parts for line in part.lines]
    if letter.action is not None:
        lines.append(letter.action)
    told = [letter.subject, letter.preheader, *letter.opening, letter.why, letter.thread]
    told += [part.heading for part in letter.parts]
    for line in lines:
        told += [line.text, line.url, *line.details]
    return "\n".join(told)


def part_of(letter: Letter, heading: str) -> dict[str, tuple[str, ...]]:
    """Return what stands under a heading: each line with its details; nothing where it is not."""
    lines = [line for part in letter.parts if part.heading == heading for line in part.lines]
    return {line.text: line.details for line in lines}


def digest_for(
    reader: Recipient, at: datetime, kind: str = Kind.DAILY_DIGEST, *, window: str = ""
) -> tuple[Delivery, Letter | Silence]:
    """Return a digest that is due at `at`, and what it says."""
    delivery = make_delivery(reader, kind, window=window or uuid4().hex, at=at)
    return delivery, compose(delivery, at)


def sent_digest(reader: Recipient, at: datetime, kind: str = Kind.DAILY_DIGEST) -> Letter:
    """Return a digest that says something, and note that it left a second later."""
    delivery, letter = digest_for(reader, at, kind)
    assert isinstance(letter, Letter), letter
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.SENT,
        ended_at=at + timedelta(seconds=1),
        content_digest="0" * 64,
        marks=dict(letter.marks),
    )
    return letter


def silent_digest(reader: Recipient, at: datetime, kind: str = Kind.DAILY_DIGEST) -> None:
    """Note that a digest had nothing to say."""
    delivery, said = digest_for(reader, at, kind)
    assert said == Silence(DropReason.NOTHING_TO_SAY)
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.DROPPED,
        ended_at=at + timedelta(seconds=1),
        reason=DropReason.NOTHING_TO_SAY,
    )
