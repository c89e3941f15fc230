"""Two rounds with positions of every kind of actor, and answers to the first round's comments."""

from dataclasses import dataclass
from datetime import timedelta

from reviews.models import Comment, Position
from reviews.services.disposition_release import release_dispositions
from reviews.services.dispositions import prepare_dispositions
from reviews.services.next_versions import save_next_version
from reviews.services.placement_confirmation import confirm_placement
from tests.factories.dispositions import PREPARED, REASONS, RELEASED, reply
from tests.factories.next_versions import anchor_on, publish, taken_over
from tests.factories.positions import (
    DURING_AGAIN,
    correct,
    joined,
    next_round,
    release,
    take,
    take_for,
    take_for_state,
)
from tests.factories.reviews import AFTER, DURING, Review, closed
from tests.stakeholders.cast import actor

from .published import BODY, HELD, PROPOSED, make_published

SILENT = "Nobody outside the room may read this."
MAINTAINED = "The words are still not clear to the North."
REDRAFTED = AFTER + timedelta(days=4)


@dataclass
class Converged:
    """Both rounds: the first on two provisions, the second on the next version of the first."""

    first: Review
    second: Review

    @property
    def key(self) -> str:
        """Return the key of the provision that both rounds were about."""
        return self.first.provisions[0].key


def make_converged() -> Converged:
    """Return two closed rounds.

    The first closed with the Employers' reservation (an objection at first, released on their own
    word and then corrected), the Workers' support subject to an amendment, what a regional group
    says and one member does not join, and a State that another one joins. Its comments were
    answered, and the next version has what the Employers proposed. In the second, on that
    version, the Employers can join the consensus, one State objects in the place of a reservation
    that it had released, and what the Workers took after the close is not released: they are still
    to confirm.
    """
    first = make_published(_first_positions)
    _answer(first)
    _redraft(first)
    second = next_round(first)
    take_for(second, "employers", "can_join_consensus", at=DURING_AGAIN)
    said_first = take_for_state(second, "CCC", "reservation", at=DURING_AGAIN)
    release(said_first, second.house["CCC"], at=DURING_AGAIN)
    take_for_state(second, "CCC", "objection", at=DURING_AGAIN + timedelta(hours=1))
    closed(second.round)
    second.round.refresh_from_db()
    take_for(
        second,
        "workers",
        "objection",
        reasons=SILENT,
        at=second.round.closes_at + timedelta(hours=1),
    )
    return Converged(first, second)


def _first_positions(review: Review) -> None:
    house = review.house
    speaker = house["employers-spokesperson"]
    mistaken = release(take_for(review, "employers", "objection"), speaker)
    correct(mistaken, speaker, "reservation", at=DURING + timedelta(hours=1))
    take_for(review, "workers", "reservation", reasons=SILENT)  # replaced before the release
    take_for(review, "workers", "support_subject_to_amendment", at=DURING + timedelta(hours=1))
    of_region = take(review, house["north-group"], house.region("north-group"), ad_referendum=True)
    joined(of_region, house["BBB-focal"], house.delegation("BBB"), "does_not_join")
    of_state = release(take_for_state(review, "AAA"), house["AAA"])
    joined(of_state, house["CCC-focal"], house.delegation("CCC"))
    take_for(review, "workers", "support", place=1)


def _answer(review: Review) -> None:
    house, comments = review.house, by_words(review)
    kinds = {"Of the North.": "noted", "Of one, with another.": "left_to_groups"}
    for body, kind in ((BODY, "incorporated_in_part"), *kinds.items()):
        _prepare(review, comments[body], kind)
    _prepare(review, comments["Late."], "duplicate", duplicate_of=comments[BODY].pk)
    release_dispositions(round_id=review.round.pk, actor=actor(house["secretariat"]), at=RELEASED)
    reply(comments[BODY], house["employers-spokesperson"], kind="satisfied", text="")
    reply(comments["Of the North."], house["north-group"], text=MAINTAINED)


def _redraft(review: Review) -> None:
    """Publish the next version: what the Employers proposed is in it, the words that the North
    held on to are gone; a person of the review secretariat looked at both.
    """
    comments = by_words(review)
    draft = taken_over(review, comments[BODY], at=REDRAFTED)
    texts = {language: dict(text) for language, text in draft.texts.items()}
    texts["en"]["body"] = texts["en"]["body"].replace(HELD, "whenever a machine")
    secretariat = actor(review.house["secretariat"])
    draft = save_next_version(
        key=draft.provision.key,
        expected_edition=draft.edition,
        texts=texts,
        actor=secretariat,
        at=REDRAFTED,
    )
    publish(review, draft, at=REDRAFTED)
    now_stands = anchor_on(PROPOSED, texts["en"]["body"])
    for words, decision, anchor in (
        (BODY, "elsewhere", now_stands),
        ("Of the North.", "gone", None),
    ):
        confirm_placement(
            comment_id=comments[words].pk,
            version=2,
            expected_number=1,
            decision=decision,
            anchor=anchor,
            actor=secretariat,
            at=REDRAFTED + timedelta(hours=1),
        )


def _prepare(review: Review, comment: Comment, kind: str, **terms: object) -> None:
    prepare_dispositions(
        comment_ids=[comment.pk],
        kind=kind,
        reasons=REASONS,
        expected={comment.pk: 0},
        actor=actor(review.house["secretariat"]),
        at=PREPARED,
        **terms,  # type: ignore[arg-type]
    )


def by_words(review: Review) -> dict[str, Comment]:
    """Return the published comments of a round that still have words, by these."""
    published = Comment.objects.filter(round=review.round, published_at__isnull=False)
    return {
        wording.body: comment
        for comment in published
        if (wording := comment.wordings.order_by("-number").first()) is not None
    }


def released(review: Review) -> list[Position]:
    return list(Position.objects.filter(item__round=review.round, released_at__isnull=False))
