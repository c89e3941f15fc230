"""The story itself: what the other tests of this folder rest on really happened."""

import pytest

from reviews.lifecycle import CommentStage
from reviews.models import Comment

from .world import build

pytestmark = pytest.mark.django_db


def test_every_stage_is_reached_in_every_room():
    world = build()
    for room in ("AAA", "north-group", "governments", "employers"):
        comments = Comment.objects.filter(circle=world.people.circle(room))
        assert set(comments.values_list("stage", flat=True)) == set(CommentStage.values)
    assert len(world.canaries.readers) > 300
