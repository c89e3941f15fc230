"""Two people at once over answers, each on a connection of their own."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from core.errors import DomainError
from record.models import Entry
from reviews.models import Disposition, Reply
from reviews.services.comments import withdraw_comment
from reviews.services.replies import reply_to_disposition
from tests.conftest import AtOnce
from tests.factories.dispositions import (
    RELEASED,
    Answering,
    make_answering,
    make_colleague,
    make_released,
    prepare,
    release,
    reply,
)
from tests.stakeholders.cast import actor

pytestmark = pytest.mark.django_db(transaction=True)
LATER = RELEASED + timedelta(days=5)


def outcome(call: Callable[[], object]) -> Callable[[], str]:
    """Return a call that answers "done" or the code of the refusal."""

    def attempt() -> str:
        try:
            call()
        except DomainError as refusal:
            return refusal.code
        return "done"

    return attempt


@pytest.fixture
def answering(transactional_db: None) -> Answering:
    return make_answering()


def test_of_two_who_answer_at_once_one_does_and_the_other_is_told(
    answering: Answering, at_once: AtOnce
) -> None:
    colleague = make_colleague(answering.house)
    first, second = answering.comments, list(reversed(answering.comments))
    results = at_once(
        outcome(lambda: prepare(answering, first, expected={})),
        outcome(lambda: prepare(answering, second, by=colleague, kind="noted", expected={})),
    )
    assert sorted(results) == ["answered_elsewhere", "done"]
    assert Disposition.objects.count() == 3


def test_two_who_draw_comments_as_duplicates_of_each_other_make_no_circle(
    answering: Answering, at_once: AtOnce
) -> None:
    colleague, one, other = make_colleague(answering.house), answering.region, answering.workers

    def repeats(comment, target, by):
        return lambda: prepare(
            answering, [comment], kind="duplicate", duplicate_of=target.pk, by=by, expected={}
        )

    results = at_once(
        outcome(repeats(one, other, answering.secretariat)),
        outcome(repeats(other, one, colleague)),
    )
    assert sorted(results)[0] == "done"
    assert sorted(results)[1].startswith("duplicate_")
    assert Disposition.objects.count() == 1


def test_answers_are_released_once(answering: Answering, at_once: AtOnce) -> None:
    colleague = make_colleague(answering.house)
    prepare(answering, answering.comments)
    results = at_once(
        outcome(lambda: release(answering)),
        outcome(lambda: release(answering, by=colleague)),
    )
    assert sorted(results) == ["done", "nothing_to_release"]
    chain = Entry.objects.filter(circle="public", code="round.dispositions_released")
    assert chain.count() == 1


def test_a_withdrawal_and_a_release_wait_for_each_other(
    answering: Answering, at_once: AtOnce
) -> None:
    prepare(answering, answering.comments)
    comment = answering.delegation

    def withdraw() -> None:
        withdraw_comment(
            comment_id=comment.pk,
            expected_edition=comment.edition,
            actor=actor(answering.house["AAA-focal"]),
            at=RELEASED,
        )

    assert at_once(outcome(withdraw), outcome(lambda: release(answering))) == ["done", "done"]
    answer = comment.dispositions.get()
    withdrawn = Entry.objects.get(circle="public", code="comment.withdrawn")
    # Whoever came second knew of the other: a released answer is touched by the withdrawal.
    assert (answer.released_at is not None) == ("trial.disposition.1-1" in withdrawn.touches)


def test_a_reply_and_a_new_answer_meet_in_one_order(
    transactional_db: None, at_once: AtOnce
) -> None:
    answering = make_released()
    comment, focal = answering.delegation, answering.house["AAA-focal"]
    prepare(answering, [comment], kind="noted", at=LATER)
    first = comment.dispositions.get(number=1)

    def answer_back() -> None:
        reply_to_disposition(
            disposition_id=first.pk,
            kind="satisfied",
            expected_number=0,
            actor=actor(focal),
            at=LATER,
        )

    results = at_once(outcome(answer_back), outcome(lambda: release(answering, at=LATER)))
    assert results[1] == "done"
    assert results[0] in ("done", "answered_anew")
    assert Reply.objects.count() == (results[0] == "done")


def test_of_two_who_reply_at_once_one_does_and_the_other_is_told(
    transactional_db: None, at_once: AtOnce
) -> None:
    answering = make_released()
    house, comment = answering.house, answering.delegation
    results = at_once(
        outcome(lambda: reply(comment, house["AAA-focal"], expected_number=0)),
        outcome(lambda: reply(comment, house["AAA"], expected_number=0, kind="satisfied")),
    )
    assert sorted(results) == ["done", "replied_elsewhere"]
    assert Reply.objects.count() == 1
