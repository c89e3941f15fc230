"""Placements by API: read by whoever may know of the comment, confirmed by the review secretariat,
and no round opens before.
"""

from uuid import uuid4

import pytest

from tests.factories.placements import ELSE, LONGER, SIMILAR, on_words, rewritten
from tests.factories.reviews import closed
from tests.stakeholders.cast import EVERYBODY

from .programs import Program, pointers, refusal
from .writing import HOUR, open_review

pytestmark = pytest.mark.django_db
AAA = ("AAA", "AAA-focal")


class Followed:
    """Two comments that were handed over, never to be published, and a version in which they are
    looked for.
    """

    def __init__(self, house, clock, body: str, publication: str = "never") -> None:
        self.review = review = open_review(house, publication=publication)
        at = review.round.opens_at
        self.ours = on_words(review, house["AAA-focal"], house.delegation("AAA"), at=at)
        self.theirs = on_words(
            review, house["workers-spokesperson"], house.group("workers"), None, at=at
        )
        clock.now = review.round.closes_at + HOUR
        review.round = closed(review.round)
        rewritten(review, body, at=clock.now)
        clock.now += HOUR

    def path(self, rest: str = "/placements/2") -> str:
        return f"comments/{self.ours.pk}{rest}"

    def terms(self, clock):
        return {
            "framework": "trial",
            "items": [{"key": "trial.1", "version": 2}],
            "opens_at": clock.now.isoformat(),
            "closes_at": (clock.now + 9 * HOUR).isoformat(),
            "purpose": {"en": "The words of the second draft."},
            "languages": ["en"],
            "publication": "at_close",
        }


@pytest.fixture
def similar(house, clock) -> Followed:
    return Followed(house, clock, SIMILAR)


def seen(asker, query: str = ""):
    return [
        (each["comment"], each["kind"])
        for each in asker.done("get", f"placements{query}")["results"]
    ]


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_place_is_read_by_whoever_may_know_of_the_comment(program, similar, name):
    asker = program(name)
    ours, theirs = (str(similar.ours.pk), "fuzzy"), (str(similar.theirs.pk), "exact")
    if name == "secretariat":
        assert sorted(seen(asker)) == sorted([ours, theirs])
        assert seen(asker, "?needs_confirmation=true") == [ours]
        assert seen(asker, "?needs_confirmation=false") == [theirs]
        return
    if name in AAA:
        assert seen(asker) == seen(asker, "?provision=trial.1&round=trial.round.1") == [ours]
        assert seen(asker, "?provision=trial.2") == []
        [shown] = asker.done("get", similar.path("/placements"))["results"]
        assert (shown["version"], shown["edition"], shown["is_confirmed"]) == (2, 1, False)
        confirm = asker.put(similar.path(), {"decision": "keep"}, edition=1)
        assert "review secretariat" in refusal(confirm, 403, "secretariat_needed")["detail"]
        return
    assert seen(asker) == ([theirs] if name == "workers" else [])
    for method, rest, edition in [
        ("get", "/placements", None),
        ("get", "/placements/2", None),
        ("put", "/placements/2", 1),
    ]:
        body = {"decision": "keep"} if method == "put" else None
        there = asker(method, similar.path(rest), body, edition=edition)
        refusal(there, 404, "not_found")
        nowhere = asker(method, f"comments/{uuid4()}{rest}", body, edition=edition)
        assert there.content == nowhere.content


def test_without_a_token_every_address_answers_alike(similar):
    nobody = Program()
    for path in ("placements", similar.path(), similar.path("/placements"), "placements/x"):
        refusal(nobody.get(path), 401, "token_needed")
    refusal(nobody.put(similar.path(), {}, edition=1), 401, "token_needed")


