"""Answers that everybody may read, in a constant number of queries."""

import pytest

from frameworks.keys import disposition_key
from frameworks.selectors import Stretch
from reviews.selectors.published_dispositions import read_published_dispositions
from tests.factories.dispositions import (
    REASONS,
    RELEASED,
    REPLIED,
    Answering,
    make_answering,
    make_released,
    prepare,
    release,
    reply,
)
from tests.factories.frameworks import make_framework
from tests.provisions.queries import count_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def answering(house) -> Answering:
    return make_released(house)


def test_a_released_answer_to_a_published_comment_is_everybodys(answering):
    rows = read_published_dispositions().rows
    assert [row.comment for row in rows] == [f"trial.comment.1-{number}" for number in (1, 2, 3)]
    first = rows[0]
    assert (first.key, first.round, first.framework) == (
        "trial.disposition.1-1",
        "trial.round.1",
        "trial",
    )
    assert (first.provision, first.version, first.kind) == ("trial.1", 1, "incorporated")
    assert (first.reasons, first.number, first.released_at) == (REASONS, 1, RELEASED)
    assert (first.reply, first.earlier, first.duplicate_of) == (None, (), "")


def test_what_was_said_before_stands_with_what_was_replied_to_it(answering):
    reply(answering.delegation, answering.house["AAA-focal"])
    prepare(
        answering,
        [answering.delegation],
        kind="duplicate",
        duplicate_of=answering.workers.pk,
        at=REPLIED,
    )
    [before] = read_published_dispositions(comments=[answering.delegation.key or ""]).rows
    assert before.kind == "incorporated" and before.reply is not None
    release(answering, at=REPLIED)
    [now] = read_published_dispositions(comments=[answering.delegation.key or ""]).rows
    assert (now.kind, now.number, now.reply) == ("duplicate", 2, None)
    assert now.duplicate_of == answering.workers.key
    [earlier] = now.earlier
    assert (earlier.kind, earlier.number) == ("incorporated", 1)
    assert earlier.reply is not None and earlier.reply.kind == "maintains"


def test_answers_to_comments_that_stay_inside_are_not_public(house):
    make_released(house, publication="never")
    assert read_published_dispositions().rows == ()


def test_they_are_found_by_framework_round_provision_kind_comment_and_key(house, answering):
    other = make_answering(house, framework=make_framework("other"))
    prepare(other, other.comments, kind="noted")
    release(other)
    other.delegation.refresh_from_db()

    def found(**terms):
        return {row.framework for row in read_published_dispositions(**terms).rows}

    assert found() == {"trial", "other"}
    assert found(frameworks=["other"]) == {"other"}
    assert found(rounds=["trial.round.1"]) == {"trial"}
    assert found(provisions=["other.1"]) == {"other"}
    assert found(kinds=["noted"]) == {"other"}
    assert found(comments=["trial.comment.1-1"]) == {"trial"}
    key = disposition_key(other.delegation.key or "")
    assert found(stretch=Stretch(keys=[key, "trial.1", "other..", other.delegation.key or ""])) == {
        "other"
    }
    assert found(stretch=Stretch(keys=[])) == set()


def test_a_walk_loses_and_doubles_nothing(answering):
    position: tuple[str | int, ...] | None = ()
    seen = []
    while position is not None:
        stretch = read_published_dispositions(Stretch(position=position, limit=2))
        seen += [row.key for row in stretch.rows]
        position = stretch.next
    assert seen == [f"trial.disposition.1-{number}" for number in (1, 2, 3)]


def test_it_takes_three_queries(answering):
    with count_queries() as statements:
        read_published_dispositions()
    assert len(statements) == 3
