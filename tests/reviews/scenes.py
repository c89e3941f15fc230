"""Everybody there is, and scenes of which only some of them may know."""

from dataclasses import dataclass, field
from typing import Any

from reviews.lifecycle import CommentStage
from reviews.models import Comment
from reviews.services.comments import revise_comment, withdraw_comment
from reviews.services.rooms import note_voice, write_message
from stakeholders.enums import Capacity
from stakeholders.models import Circle, Mandate
from stakeholders.services.mandates import end_mandate
from tests.factories.reviews import AFTER, DURING, Review, closed, share, submit
from tests.stakeholders.cast import House, actor, delegate, proposed

from .cast import governments_spokesperson, in_delegation
from .contents import content_in

People = dict[str, Mandate | None]


@dataclass
class Scene:
    """A comment in a room, and the names of those who are in it."""

    review: Review
    circle: Circle
    writer: Mandate
    submitter: Mandate
    inside: set[str]
    comment: Comment = field(init=False)

    def play(self, stage: CommentStage = CommentStage.SHARED) -> "Scene":
        self.comment = share(self.review, self.writer, self.circle)
        known: dict[str, Any] = {
            "comment_id": self.comment.pk,
            "at": DURING,
            "actor": actor(self.writer),
        }
        write_message(**known, text="Shall we?")
        note_voice(**known, kind="support")
        revise_comment(
            **known, expected_edition=1, content=content_in(self.comment, body="Second words.")
        )
        if stage in (CommentStage.SUBMITTED, CommentStage.PUBLISHED, CommentStage.WITHDRAWN):
            submit([self.comment], self.submitter)
        if stage == CommentStage.PUBLISHED:
            closed(self.review.round)
        if stage == CommentStage.WITHDRAWN:
            withdraw_comment(
                comment_id=self.comment.pk,
                expected_edition=Comment.objects.get(pk=self.comment.pk).edition,
                actor=actor(self.submitter),
                at=AFTER,
            )
        return self


def all_people(house: House) -> People:
    """Everybody there is, two who are no longer or not yet there, and nobody."""
    people: People = dict(house.mandates)
    ended = in_delegation(house, Capacity.DELEGATE, name="former")
    end_mandate(mandate_id=ended.pk, actor=actor(house["AAA-focal"]), at=DURING)
    ended.refresh_from_db()
    elsewhere = in_delegation(house, Capacity.DELEGATE, name="else", framework_key="elsewhere")
    barred = in_delegation(house, Capacity.DELEGATE, name="barred")
    barred.user.is_active = False
    barred.user.save()
    return people | {
        "ended": ended,
        "elsewhere": elsewhere,
        "unconfirmed": proposed(delegate(house)),
        "barred": barred,
        "adviser": in_delegation(house, Capacity.ADVISER),
        "nobody": None,
    }


IN_AAA = {"AAA", "AAA-focal", "adviser"}
IN_NORTH = IN_AAA | {"BBB", "BBB-focal", "north-group"}
IN_GOVERNMENTS = IN_NORTH | {"CCC", "CCC-focal", "south-group", "governments"}
IN_EMPLOYERS = {"employers", "employers-spokesperson"}
ROOMS = ["delegation", "region", "governments", "employers"]


def scene(review: Review, room: str) -> Scene:
    house = review.house
    return {
        "delegation": lambda: Scene(
            review, house.delegation("AAA"), house["AAA"], house["AAA-focal"], IN_AAA
        ),
        "region": lambda: Scene(
            review, house.region("north-group"), house["BBB"], house["north-group"], IN_NORTH
        ),
        "governments": lambda: Scene(
            review,
            house.group("governments"),
            house["governments"],
            governments_spokesperson(house),
            IN_GOVERNMENTS,
        ),
        "employers": lambda: Scene(
            review,
            house.group("employers"),
            house["employers"],
            house["employers-spokesperson"],
            IN_EMPLOYERS,
        ),
    }[room]()
