"""Rounds and comments as people make them: each step is a real act of somebody entitled to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from core.actor import Actor
from frameworks.models import Framework
from provisions.models import Provision
from reviews.content import DraftContent
from reviews.models import Comment, Draft, FrozenText, Round, RoundItem, Submission
from reviews.round_drafts import ItemDraft
from reviews.services.drafts import begin_draft, share_draft
from reviews.services.rounds import close_due_round, open_round
from reviews.services.submissions import submit_comments
from stakeholders.models import Circle, Mandate
from tests.stakeholders.cast import House, actor, found_house

from .frameworks import make_framework
from .provisions import make_provision

ANNOUNCED = datetime(2026, 9, 20, 7, tzinfo=UTC)
OPENS = datetime(2026, 10, 1, 6, tzinfo=UTC)
CLOSES = datetime(2026, 10, 15, 16, tzinfo=UTC)  # 18:00 in Geneva
DURING = OPENS + timedelta(days=3)
AFTER = CLOSES + timedelta(hours=1)
PORTAL = Actor.system("trial_portal")


@dataclass
class Review:
    """A round with the house that holds it. Items are in the document's order."""

    house: House
    framework: Framework
    provisions: list[Provision]
    round: Round

    def item(self, place: int = 0) -> RoundItem:
        return self.round.items.get(provision=self.provisions[place])

    def text(self, place: int = 0, language: str = "en") -> FrozenText:
        return self.item(place).texts.get(language=language)


def make_review(
    house: House | None = None,
    *,
    framework: Framework | None = None,
    count: int = 2,
    **terms: Any,
) -> Review:
    """Return a round on `count` new provisions, opened by the review secretariat; `terms` as
    `make_round` takes them. Without a house one is founded.
    """
    house = house or found_house()
    framework = framework or make_framework()
    provisions = [make_provision(framework, str(place + 1)) for place in range(count)]
    return Review(house, framework, provisions, make_round(house, provisions, **terms))


def make_round(
    house: House,
    provisions: Sequence[Provision],
    *,
    by: Mandate | None = None,
    at: datetime = OPENS,
    **changes: Any,
) -> Round:
    """Return a round that opens at `OPENS`, and so at once unless `at` is earlier."""
    for provision in provisions:
        provision.refresh_from_db()
    terms: dict[str, Any] = {
        "framework": provisions[0].framework.slug,
        "items": [ItemDraft(each.key, each.latest_version) for each in provisions],
        "opens_at": OPENS,
        "closes_at": CLOSES,
        "purpose": {"en": "The words of the first draft.", "fr": "Les mots du premier projet."},
        "languages": ["en", "fr"],
        "publication": "at_close",
    }
    return open_round(**(terms | changes), actor=actor(by or house["secretariat"]), at=at)


def closed(round_: Round, *, at: datetime | None = None) -> Round:
    """Return the round, closed by the portal at the end of its window or at `at`."""
    return close_due_round(round_id=round_.pk, actor=PORTAL, at=at or round_.closes_at)


def make_draft(
    review: Review,
    by: Mandate,
    circle: Circle,
    *,
    speaks_for: Circle | None = None,
    place: int = 0,
    at: datetime = DURING,
    **content: Any,
) -> Draft:
    """Return a private draft for the room of `circle`, about the provision at `place`."""
    said: dict[str, Any] = {
        "type": "substantive",
        "purpose": "change",
        "body": f"Words of {by.user.name}.",
        "reason": "It would be clearer.",
        "proposed": "Training is given, and paid for, before a new tool is used.",
        "language": "en",
        "anchor": None,
        "question_id": None,
        "text_id": review.text(place).pk,
    }
    return begin_draft(
        item_id=review.item(place).pk,
        content=DraftContent(
            circle_id=circle.pk,
            speaks_for_id=speaks_for.pk if speaks_for else None,
            **(said | content),
        ),
        actor=actor(by),
        at=at,
    )


def share(
    review: Review, by: Mandate, circle: Circle, *, at: datetime = DURING, **terms: Any
) -> Comment:
    """Return a comment that `by` shared in the room of `circle`; `terms` as `make_draft`."""
    draft = make_draft(review, by, circle, at=at, **terms)
    return share_draft(draft_id=draft.pk, expected_edition=draft.edition, actor=actor(by), at=at)


def submit(comments: Sequence[Comment], by: Mandate, *, at: datetime = DURING) -> Submission:
    """Return the receipt of what `by` submitted; what was shared only is endorsed on the way."""
    return submit_comments(comment_ids=[comment.pk for comment in comments], actor=actor(by), at=at)


def make_submitted(
    review: Review,
    by: Mandate,
    circle: Circle,
    *,
    submitter: Mandate | None = None,
    at: datetime = DURING,
    **terms: Any,
) -> Comment:
    """Return a comment that `by` shared and `submitter`, or else `by`, cleared and submitted."""
    comment = share(review, by, circle, at=at, **terms)
    submit([comment], submitter or by, at=at)
    comment.refresh_from_db()
    return comment
