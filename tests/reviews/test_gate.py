"""The gate: of every noun, who reads it; asked as everybody there is.

Each scene is one comment with all that belongs to it: words, authors, moves, a thread, a voice.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from django.db.models import Model

from core.errors import DomainError, Missing
from reviews.lifecycle import CommentStage
from reviews.models import (
    Author,
    Comment,
    Cutoff,
    Draft,
    MadeMove,
    Manifest,
    Message,
    Round,
    Submission,
    SubmittedComment,
    Voice,
    Wording,
)
from reviews.selectors.comments import read_room_comments, room_comments
from reviews.selectors.handed import handed_over_comment, handed_over_comments
from reviews.selectors.receipts import receipt
from reviews.selectors.rooms import comment_detail
from reviews.selectors.waiting import Waiting, my_drafts, waiting_for
from reviews.services.comments import revise_comment, withdraw_comment
from reviews.services.cutoffs import set_cutoff
from reviews.services.rooms import note_voice, write_message
from stakeholders.enums import Capacity
from stakeholders.models import Circle, Mandate
from stakeholders.services.mandates import end_mandate
from stakeholders.services.regional import end_regional_membership
from tests.factories.frameworks import make_framework
from tests.factories.reviews import (
    AFTER,
    DURING,
    Review,
    closed,
    make_draft,
    make_review,
    share,
    submit,
)
from tests.stakeholders.cast import House, actor, admitted, delegate, proposed

from .cast import LATER, governments_spokesperson, in_delegation
from .contents import content_in

INNER: list[type[Model]] = [Author, MadeMove, Message, Voice]


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
        known = {"comment_id": self.comment.pk, "at": DURING, "actor": actor(self.writer)}
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


@pytest.fixture
def everybody(house: House) -> dict[str, Mandate | None]:
    """Everybody there is, two who are no longer or not yet there, and nobody."""
    people: dict[str, Mandate | None] = dict(house.mandates)
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


def readers_of(
    model: type[Model], everybody: dict[str, Mandate | None], at: datetime = AFTER
) -> set[str]:
    """Return who reads any row of a model; each person all rows or none of the scene's."""
    objects = model._default_manager
    return {
        name
        for name, mandate in everybody.items()
        if objects.visible_to(mandate, at).exists()  # type: ignore[attr-defined]
    }


@pytest.mark.parametrize("room", ROOMS)
def test_before_it_is_handed_over_only_its_room_knows_of_a_comment(
    review: Review, everybody: dict[str, Mandate | None], room: str
) -> None:
    played = scene(review, room).play()
    for model in (Comment, Wording, *INNER):
        assert readers_of(model, everybody) == played.inside, model
    for model in (Submission, SubmittedComment, Draft, Manifest):
        assert readers_of(model, everybody) == set(), model
    assert readers_of(Round, everybody) == set(everybody)


@pytest.mark.parametrize("room", ROOMS)
def test_handed_over_its_words_are_the_secretariats_too_and_its_inner_life_is_not(
    review: Review, everybody: dict[str, Mandate | None], room: str
) -> None:
    played = scene(review, room).play(CommentStage.SUBMITTED)
    outside = played.inside | {"secretariat"}
    for model in (Comment, Wording, Submission, SubmittedComment):
        assert readers_of(model, everybody) == outside, model
    for model in INNER:
        assert readers_of(model, everybody) == played.inside, model
    words = Wording.objects.visible_to(everybody["secretariat"], AFTER)
    assert [each.body for each in words] == ["Second words."]


@pytest.mark.parametrize("room", ROOMS)
def test_published_its_latest_words_are_everybodys(
    review: Review, everybody: dict[str, Mandate | None], room: str
) -> None:
    played = scene(review, room).play(CommentStage.PUBLISHED)
    for model in (Comment, Wording, SubmittedComment):
        assert readers_of(model, everybody) == set(everybody), model
    for name, mandate in everybody.items():
        words = Wording.objects.visible_to(mandate, AFTER).count()
        assert words == (2 if name in played.inside else 1), name
    assert readers_of(Submission, everybody) == played.inside | {"secretariat"}
    for model in INNER:
        assert readers_of(model, everybody) == played.inside, model


def test_withdrawn_its_words_are_its_rooms_again(
    review: Review, everybody: dict[str, Mandate | None]
) -> None:
    scene(review, "delegation").play(CommentStage.WITHDRAWN)
    assert readers_of(Comment, everybody) == IN_AAA | {"secretariat"}
    assert readers_of(Wording, everybody) == IN_AAA


def test_each_circle_reads_its_own_cutoff_and_its_own_part_of_the_manifest(
    review: Review, everybody: dict[str, Mandate | None]
) -> None:
    house = review.house
    set_cutoff(
        round_id=review.round.pk,
        circle_id=house.delegation("AAA").pk,
        cutoff_at=LATER,
        actor=actor(house["AAA-focal"]),
        at=DURING,
    )
    assert readers_of(Cutoff, everybody) == IN_AAA
    scene(review, "delegation").play(CommentStage.PUBLISHED)
    own = Manifest.objects.filter(circle=house.delegation("AAA"))
    readers = {
        name
        for name, mandate in everybody.items()
        if own.filter(pk__in=Manifest.objects.visible_to(mandate, AFTER)).exists()
    }
    assert readers == IN_AAA