def test_no_round_opens_before_a_person_has_looked(program, similar, clock):
    asker = program("secretariat")
    problem = refusal(asker.post("rounds", similar.terms(clock)), 409, "placements_unconfirmed")
    assert "trial.1" in problem["detail"]
    found = asker.get(similar.path())
    assert found["ETag"] == '"1"'
    kept = asker.put(similar.path(), {"decision": "keep"}, edition=1)
    assert kept["ETag"] == '"2"'
    assert kept.json()["selectors"] == found.json()["selectors"]
    assert (kept.json()["is_confirmed"], kept.json()["needs_confirmation"]) == (True, False)
    again = asker.put(similar.path(), {"decision": "keep"}, edition=1)
    assert again.json() == kept.json()
    refusal(asker.put(similar.path(), {"decision": "gone"}, edition=1), 412, "edited_elsewhere")
    assert seen(asker, "?needs_confirmation=true") == []
    opened = asker.done("post", "rounds", similar.terms(clock))
    assert opened["number"] == 2


def test_other_words_are_chosen_or_none(program, similar):
    asker = program("secretariat")
    chosen = {
        "decision": "elsewhere",
        "selectors": [{"type": "TextQuoteSelector", "exact": "any new tool"}],
    }
    placed = asker.done("put", similar.path(), chosen, edition=1)
    assert placed["selectors"][0]["exact"] == "any new tool"
    start, end = placed["selectors"][1]["start"], placed["selectors"][1]["end"]
    assert SIMILAR[start:end] == "any new tool"
    gone = asker.done("put", similar.path(), {"decision": "gone"}, edition=2)
    assert (gone["kind"], gone["selectors"], gone["edition"]) == ("orphaned", [], 3)
    [inside] = program("AAA").done("get", similar.path("/placements"))["results"]
    assert inside["kind"] == "orphaned"


def test_every_mistake_is_named(program, similar):
    asker = program("secretariat")
    refusal(asker.put(similar.path(), {"decision": "keep"}), 428, "edition_needed")
    problem = refusal(
        asker.put(similar.path(), {"decision": "x", "y": 1}, edition=1), 400, "bad_body"
    )
    assert pointers(problem) == {"/decision": "bad_value", "/y": "unknown_member"}
    for selectors, code in [
        (None, None),
        ([], None),
        ([{"type": "TextQuoteSelector", "exact": "nowhere at all"}], "anchor_not_found"),
        ([{"type": "XPathSelector"}], "anchor_malformed"),
        ("x", "anchor_malformed"),
    ]:
        sent = {"decision": "elsewhere", "selectors": selectors}
        answer = asker.put(similar.path(), sent, edition=1)
        assert answer.status_code == 400, selectors
        if code is not None:
            assert pointers(answer.json()) == {"/selectors": code}
    keep = {"decision": "keep"}
    refusal(asker.put(similar.path("/placements/7"), keep, edition=1), 404, "not_found")
    refusal(asker.get(similar.path("/placements/7")), 404, "not_found")
    refusal(asker.get("placements?needs_confirmation=1&kind=x"), 400, "bad_query")


def test_what_is_published_everybody_reads(program, house, clock):
    followed = Followed(house, clock, LONGER, "at_close")
    for name in EVERYBODY:
        kinds = dict(seen(program(name)))
        assert kinds[str(followed.ours.pk)] == "exact"
        assert len(kinds) == 2


def test_what_is_gone_waits_without_a_suggestion(program, house, clock):
    followed = Followed(house, clock, ELSE)
    asker = program("secretariat")
    shown = asker.done("get", followed.path())
    assert (shown["kind"], shown["needs_confirmation"]) == ("orphaned", True)
    refusal(asker.put(followed.path(), {"decision": "keep"}, edition=1), 400, "nothing_to_keep")
    refusal(asker.post("rounds", followed.terms(clock)), 409, "placements_unconfirmed")
    asker.done("put", followed.path(), {"decision": "gone"}, edition=1)
    assert asker.done("post", "rounds", followed.terms(clock))["number"] == 2


def test_pages_hold_together_and_ask_the_same_number_of_queries(
    program, similar, django_assert_num_queries
):
    asker = program("secretariat")
    every = seen(asker)
    with django_assert_num_queries(6):
        first = asker.done("get", "placements?page_size=1")
    with django_assert_num_queries(6):
        asker.done("get", "placements")
    assert len(first["results"]) == 1
    rest = seen(asker, f"?page_size=1&cursor={first['next_cursor']}")
    assert [(first["results"][0]["comment"], first["results"][0]["kind"]), *rest] == every
