"""Submissions by API: all or none, within the window, with a receipt that proves itself."""

from uuid import uuid4

import pytest

from reviews.models import Submission
from tests.factories.reviews import closed, share
from tests.stakeholders.cast import EVERYBODY

from .programs import pointers, refusal
from .writing import HOUR

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared(house, review):
    """Two comments of AAA's delegation, and one that is another's."""
    at, room = review.round.opens_at, house.delegation("AAA")
    ours = [share(review, house["AAA"], room, at=at, place=place) for place in (0, 1)]
    return [*ours, share(review, house["BBB"], house.delegation("BBB"), at=at)]


def ids(comments):
    return {"comment_ids": [str(each.pk) for each in comments]}


def test_many_are_submitted_at_once_with_a_receipt(house, program, review, shared):
    answer = program("AAA-focal").post("submissions", ids(shared[:2]))
    assert answer.status_code == 201, answer.content
    receipt = answer.json()
    assert receipt["number"].startswith("T-")
    assert (receipt["comments"], receipt["matches"]) == (2, True)
    assert receipt["at"].endswith("Z")
    assert receipt["at_local"][-6] in "+-"
    assert receipt["person"]["mandate"] == str(house["AAA-focal"].pk)
    assert answer["Location"] == receipt["url"]
    again = program("AAA-focal").done("post", "submissions", ids(shared[:2]))
    assert again["id"] == receipt["id"]
    path = f"submissions/{receipt['id']}"
    assert program("AAA").done("get", path) == receipt
    outside = program("secretariat").done("get", path)
    assert (outside["circle"], outside["person"]) == (None, None)
    assert outside["lines"] == receipt["lines"]
    for name in EVERYBODY:
        seen = program(name).done("get", "submissions")["results"]
        assert len(seen) == (name in ("AAA", "AAA-focal", "secretariat")), name
        if not seen:
            refusal(program(name).get(path), 404, "not_found")
            assert program(name).last.content == program(name).get(f"submissions/{uuid4()}").content


def test_all_or_none(program, shared):
    focal = program("AAA-focal")
    problem = refusal(focal.post("submissions", ids(shared)), 409, "not_ready")
    assert pointers(problem) == {"/comment_ids/2": "not_found"}
    problem = refusal(program("AAA").post("submissions", ids(shared[:1])), 409, "not_endorsed")
    assert pointers(problem) == {"/comment_ids/0": "not_endorsed"}
    refusal(focal.post("submissions", ids(shared[2:])), 404, "not_found")
    assert not Submission.objects.exists()


def test_a_second_too_late_is_refused_in_two_zones_and_may_be_offered(
    program, review, shared, clock
):
    focal, secretariat = program("AAA-focal"), program("secretariat")
    refusal(
        focal.post("submissions/late", ids(shared[:1]) | {"reason": "x"}), 409, "round_not_closed"
    )
    clock.now = review.round.closes_at
    problem = refusal(focal.post("submissions", ids(shared[:1])), 409, "round_closed")
    assert "UTC" in problem["detail"]
    closed(review.round)
    wordless = focal.post("submissions/late", ids(shared[:1]) | {"reason": ""})
    assert pointers(wordless.json()) == {"/reason": "empty"}
    offer = ids(shared[:1]) | {"reason": "The capital was slow."}
    receipt = focal.done("post", "submissions/late", offer)
    assert receipt["is_late"] is True
    path = f"comments/{shared[0].pk}"
    waiting = secretariat.done("get", "waiting")["to_decide"]
    assert [each["handed"]["offer_reason"] for each in waiting["rows"]] == ["The capital was slow."]
    seen = secretariat.done("get", path)
    assert seen["open_moves"] == ["accept_late", "decline_late"]
    why = {"reason": "It was announced."}
    refusal(secretariat.post(f"{path}/accept-late", why, edition=9), 412, "edited_elsewhere")
    refusal(
        focal.post(f"{path}/accept-late", why, edition=seen["edition"]), 403, "secretariat_needed"
    )
    accepted = secretariat.post(f"{path}/accept-late", why, edition=seen["edition"])
    assert accepted.status_code == 200, accepted.content
    assert accepted.json()["is_late"] is True
    assert accepted["ETag"] != f'"{seen["edition"]}"'
    assert program("AAA").done("get", path)["is_late"] is True


def test_what_is_declined_goes_back_to_its_room(program, review, shared, clock):
    clock.now = review.round.closes_at + HOUR
    closed(review.round)
    program("AAA-focal").done("post", "submissions/late", ids(shared[:1]) | {"reason": "x"})
    path = f"comments/{shared[0].pk}"
    declined = program("secretariat").done(
        "post", f"{path}/decline-late", {"reason": "Two months."}, edition=1
    )
    assert declined["handed"]["decision"] == "decline_late"
    room = program("AAA").done("get", path)
    assert room["stage"] == "endorsed"
    assert room["moves"][-1]["reason"] == "Two months."
    why = {"reason": "Then we write it anew."}
    program("AAA-focal").done("post", f"{path}/return", why, edition=room["edition"])
    outside = program("secretariat").done("get", path)
    assert (outside["stage"], outside["edition"]) == ("endorsed", declined["edition"])
    for stage in ("shared", "endorsed"):
        seen = program("secretariat").done("get", f"comments?stage={stage}")
        assert seen["results"] == [], "a filter would tell what the room does with it"


@pytest.mark.parametrize("count", [1, 2])
def test_the_list_asks_the_same_number_of_queries_however_long(
    program, shared, count, django_assert_num_queries
):
    for each in shared[:count]:
        program("AAA-focal").done("post", "submissions", ids([each]))
    with django_assert_num_queries(2):
        assert len(program("AAA-focal").done("get", "submissions")["results"]) == count