def test_a_draft_is_its_authors_alone(review: Review, everybody: dict[str, Mandate | None]) -> None:
    house = review.house
    for room in (house.delegation("AAA"), house.region("north-group")):
        make_draft(review, house["AAA"], room)
    assert readers_of(Draft, everybody) == {"AAA"}
    for name, mandate in everybody.items():
        assert bool(my_drafts(mandate, AFTER)) == (name == "AAA"), name


@pytest.mark.parametrize("room", ROOMS)
def test_the_readings_stand_behind_the_gate(
    review: Review, everybody: dict[str, Mandate | None], room: str
) -> None:
    played = scene(review, room).play(CommentStage.SUBMITTED)
    sealed = Submission.objects.get()
    for name, mandate in everybody.items():
        inside = name in played.inside
        assert bool(read_room_comments(mandate, AFTER).rows) == inside, name
        assert bool(handed_over_comments(mandate, AFTER).rows) == (name == "secretariat"), name
        for read, thing, allowed in (
            (comment_detail, played.comment.pk, inside),
            (handed_over_comment, played.comment.pk, name == "secretariat"),
            (receipt, sealed.pk, inside or name == "secretariat"),
        ):
            assert can_read(read, thing, mandate) == allowed, name


def test_a_room_is_there_for_its_members_only(
    review: Review, everybody: dict[str, Mandate | None]
) -> None:
    room = review.house.delegation("AAA")
    scene(review, "delegation").play()
    # Limited to another framework one is in the room, and finds nothing of this one there.
    found = {"elsewhere": 0} | dict.fromkeys(IN_AAA, 1)
    for name, mandate in everybody.items():
        if name in found:
            assert len(room_comments(room, mandate, AFTER).rows) == found[name]
            continue
        with pytest.raises(Missing):
            room_comments(room, mandate, AFTER)


def can_read(read, thing: UUID | None, mandate: Mandate | None) -> bool:
    try:
        read(thing, mandate, AFTER)
    except Missing:
        return False
    return True


def test_a_random_id_is_refused_as_a_hidden_one_is(
    review: Review, everybody: dict[str, Mandate | None]
) -> None:
    hidden = scene(review, "delegation").play().comment.pk
    for name, mandate in everybody.items():
        if name in IN_AAA:
            continue
        for read in (comment_detail, handed_over_comment, receipt):
            refusals = set()
            for thing in (hidden, uuid4()):
                with pytest.raises(DomainError) as refused:
                    read(thing, mandate, AFTER)
                refusals.add((type(refused.value), refused.value.detail, refused.value.code))
            assert len(refusals) == 1


def test_nothing_waits_for_who_is_not_there(
    review: Review, everybody: dict[str, Mandate | None]
) -> None:
    scene(review, "delegation").play()
    for name in ("nobody", "ended", "unconfirmed", "barred"):
        assert waiting_for(everybody[name], AFTER) == Waiting(), name


def test_a_receipt_names_persons_in_its_room_only(review: Review) -> None:
    house = review.house
    scene(review, "delegation").play(CommentStage.SUBMITTED)
    sealed = Submission.objects.get()
    ours = receipt(sealed.pk, house["AAA"], AFTER)
    theirs = receipt(sealed.pk, house["secretariat"], AFTER)
    assert ours.person is not None
    assert ours.person.name == "Focal-aaa"
    assert (theirs.person, theirs.for_person) == (None, None)
    assert ours.lines == theirs.lines


def test_a_limited_secretariat_reads_nothing_of_another_framework(house: House) -> None:
    one, two = (make_review(house, framework=make_framework(name)) for name in ("one", "two"))
    for review in (one, two):
        scene(review, "delegation").play(CommentStage.SUBMITTED)
    limited = admitted(house["secretariat"], "lim", Capacity.SECRETARIAT, framework_key="one")
    for model in (Comment, Wording, Submission, SubmittedComment):
        assert model.objects.visible_to(limited, AFTER).count() == 1
        assert model.objects.visible_to(house["secretariat"], AFTER).count() == 2
    [only] = handed_over_comments(limited, AFTER).rows
    assert only.framework == "one"


def test_a_state_that_leaves_its_group_reads_the_room_no_longer(review: Review) -> None:
    house = review.house
    scene(review, "region").play()
    assert Comment.objects.visible_to(house["AAA"], DURING).exists()
    end_regional_membership(
        membership_id=house.states["AAA"].regional_groups.get().pk,
        actor=actor(house["north-group"]),
        at=LATER,
    )
    for model in (Comment, Wording, *INNER):
        assert not model._default_manager.visible_to(house["AAA"], LATER).exists()  # type: ignore[attr-defined]
        assert model._default_manager.visible_to(house["BBB"], LATER).exists()  # type: ignore[attr-defined]
