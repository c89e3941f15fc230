"""Replies by API: given in the name of the comment, read wherever the answer is."""

import pytest

from reviews.models import Reply
from tests.factories.dispositions import REASONS, make_released
from tests.reviews.cast import in_delegation

from .programs import pointers, refusal

pytestmark = pytest.mark.django_db


def seen(asker):
    return asker.done("get", "dispositions")["results"]


@pytest.fixture
def answered(house):
    """A round whose comments were published and answered long ago."""
    return make_released(house)


def test_the_commenter_replies_and_who_reads_the_answer_reads_it(house, program, answered):
    house.mandates["adviser"] = in_delegation(house, "adviser")
    focal = program("AAA-focal")
    [answer] = [each for each in seen(focal) if each["comment"] == str(answered.delegation.pk)]
    path = f"dispositions/{answer['id']}/replies"
    maintains = {"kind": "maintains", "text": "It still is not clear.", "number_seen": 0}
    problem = refusal(program("adviser").post(path, maintains), 403, "not_entitled_to_submit")
    assert "focal point" in problem["detail"]
    for name in ("workers-spokesperson", "secretariat", "BBB-focal", "observer"):
        refusal(program(name).post(path, maintains), 404, "not_found")
    wordless = focal.post(path, maintains | {"text": ""})
    assert pointers(wordless.json()) == {"/text": "empty"}
    made = focal.post(path, maintains, key="1")
    assert made.status_code == 201, made.content
    assert (made.json()["reply"]["kind"], made.json()["reply"]["number"]) == ("maintains", 1)
    assert focal.post(path, maintains, key="1")["Idempotency-Replayed"] == "true"
    other = {"kind": "satisfied", "number_seen": 0}
    refusal(program("AAA").post(path, other), 409, "replied_elsewhere")
    program("AAA").done("post", path, other | {"number_seen": 1})
    assert Reply.objects.count() == 2
    for name in ("secretariat", "observer", "workers"):
        kinds = [each["kind"] for each in program(name).done("get", path)["results"]]
        assert kinds == ["maintains", "satisfied"]
        shown = program(name).done("get", f"dispositions/{answer['id']}")
        assert (shown["reply"]["kind"], shown["reply"]["text"]) == ("satisfied", None)


def test_a_reply_to_an_answer_that_was_given_anew_is_refused(program, answered):
    comment = str(answered.delegation.pk)
    anew = {
        "comment_ids": [comment],
        "kind": "noted",
        "reasons": REASONS,
        "numbers_seen": {comment: 1},
    }
    program("secretariat").done("post", "dispositions", anew)
    [old] = [each for each in seen(program("AAA")) if each["comment"] == comment]
    assert old["is_current"] is True, "as far as AAA knows"
    path = f"rounds/{answered.review.round.key}/release-dispositions"
    program("secretariat").done("post", path)
    both = [each for each in seen(program("AAA")) if each["comment"] == comment]
    assert [(each["kind"], each["is_current"]) for each in both] == [
        ("incorporated", False),
        ("noted", True),
    ]
    sent = {"kind": "satisfied", "number_seen": 0}
    refusal(program("AAA").post(f"dispositions/{old['id']}/replies", sent), 409, "answered_anew")
