"""Two at the same time, each on a connection of their own: a round has one course."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from core.actor import Actor
from core.errors import DomainError
from record.models import PUBLIC, Entry
from reviews.lifecycle import CommentStage
from reviews.models import Comment, Cutoff, Manifest, Round, Window
from reviews.services.cutoffs import set_cutoff
from reviews.services.manifests import round_matches
from reviews.services.rounds import close_due_round
from reviews.services.submissions import submit_comments
from stakeholders.enums import Capacity
from tests.conftest import AtOnce
from tests.factories.frameworks import make_framework
from tests.factories.provisions import make_provision
from tests.factories.reviews import CLOSES, DURING, PORTAL, make_review, make_round, share
from tests.stakeholders.cast import House, actor, admitted

from .cast import in_delegation
from .windows import DAY, close_early, extend

pytestmark = pytest.mark.django_db(transaction=True)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def outcome(call: Callable[[], object]) -> Callable[[], str]:
    """Return a call that answers "done" or the code of the refusal."""

    def attempt() -> str:
        try:
            call()
        except DomainError as refusal:
            return refusal.code
        return "done"

    return attempt


def two_secretaries(house: House) -> tuple[Any, Any]:
    return house["secretariat"], admitted(house["secretariat"], "other", Capacity.SECRETARIAT)


def test_of_two_people_who_open_one_wins(house: House, at_once: AtOnce) -> None:
    provision = make_provision()
    one, two = two_secretaries(house)
    results = at_once(
        outcome(lambda: make_round(house, [provision], by=one)),
        outcome(lambda: make_round(house, [provision], by=two)),
    )
    assert sorted(results) == ["done", "in_a_round"]
    assert Round.objects.count() == 1
    assert Entry.objects.filter(code="provision.review_opened").count() == 1


def test_one_person_who_opens_twice_opens_once(house: House, at_once: AtOnce) -> None:
    provision = make_provision()
    first, second = at_once(*[lambda: make_round(house, [provision])] * 2)
    assert first == second
    assert Window.objects.count() == 1


def test_two_rounds_of_one_framework_get_numbers_of_their_own(
    house: House, at_once: AtOnce
) -> None:
    framework = make_framework()
    provisions = [make_provision(framework, str(number)) for number in (1, 2, 3)]
    at_once(*[lambda each=each: make_round(house, [each]) for each in provisions])
    assert sorted(Round.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_of_two_who_extend_one_wins(house: House, at_once: AtOnce) -> None:
    review = make_review(house)
    one, two = map(actor, two_secretaries(house))
    results = at_once(
        outcome(lambda: extend(review.round, one, closes_at=CLOSES + DAY)),
        outcome(lambda: extend(review.round, two, closes_at=CLOSES + 2 * DAY)),
    )
    assert sorted(results) == ["done", "edited_elsewhere"]
    assert Window.objects.count() == 2


def test_one_who_extends_twice_extends_once(house: House, at_once: AtOnce) -> None:
    review, by = make_review(house), actor(house["secretariat"])
    at_once(*[lambda: extend(review.round, by)] * 2)
    assert Window.objects.count() == 2


def test_a_round_is_either_extended_or_closed_early(house: House, at_once: AtOnce) -> None:
    review = make_review(house)
    one, two = map(actor, two_secretaries(house))
    results = at_once(
        outcome(lambda: extend(review.round, one)), outcome(lambda: close_early(review.round, two))
    )
    assert sorted(results)[0] == "done"
    assert sorted(results)[1] in ("edited_elsewhere", "round_closed")
    kind = Window.objects.get(number=2).kind
    review.round.refresh_from_db()
    assert (kind, review.round.state) in (("extended", "open"), ("closed_early", "closed"))


def test_a_close_in_time_and_an_extension_at_the_last_second(house: House, at_once: AtOnce) -> None:
    """The extension arrived in time and was overtaken: then the round stays closed."""
    review, by = make_review(house), actor(house["secretariat"])
    results = at_once(
        outcome(lambda: extend(review.round, by, at=CLOSES - SECOND)),
        outcome(lambda: close_due_round(round_id=review.round.pk, actor=PORTAL, at=CLOSES)),
    )
    review.round.refresh_from_db()
    if review.round.state == "closed":
        assert results == ["round_closed", "done"]
        assert review.round.closes_at == CLOSES
    else:
        assert results == ["done", "round_not_due"]
        assert review.round.closes_at == CLOSES + DAY


@pytest.mark.parametrize("turn", range(3))
def test_what_is_submitted_while_the_round_closes_is_in_its_manifest_or_refused(
    house: House, at_once: AtOnce, turn: int
) -> None:
    review = make_review(house)
    people = [house["AAA-focal"], house["BBB-focal"], house["CCC-focal"]]
    comments = [
        share(review, by, house.delegation(code))
        for code, by in zip(("AAA", "BBB", "CCC"), people, strict=True)
    ]

    def submit(place: int) -> Callable[[], str]:
        return outcome(
            lambda: submit_comments(
                comment_ids=[comments[place].pk],
                actor=actor(people[place]),
                at=CLOSES - SECOND,
            )
        )

    *results, closing = at_once(
        *(submit(place) for place in range(3)),
        outcome(lambda: close_due_round(round_id=review.round.pk, actor=PORTAL, at=CLOSES)),
    )
    assert closing == "done"
    assert set(results) <= {"done", "round_closed"}
    kept = b"".join(bytes(part.payload) for part in Manifest.objects.all())
    for comment, result in zip(comments, results, strict=True):
        comment.refresh_from_db()
        taken = result == "done"
        assert (str(comment.pk).encode() in kept) == taken
        assert comment.stage == (CommentStage.PUBLISHED if taken else CommentStage.SHARED)
    assert round_matches(review.round)


def test_two_closes_publish_once(house: House, at_once: AtOnce) -> None:
    review, focal = make_review(house), house["AAA-focal"]
    comment = share(review, focal, house.delegation("AAA"))
    submit_comments(comment_ids=[comment.pk], actor=actor(focal), at=DURING)
    by = actor(house["secretariat"])
    close: Callable[[], object] = lambda: close_due_round(  # noqa: E731
        round_id=review.round.pk, actor=PORTAL, at=CLOSES
    )
    at_once(close, close, outcome(lambda: close_early(review.round, by, at=CLOSES - SECOND)))
    assert Comment.objects.get().public_number == 1
    published = Entry.objects.filter(circle=PUBLIC, code="round.comments_published")
    assert published.count() == 1
    assert Manifest.objects.count() == 8


def test_of_two_who_set_a_cut_off_both_are_counted(house: House, at_once: AtOnce) -> None:
    review = make_review(house)
    people = [house["AAA-focal"], in_delegation(house, Capacity.SPOKESPERSON)]

    def cut(by: Actor, hours: int) -> Cutoff:
        return set_cutoff(
            round_id=review.round.pk,
            circle_id=house.delegation("AAA").pk,
            cutoff_at=CLOSES - hours * HOUR,
            actor=by,
            at=DURING,
        )

    at_once(
        *[
            lambda by=by, hours=hours: cut(actor(by), hours)
            for hours, by in enumerate(people, start=1)
        ]
    )
    assert list(Cutoff.objects.values_list("number", flat=True)) == [1, 2]
