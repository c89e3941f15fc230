"""Working drafts of next versions, as the review secretariat writes them beside the comments."""

from datetime import datetime, timedelta
from typing import Any

from provisions.models import Version
from reviews.anchors import Anchor, make_anchor
from reviews.models import Comment, NextVersion
from reviews.services.next_version_publication import publish_next_version
from reviews.services.next_versions import begin_next_version, save_next_version, take_over
from stakeholders.models import Circle, Mandate
from tests.stakeholders.cast import actor

from .provisions import WORDS
from .reviews import AFTER, Review, make_submitted

DRAFTED = AFTER + timedelta(days=2)


def begun(review: Review, *, place: int = 0, at: datetime = DRAFTED) -> NextVersion:
    """Return the working draft of a provision of the review, begun by the review secretariat."""
    provision = review.provisions[place]
    provision.refresh_from_db()
    return begin_next_version(
        key=provision.key,
        expected_version=provision.latest_version,
        actor=actor(review.house["secretariat"]),
        at=at,
    )


def redrafted(
    review: Review, *, place: int = 0, at: datetime = DRAFTED, **bodies: str
) -> NextVersion:
    """Return the working draft with these bodies by language, the titles as they were."""
    draft = begun(review, place=place, at=at)
    texts = {
        code: {"title": text["title"], "body": bodies.get(code, text["body"])}
        for code, text in draft.texts.items()
    }
    return save_next_version(
        key=draft.provision.key,
        expected_edition=draft.edition,
        texts=texts,
        actor=actor(review.house["secretariat"]),
        at=at,
    )


def taken_over(review: Review, comment: Comment, *, at: datetime = DRAFTED) -> NextVersion:
    """Return the working draft with the comment's proposed wording in it, begun if need be."""
    key = comment.item.provision.key
    draft = NextVersion.objects.filter(provision__key=key).first()
    if draft is None:
        draft = begun(review, place=[each.key for each in review.provisions].index(key), at=at)
    return take_over(
        key=key,
        comment_id=comment.pk,
        expected_edition=draft.edition,
        actor=actor(review.house["secretariat"]),
        at=at,
    )


def publish(review: Review, draft: NextVersion, **terms: Any) -> Version:
    """Return the version that the review secretariat published from a working draft."""
    said: dict[str, Any] = {
        "key": draft.provision.key,
        "expected_edition": draft.edition,
        "reason": "The comments ask for other words.",
        "actor": actor(review.house["secretariat"]),
        "at": DRAFTED,
    }
    return publish_next_version(**(said | terms))


def anchor_on(words: str, body: str = WORDS["en"].body) -> Anchor:
    """Return the anchor of the first place at which `words` stand in `body`."""
    start = body.index(words)
    return make_anchor(body, start, start + len(words))


def handed_over(
    review: Review, by: Mandate, circle: Circle, words: str = "", **terms: Any
) -> Comment:
    """Return a submitted comment on these words of the English text; "" for all of it."""
    anchor = anchor_on(words) if words else None
    return make_submitted(review, by, circle, **({"anchor": anchor} | terms))


def proposing(review: Review, words: str, proposed: str = "", **terms: Any) -> Comment:
    """Return a submitted comment of AAA's that proposes a wording for these words."""
    house = review.house
    return handed_over(
        review, house["AAA-focal"], house.delegation("AAA"), words, proposed=proposed, **terms
    )


def said(review: Review, **terms: Any) -> dict[str, Any]:
    """Return what every change of the draft names: the provision, the edition, who and when."""
    wanted = {"key": "trial.1", "expected_edition": 1, "actor": actor(review.house["secretariat"])}
    return wanted | {"at": DRAFTED} | terms


def body_of(draft: NextVersion, language: str = "en") -> str:
    draft.refresh_from_db()
    return str(draft.texts[language]["body"])
