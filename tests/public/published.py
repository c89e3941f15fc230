"""Rounds with published comments of several actors, as the public zone shows them."""

from collections.abc import Callable
from datetime import timedelta

from reviews.anchors import make_anchor
from reviews.border import crossings_of, outer_edition
from reviews.models import Comment
from reviews.services.comments import endorse_comment, withdraw_comment
from reviews.services.late import accept_late
from reviews.services.rooms import note_voice
from reviews.services.submissions import offer_late
from tests.factories.next_versions import anchor_on
from tests.factories.reviews import (
    AFTER,
    DURING,
    Review,
    closed,
    make_review,
    make_submitted,
    share,
    submit,
)
from tests.stakeholders.cast import actor

HELD = "before a new tool"  # the words that the North's comment holds on to
PROPOSED = "Training for everybody"
BODY = "<b>Words of the Employers</b> & others"


def make_published(meanwhile: Callable[[Review], object] | None = None) -> Review:
    """Return a closed round: the Employers' change of some words, a regional group's comment that
    one member does not support, a delegation's that another co-sponsors, a late one of the
    Workers, and one that was withdrawn since. `meanwhile` is done before the round closes.
    """
    review = make_review()
    house = review.house
    text = review.text().text
    make_submitted(
        review,
        house["employers-spokesperson"],
        house.group("employers"),
        body=BODY,
        proposed=PROPOSED,
        anchor=make_anchor(text.body, 0, 8),
    )
    make_submitted(
        review, house["workers-spokesperson"], house.group("workers"), body="To be taken back."
    )
    _regional(review)
    _sponsored(review)
    unheard = share(review, house["workers-spokesperson"], house.group("workers"), body="Unheard.")
    if meanwhile is not None:
        meanwhile(review)
    closed(review.round)
    _late(review)
    _withdraw(review)
    assert not Comment.objects.filter(pk=unheard.pk, published_at__isnull=False).exists()
    review.round.refresh_from_db()
    return review


def _regional(review: Review) -> None:
    house = review.house
    body = review.text().text.body
    comment = share(
        review,
        house["north-group"],
        house.region("north-group"),
        body="Of the North.",
        anchor=anchor_on(HELD, body),
    )
    note_voice(
        comment_id=comment.pk,
        kind="dissent",
        text="Not in our name.",
        actor=actor(house["BBB-focal"]),
        at=DURING,
    )
    submit([comment], house["north-group"])


def _sponsored(review: Review) -> None:
    house = review.house
    comment = share(
        review,
        house["AAA"],
        house.region("north-group"),
        speaks_for=house.delegation("AAA"),
        place=1,
        body="Of one, with another.",
    )
    note_voice(comment_id=comment.pk, kind="co_sponsor", actor=actor(house["BBB-focal"]), at=DURING)
    endorse_comment(
        comment_id=comment.pk, expected_edition=1, actor=actor(house["AAA-focal"]), at=DURING
    )
    submit([comment], house["AAA"])


def _late(review: Review) -> None:
    house = review.house
    speaker = house["workers-spokesperson"]
    comment = share(review, speaker, house.group("workers"), body="Late.", at=AFTER)
    endorse_comment(comment_id=comment.pk, expected_edition=1, actor=actor(speaker), at=AFTER)
    offer_late(comment_ids=[comment.pk], reason="A storm.", actor=actor(speaker), at=AFTER)
    comment.refresh_from_db()
    accept_late(
        comment_id=comment.pk,
        expected_edition=outer_edition(comment, crossings_of([comment])[comment.pk]),
        reason="The line was cut.",
        actor=actor(house["secretariat"]),
        at=AFTER + timedelta(hours=1),
    )


def _withdraw(review: Review) -> None:
    comment = Comment.objects.get(wordings__body="To be taken back.")
    withdraw_comment(
        comment_id=comment.pk,
        expected_edition=comment.edition,
        actor=actor(review.house["workers-spokesperson"]),
        at=AFTER + timedelta(hours=2),
    )
