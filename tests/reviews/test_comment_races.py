"""Two people at once, each on a connection of their own."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from core.errors import Conflict, DomainError, Missing
from record.models import Entry
from reviews.content import content_of
from reviews.models import Comment, Draft, Message, Submission, Voice
from reviews.services.comments import endorse_comment, revise_comment, withdraw_comment
from reviews.services.drafts import delete_draft, save_draft, share_draft
from reviews.services.rooms import note_voice, write_message
from reviews.services.rounds import close_round_early
from reviews.services.submissions import submit_comments
from stakeholders.enums import Capacity
from stakeholders.models import Mandate
from tests.conftest import AtOnce
from tests.factories.reviews import DURING, Review, make_draft, make_review, share
from tests.stakeholders.cast import actor

from .cast import LATER, fresh, in_delegation
from .contents import content_in

pytestmark = pytest.mark.django_db(transaction=True)
Call = Callable[[], object]


@pytest.fixture
def review(transactional_db: None) -> Review:
    return make_review(count=1)


def outcome(call: Call) -> Callable[[], str]:
    """Return a call that answers "done" or the code of the refusal."""

    def attempt() -> str:
        try:
            call()
        except (Conflict, Missing) as refusal:
            return refusal.code
        return "done"

    return attempt


def shared(review: Review) -> Comment:
    return share(review, review.house["AAA"], review.house.delegation("AAA"))


def test_of_two_who_endorse_at_once_one_does_and_the_other_is_told(
    review: Review, at_once: AtOnce
) -> None:
    comment = shared(review)
    second = in_delegation(review.house, Capacity.SPOKESPERSON)

    def endorse(by: Mandate) -> Call:
        return lambda: endorse_comment(
            comment_id=comment.pk, expected_edition=1, actor=actor(by), at=LATER
        )

    results = at_once(outcome(endorse(review.house["AAA-focal"])), outcome(endorse(second)))
    assert sorted(results) == ["done", "endorsed_already"]
    assert comment.moves.filter(move="endorse").count() == 1
    assert Entry.objects.filter(code="comment.endorsed").count() == 1
    # One person's double click is one endorsement.
    other = shared(review)
    comment = other
    results = at_once(*[outcome(endorse(second))] * 2)
    assert results == ["done", "done"]
    assert comment.moves.filter(move="endorse").count() == 1


def test_two_windows_that_save_at_once_keep_one_text(review: Review, at_once: AtOnce) -> None:
    draft = make_draft(review, review.house["AAA"], review.house.delegation("AAA"))

    def save(body: str) -> Call:
        return lambda: save_draft(
            draft_id=draft.pk,
            expected_edition=1,
            content=replace(content_of(draft), body=body),
            actor=actor(review.house["AAA"]),
            at=LATER,
        )

    results = at_once(outcome(save("First.")), outcome(save("Second.")))
    assert sorted(results) == ["done", "edited_elsewhere"]
    draft.refresh_from_db()
    assert draft.body == ("First." if results[0] == "done" else "Second.")
    assert draft.edition == 2


def test_a_draft_is_shared_or_deleted_and_never_both(review: Review, at_once: AtOnce) -> None:
    by = actor(review.house["AAA"])
    draft = make_draft(review, review.house["AAA"], review.house.delegation("AAA"))
    results = at_once(
        outcome(lambda: share_draft(draft_id=draft.pk, expected_edition=1, actor=by, at=LATER)),
        outcome(lambda: delete_draft(draft_id=draft.pk, actor=by, at=LATER)),
    )
    assert sorted(results) == ["done", "not_found"]
    assert not Draft.objects.exists()
    assert Comment.objects.exists() == (results[0] == "done")


def test_sharing_by_a_double_click_makes_one_comment(review: Review, at_once: AtOnce) -> None:
    by = actor(review.house["AAA"])
    draft = make_draft(review, review.house["AAA"], review.house.delegation("AAA"))
    call = outcome(lambda: share_draft(draft_id=draft.pk, expected_edition=1, actor=by, at=LATER))
    assert at_once(call, call) == ["done", "done"]
    assert Comment.objects.count() == 1


def test_words_do_not_change_under_an_endorsement(review: Review, at_once: AtOnce) -> None:
    house, comment = review.house, shared(review)
    results = at_once(
        outcome(
            lambda: endorse_comment(
                comment_id=comment.pk,
                expected_edition=1,
                actor=actor(house["AAA-focal"]),
                at=LATER,
            )
        ),
        outcome(
            lambda: revise_comment(
                comment_id=comment.pk,
                expected_edition=1,
                content=content_in(comment, body="Other words."),
                actor=actor(house["AAA"]),
                at=LATER,
            )
        ),
    )
    assert sorted(results) == ["done", "edited_elsewhere"]
    assert fresh(comment).edition == 2


def test_two_who_submit_overlapping_choices_do_not_deadlock(
    review: Review, at_once: AtOnce
) -> None:
    house = review.house
    comments = [shared(review) for _each in range(6)]
    second = in_delegation(house, Capacity.SPOKESPERSON)

    def submit(chosen: list[Comment], by: Mandate) -> Call:
        return lambda: submit_comments(
            comment_ids=[each.pk for each in chosen], actor=actor(by), at=LATER
        )

    results = at_once(
        outcome(submit(comments[:4], house["AAA-focal"])),
        outcome(submit(list(reversed(comments[2:])), second)),
    )
    assert sorted(results) == ["done", "not_ready"]
    [receipt] = Submission.objects.all()
    assert receipt.comments.count() == 4
    assert Comment.objects.filter(stage="submitted").count() == 4


def test_many_actors_submit_in_the_last_minute_side_by_side(
    review: Review, at_once: AtOnce
) -> None:
    house = review.house
    calls = []
    for code in ("AAA", "BBB", "CCC"):
        by = house[f"{code}-focal"]
        comment = share(review, by, house.delegation(code))
        calls.append(partial(submit_comments, comment_ids=[comment.pk], actor=actor(by), at=LATER))
    assert len({receipt.number for receipt in at_once(*calls)}) == 3
    assert Submission.objects.count() == 3


def test_a_round_that_closes_takes_a_submission_whole_or_not(
    review: Review, at_once: AtOnce
) -> None:
    house, comment = review.house, shared(review)
    results = at_once(
        outcome(
            lambda: submit_comments(
                comment_ids=[comment.pk], actor=actor(house["AAA-focal"]), at=LATER
            )
        ),
        outcome(
            lambda: close_round_early(
                round_id=review.round.pk,
                reason="All is said.",
                expected_edition=review.round.edition,
                actor=actor(house["secretariat"]),
                at=LATER,
            )
        ),
    )
    assert results[1] == "done"
    # Submitted in time it was published by the close; too late it stays in its room.
    expected = {"done": "published", "round_closed": "shared"}[results[0]]
    assert fresh(comment).stage == expected


def test_it_is_submitted_or_withdrawn(review: Review, at_once: AtOnce) -> None:
    house, comment = review.house, shared(review)
    results = at_once(
        outcome(
            lambda: submit_comments(
                comment_ids=[comment.pk], actor=actor(house["AAA-focal"]), at=LATER
            )
        ),
        outcome(
            lambda: withdraw_comment(
                comment_id=comment.pk,
                expected_edition=1,
                actor=actor(house["AAA"]),
                at=LATER,
            )
        ),
    )
    assert results.count("done") == 1
    assert fresh(comment).stage == ("submitted" if results[0] == "done" else "withdrawn")


def test_messages_and_voices_are_numbered_one_after_the_other(
    review: Review, at_once: AtOnce
) -> None:
    house, comment = review.house, shared(review)
    known: dict[str, Any] = {"comment_id": comment.pk, "at": DURING}
    at_once(
        lambda: write_message(**known, text="One.", actor=actor(house["AAA"])),
        lambda: write_message(**known, text="Two.", actor=actor(house["AAA-focal"])),
        lambda: note_voice(**known, kind="support", actor=actor(house["AAA"])),
        lambda: note_voice(**known, kind="support", actor=actor(house["AAA-focal"])),
    )
    assert sorted(Message.objects.values_list("number", flat=True)) == [1, 2]
    assert sorted(Voice.objects.values_list("number", flat=True)) == [1, 2]


def test_a_refusal_leaves_nothing_behind(review: Review) -> None:
    comment = shared(review)
    before = Entry.objects.count()
    with pytest.raises(DomainError):
        submit_comments(comment_ids=[comment.pk], actor=actor(review.house["AAA"]), at=LATER)
    assert Entry.objects.count() == before
    assert fresh(comment).stage == "shared"
