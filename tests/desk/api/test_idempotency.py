"""A request sent twice under one key is done once, and answered alike."""

import threading
from datetime import timedelta
from typing import Any

import pytest

from reviews.models import AnsweredRequest, Draft, Message
from reviews.services.answered import forget_answers
from reviews.services.rooms import write_message
from tests.factories.reviews import share
from tests.stakeholders.cast import found_house

from .programs import Program, refusal, token_of
from .writing import content, open_review


@pytest.mark.django_db
def test_the_same_request_is_answered_from_memory(program, review, house):
    asker, sent = program("AAA"), content(review, house.delegation("AAA"))
    first = asker.post("drafts", sent, key="k-1")
    again = asker.post("drafts", dict(reversed(sent.items())), key="k-1")
    assert first.status_code == again.status_code == 201
    assert again.content == first.content
    assert again["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    for header in ("ETag", "Location", "Cache-Control", "Content-Type", "Content-Length"):
        assert again[header] == first[header]
    assert Draft.objects.count() == 1
    assert asker.post("drafts", sent).json()["id"] != first.json()["id"]
    assert Draft.objects.count() == 2


@pytest.mark.django_db
def test_another_request_under_the_same_key_is_refused(program, review, house):
    asker, sent = program("AAA"), content(review, house.delegation("AAA"))
    made = asker.done("post", "drafts", sent, key="k-1")
    for path, body, edition in [
        ("drafts", sent | {"body": "Other words."}, None),
        ("drafts?lang=fr", sent, None),
        (f"drafts/{made['id']}/share", {}, 1),
    ]:
        refusal(asker.post(path, body, key="k-1", edition=edition), 422, "idempotency_key_reused")
    assert Draft.objects.count() == 1


@pytest.mark.django_db
def test_a_key_is_its_mandates_own(program, review, house):
    sent = content(review, house.region("north-group"))
    first = program("AAA").post("drafts", sent, key="k-1")
    other = program("BBB").post("drafts", sent, key="k-1")
    assert other.status_code == 201
    assert "Idempotency-Replayed" not in other
    assert other.json()["id"] != first.json()["id"]


@pytest.mark.django_db
def test_a_refusal_is_not_kept(program, review, house):
    asker = program("AAA")
    refusal(
        asker.post("drafts", content(review, house.delegation("BBB")), key="k"), 404, "not_found"
    )
    assert not AnsweredRequest.objects.exists()
    assert (
        asker.post("drafts", content(review, house.delegation("AAA")), key="k").status_code == 201
    )


@pytest.mark.django_db
def test_what_was_done_under_a_key_is_undone_with_its_answer(program, review, house, monkeypatch):
    """Deed and answer are one transaction: where the answer can't be kept, nothing was done."""

    def broken(*_args: object) -> None:
        raise RuntimeError("no more disk")

    asker = program("AAA")
    asker.is_patient = True
    monkeypatch.setattr("reviews.services.answered._kept", broken)
    answer = asker.post("drafts", content(review, house.delegation("AAA")), key="k")
    refusal(answer, 500, "internal")
    assert not Draft.objects.exists()


@pytest.mark.django_db
def test_an_answer_is_forgotten_after_a_day(program, review, house, clock):
    asker, sent = program("AAA"), content(review, house.delegation("AAA"))
    first = asker.done("post", "drafts", sent, key="k")
    kept = AnsweredRequest.objects.get()
    assert forget_answers(at=kept.at + timedelta(hours=23)) == 0
    clock.now = kept.at + timedelta(hours=23, minutes=59)
    assert asker.done("post", "drafts", sent, key="k")["id"] == first["id"]
    clock.now = kept.at + timedelta(hours=24)
    Program(token_of(house["AAA"]))
    assert forget_answers(at=clock.now) == 1
    assert not AnsweredRequest.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_under_one_key_are_done_once(at_once, monkeypatch):
    """The first holds its key while it works; the second is told to come back."""
    house = found_house()
    review = open_review(house)
    comment = share(review, house["AAA"], house.delegation("AAA"), at=review.round.opens_at)
    asker = Program(token_of(house["AAA"]))
    arrived, answered = threading.Event(), threading.Event()

    def slowly(**said: Any) -> object:
        arrived.set()
        assert answered.wait(30)
        return write_message(**said)

    monkeypatch.setattr("desk.api.comments.write_message", slowly)
    path, said = f"comments/{comment.pk}/messages", {"text": "Who pays?"}

    def first() -> int:
        return int(asker.post(path, said, key="k").status_code)

    def second() -> int:
        try:
            assert arrived.wait(30)
            other = Program(asker.token)
            answer = other.post(path, said, key="k")
            refusal(answer, 409, "request_in_progress")
            assert answer["Retry-After"] == "1"
            return int(answer.status_code)
        finally:
            answered.set()

    assert at_once(first, second) == [201, 409]
    monkeypatch.undo()
    late = asker.post(path, said, key="k")
    assert (late.status_code, late["Idempotency-Replayed"]) == (201, "true")
    assert Message.objects.count() == 1
