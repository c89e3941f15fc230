"""Nothing that is said in confidence stands in any digest or news, not even to whoever may read
it at the desk.
"""

from datetime import datetime, timedelta
from typing import Any

import pytest

from notifications.enums import Frequency, Kind, Topic
from notifications.letters.compose import compose
from notifications.letters.letter import Letter
from notifications.models import Delivery, Recipient, Subscription
from notifications.planning.news import plan_news
from notifications.services.recipients import ensure_recipients
from provisions.services.facts import change_facts
from reviews.services.clusters import make_cluster
from reviews.services.rooms import write_message
from tests.factories.dispositions import PREPARED, make_answering, prepare
from tests.factories.notifications import make_subscriber, make_subscription
from tests.factories.people import IMPORTER
from tests.factories.positions import take
from tests.factories.reviews import (
    AFTER,
    ANNOUNCED,
    DURING,
    OPENS,
    Review,
    make_draft,
    make_review,
    make_submitted,
    share,
)
from tests.stakeholders.cast import actor

from .digests import digest_for, say

CANARY = "quillwort"
FOLLOWED = (
    (Topic.FRAMEWORK, "trial"),
    (Topic.PROVISION, "trial.1"),
    (Topic.THEME, "skills"),
    (Topic.ROUND, "trial.round.1"),
    (Topic.SEARCH, "q=training"),
)
DIGESTS = (Kind.DAILY_DIGEST, Kind.WEEKLY_DIGEST, Kind.PROCESS_DIGEST)


def everybody() -> list[Recipient]:
    """Return everybody with a mandate and an address without; all follow all there is."""
    ensure_recipients(OPENS)
    outside = make_subscriber(at=ANNOUNCED)
    readers = [*Recipient.objects.exclude(pk=outside.pk).order_by("pk"), outside]
    for reader in readers:
        for (topic, subject), often in zip(FOLLOWED, (*Frequency.values, "daily"), strict=True):
            frequency = Frequency.NOW if often == Frequency.NEVER else often
            make_subscription(reader, topic, subject, frequency, at=OPENS)
    people = [each for each in readers if each.user_id]
    Subscription.objects.bulk_create(
        Subscription(
            recipient=each,
            topic=Topic.ROOMS,
            frequency=Frequency.NOW if number % 2 else Frequency.DAILY,
            begun_at=OPENS,
            confirmed_at=OPENS,
        )
        for number, each in enumerate(people)
    )
    return readers


def confide(review: Review) -> None:
    """Say the word in every room, at every stage that a comment has before publication."""
    house = review.house
    words: dict[str, Any] = {
        "body": f"{CANARY} b",
        "reason": f"{CANARY} r",
        "proposed": f"{CANARY} p",
    }
    for by, circle in (
        (house["AAA-focal"], house.delegation("AAA")),
        (house["north-group"], house.region("north-group")),
        (house["workers-spokesperson"], house.group("workers")),
    ):
        make_draft(review, by, circle, **words)
        comment = share(review, by, circle, **words)
        known: dict[str, Any] = {"comment_id": comment.pk, "at": DURING, "actor": actor(by)}
        write_message(**known, text=f"{CANARY} m")
        make_submitted(review, by, circle, place=1, **words)
        take(review, by, circle, "objection", reasons=f"{CANARY} o")


def change_something(review: Review, at: datetime) -> None:
    """Change something in public, so that there is something to say to everybody."""
    change_facts(provision=review.provisions[0], themes=["skills", "osh"], actor=IMPORTER, at=at)


def letters(readers: list[Recipient], at: timedelta | None = None) -> list[Letter]:
    moment = DURING + (at or timedelta(hours=2))
    plan_news(moment)
    said = [digest_for(reader, moment, kind)[1] for reader in readers for kind in DIGESTS]
    told_now = Delivery.objects.filter(kind__in=[Kind.NEWS, Kind.ROOM_NEWS]).order_by("pk")
    said += [compose(each, moment) for each in told_now]
    return [each for each in said if isinstance(each, Letter)]


@pytest.fixture
def review(db: None) -> Review:
    made = make_review()
    plan_news(OPENS)
    return made


def test_no_word_of_an_open_round_stands_in_a_letter_to_anybody(review: Review) -> None:
    readers = everybody()
    confide(review)
    change_something(review, DURING)
    found = letters(readers)
    assert len(found) > 30
    assert not [each for each in found if CANARY in say(each)]
    assert any("There is news in" in say(each) for each in found)


def test_nor_what_the_review_secretariat_prepares(db: None) -> None:
    words: dict[str, Any] = {"publication": "with_answers"}
    answering = make_answering(**words)
    plan_news(AFTER)
    readers = everybody()
    reasons = dict.fromkeys(("en", "fr", "es"), f"{CANARY} answer")
    prepare(answering, answering.comments, reasons=reasons)
    make_cluster(
        item_id=answering.review.item().pk,
        comment_ids=[answering.delegation.pk],
        name=f"{CANARY} cluster",
        actor=actor(answering.secretariat),
        at=PREPARED,
    )
    change_something(answering.review, PREPARED)
    found = letters(readers, PREPARED - DURING + timedelta(hours=1))
    assert len(found) > 30
    for each in found:
        assert CANARY not in say(each)
        assert "Words of" not in say(each)  # comments that wait for their answers
