"""The gate: of every noun, who reads it; asked as everybody there is.

Each scene is one comment with all that belongs to it: words, authors, moves, a thread, a voice.
"""

from datetime import datetime

import pytest
from django.db.models import Model

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
from reviews.selectors.handed import handed_over_comments
from reviews.selectors.waiting import my_drafts
from reviews.services.cutoffs import set_cutoff
from stakeholders.enums import Capacity
from stakeholders.services.regional import end_regional_membership
from tests.factories.frameworks import make_framework
from tests.factories.reviews import (
    AFTER,
    DURING,
    Review,
    make_draft,
    make_review,
)
from tests.stakeholders.cast import House, actor, admitted

from .cast import LATER
from .scenes import IN_AAA, ROOMS, People, scene

INNER: list[type[Model]] = [Author, MadeMove, Message, Voice]
OUTER: list[type[Model]] = [Comment, Wording, SubmittedComment]


def readers_of(model: type[Model], everybody: People, at: datetime = AFTER) -> set[str]:
    """Return who reads any row of a model; each person all rows or none of the scene's."""
    objects = model._default_manager
    return {
        name
        for name, mandate in everybody.items()
        if objects.visible_to(mandate, at).exists()  # type: ignore[attr-defined]
    }


@pytest.mark.parametrize("room", ROOMS)
def test_before_it_is_handed_over_only_its_room_knows_of_a_comment(
    review: Review, everybody: People, room: str
) -> None:
    played = scene(review, room).play()
    kinds: list[type[Model]] = [Comment, Wording, *INNER]
    for model in kinds:
        assert readers_of(model, everybody) == played.inside, model
    kinds = [Submission, SubmittedComment, Draft, Manifest]
    for model in kinds:
        assert readers_of(model, everybody) == set(), model
    assert readers_of(Round, everybody) == set(everybody)


@pytest.mark.parametrize("room", ROOMS)
def test_handed_over_its_words_are_the_secretariats_too_and_its_inner_life_is_not(
    review: Review, everybody: People, room: str
) -> None:
    played = scene(review, room).play(CommentStage.SUBMITTED)
    outside = played.inside | {"secretariat"}
    kinds: list[type[Model]] = [*OUTER, Submission]
    for model in kinds:
        assert readers_of(model, everybody) == outside, model
    for model in INNER:
        assert readers_of(model, everybody) == played.inside, model
    words = Wording.objects.visible_to(everybody["secretariat"], AFTER)
    assert [each.body for each in words] == ["Second words."]


@pytest.mark.parametrize("room", ROOMS)
def test_published_its_latest_words_are_everybodys(
    review: Review, everybody: People, room: str
) -> None:
    played = scene(review, room).play(CommentStage.PUBLISHED)
    for model in OUTER:
        assert readers_of(model, everybody) == set(everybody), model
    for name, mandate in everybody.items():
        words = Wording.objects.visible_to(mandate, AFTER).count()
        assert words == (2 if name in played.inside else 1), name
    assert readers_of(Submission, everybody) == played.inside | {"secretariat"}
    for model in INNER:
        assert readers_of(model, everybody) == played.inside, model


def test_withdrawn_its_words_are_its_rooms_again(review: Review, everybody: People) -> None:
    scene(review, "delegation").play(CommentStage.WITHDRAWN)
    assert readers_of(Comment, everybody) == IN_AAA | {"secretariat"}
    assert readers_of(Wording, everybody) == IN_AAA


def test_each_circle_reads_its_own_cutoff_and_its_own_part_of_the_manifest(
    review: Review, everybody: People
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


def test_a_draft_is_its_authors_alone(review: Review, everybody: People) -> None:
    house = review.house
    for room in (house.delegation("AAA"), house.region("north-group")):
        make_draft(review, house["AAA"], room)
    assert readers_of(Draft, everybody) == {"AAA"}
    for name, mandate in everybody.items():
        assert bool(my_drafts(mandate, AFTER)) == (name == "AAA"), name


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
