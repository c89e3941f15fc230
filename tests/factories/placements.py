"""Comments on words, and later versions in which the portal looks for these words."""

from datetime import datetime, timedelta
from typing import Any

from provisions.drafts import TextDraft
from provisions.lifecycle import MoveCode, Stage
from provisions.models import Version
from provisions.services.texts import publish_version
from record.acts import together
from reviews.anchors import make_anchor
from reviews.models import Comment, Placement
from reviews.services.placements import confirm_placement, place_comments
from stakeholders.models import Circle, Mandate
from tests.stakeholders.cast import actor

from .provisions import WORDS, make_move
from .reviews import AFTER, Review, closed, make_submitted, share

REWRITTEN = AFTER + timedelta(days=2)
CONFIRMED = REWRITTEN + timedelta(days=1)

# Versions of `WORDS["en"]`, “Training is given before a new tool is used.”
LONGER = "Every tool has a name. Training is given before a new tool is used. Nobody is left out."
TWICE = "Training is given before a new tool is used. Training is given before a new tool is used."
SIMILAR = "Paid training is given long before any new tool is used."
ELSE = "Each workshop keeps a list of what it buys."


def on_words(
    review: Review,
    by: Mandate,
    circle: Circle,
    words: str | None = "before a new tool",
    *,
    language: str = "en",
    shared_only: bool = False,
    **terms: Any,
) -> Comment:
    """Return a comment that was submitted, or shared only, on these words of the first version."""
    body = WORDS[language].body
    start = body.index(words) if words else 0
    anchor = make_anchor(body, start, start + len(words)) if words else None
    told = {"anchor": anchor, "language": language, **terms}
    if shared_only:
        return share(review, by, circle, **told)
    return make_submitted(review, by, circle, **told)


def rewritten(
    review: Review,
    english: str = LONGER,
    *,
    place: int = 0,
    at: datetime = REWRITTEN,
    **bodies: str,
) -> Version:
    """Return the next version with these words, in which the comments of the closed round have
    been placed; a language that is not told stays without a text.
    """
    if review.round.state != "closed":
        review.round = closed(review.round)
    provision = review.provisions[place]
    provision.refresh_from_db()
    by = actor(review.house["secretariat"])
    with together():
        if provision.stage == Stage.IN_REVIEW:
            make_move(provision, MoveCode.RETURN_TO_DRAFT, actor=by, at=at)
        provision.refresh_from_db()
        version = publish_version(
            provision=provision,
            text_status=provision.versions.latest("number").text_status,
            source=None,
            source_paragraph=None,
            source_basis=None,
            texts={
                language: TextDraft(WORDS[language].title, body)
                for language, body in {"en": english, **bodies}.items()
            },
            actor=by,
            at=at,
            expected_version=provision.latest_version,
        )
        place_comments(version=version, actor=by, at=at)
    return version


def latest_of(comment: Comment) -> Placement:
    """Return the portal's or a person's last word on where a comment stands."""
    return comment.placements.order_by("version__number", "number").last()  # type: ignore[return-value]


def confirmed(
    review: Review,
    comment: Comment,
    decision: str = "gone",
    *,
    at: datetime = CONFIRMED,
    **terms: Any,
) -> Placement:
    """Return the placement of a comment in the latest version as the secretariat confirmed it."""
    latest = latest_of(comment)
    known: dict[str, Any] = {
        "version": latest.version.number,
        "expected_number": latest.number,
        "actor": actor(review.house["secretariat"]),
    }
    return confirm_placement(comment_id=comment.pk, decision=decision, at=at, **(known | terms))


def by_aaa(review: Review, words: str | None = "before a new tool", **terms: Any) -> Comment:
    """Return a comment of the delegation AAA, submitted by its focal point; as `on_words`."""
    house = review.house
    return on_words(
        review, house["AAA"], house.delegation("AAA"), words, submitter=house["AAA-focal"], **terms
    )
