"""Private drafts by API: kept as they are sent, seen by nobody else, saved by edition, shared."""

from uuid import uuid4

import pytest

from reviews.models import AnsweredRequest, Comment, Draft
from tests.stakeholders.cast import EVERYBODY

from .programs import pointers, refusal
from .writing import content

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle(house):
    return house.delegation("AAA")


@pytest.fixture
def begun(program, review, circle):
    return program("AAA").done("post", "drafts", content(review, circle))


def test_a_draft_is_begun_read_and_listed_as_it_was_sent(program, review, circle):
    asker = program("AAA")
    sent = content(review, circle, question=None)
    answer = asker.post("drafts", sent)
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert answer["ETag"] == '"1"'
    assert answer["Location"] == made["url"] == f"http://testserver/api/v1/desk/drafts/{made['id']}"
    for name in ("type", "purpose", "body", "reason", "proposed", "language"):
        assert made[name] == sent[name]
    assert made["circle"]["id"] == made["speaks_for"]["id"] == str(circle.pk)
    assert made["round"] == review.round.key
    quote, position = made["target"]["selectors"]
    exact = sent["target"]["selectors"][0]["exact"]
    body = review.text().text.body
    assert quote["exact"] == exact == body[position["start"] : position["end"]]
    shown = asker.get(f"drafts/{made['id']}")
    assert shown.json() == made
    assert shown["ETag"] == '"1"'
    assert asker.done("get", "drafts")["results"] == [
        {name: value for name, value in made.items() if name not in ("is_sample", "notice")}
    ]
    assert asker.done("get", "drafts?provision=nothing.1")["results"] == []


def test_nobody_else_learns_of_a_draft(house, program, begun):
    for name in EVERYBODY:
        if name == "AAA":
            continue
        other = program(name)
        for method, path in [
            ("get", ""),
            ("delete", ""),
            ("post", "/share"),
        ]:
            there = other(method, f"drafts/{begun['id']}{path}", edition=1)
            nowhere = other(method, f"drafts/{uuid4()}{path}", edition=1)
            refusal(there, 404, "not_found")
            assert there.content == nowhere.content
        assert other.done("get", "drafts")["results"] == []
        assert other.get(f"comments/{begun['id']}").status_code == 404
    assert Draft.objects.filter(pk=begun["id"]).exists()


def test_an_unfinished_draft_is_kept(program, review, circle):
    sent = {
        name: value
        for name, value in content(review, circle).items()
        if name in ("circle", "target")
    }
    sent["target"]["selectors"] = None
    made = program("AAA").done("post", "drafts", sent)
    assert made["type"] is None and made["body"] == ""
    assert made["target"]["selectors"] == []
    assert made["language"] == "en"
    problem = refusal(program("AAA").post(f"drafts/{made['id']}/share", edition=1), 400, "invalid")
    assert set(pointers(problem)) == {"/body", "/type", "/purpose"}
    assert Draft.objects.filter(pk=made["id"]).exists()


def test_a_draft_is_saved_by_its_edition(program, review, circle, begun):
    asker, path = program("AAA"), f"drafts/{begun['id']}"
    changed = content(review, circle, body="Other words.")
    refusal(asker.put(path, changed), 428, "edition_needed")
    for sent in ("*", "7", 'W/"1"', '"1", "2"', '""', '"x"', '"1'):
        refusal(asker.put(path, changed, edition=sent), 400, "bad_if_match")
    saved = asker.put(path, changed, edition=1)
    assert (saved.status_code, saved["ETag"], saved.json()["body"]) == (200, '"2"', "Other words.")
    assert saved.json()["edition"] == 2
    # A second window that did not see this overwrites nothing.
    refusal(asker.put(path, content(review, circle), edition=1), 412, "edited_elsewhere")
    # The very same again, as when the answer was lost, changes nothing.
    again = asker.put(path, changed, edition=1)
    assert (again.status_code, again["ETag"]) == (200, '"2"')
    refusal(asker.delete(path, edition=1), 412, "edited_elsewhere")
    refusal(asker.post(f"{path}/share", edition=1), 412, "edited_elsewhere")
    assert asker.delete(path, edition=2).status_code == 204
    refusal(asker.get(path), 404, "not_found")


def test_a_deleted_draft_is_in_no_kept_answer(program, review, circle):
    asker = program("AAA")
    made = asker.done("post", "drafts", content(review, circle), key="first")
    other = asker.done("post", "drafts", content(review, circle), key="second")
    assert AnsweredRequest.objects.count() == 2
    asker.done("delete", f"drafts/{made['id']}", edition=1)
    [kept] = AnsweredRequest.objects.all()
    assert str(kept.subject) == other["id"]


def test_a_shared_draft_is_a_comment_of_the_same_id(program, house, review, circle, begun):
    asker = program("AAA")
    answer = asker.post(f"drafts/{begun['id']}/share", {}, edition=1)
    assert answer.status_code == 201, answer.content
    shared = answer.json()
    assert shared["id"] == begun["id"]
    assert shared["stage"] == "shared"
    assert answer["ETag"] == f'"{shared["edition"]}"'
    assert answer["Location"].endswith(f"/comments/{begun['id']}")
    assert shared["target"] == begun["target"]
    assert [each["name"] for each in shared["room"]["authors"]] == ["Delegate-aaa"]
    refusal(asker.get(f"drafts/{begun['id']}"), 404, "not_found")
    again = asker.post(f"drafts/{begun['id']}/share", {}, edition=1)
    assert again.json()["id"] == begun["id"]
    assert Comment.objects.count() == 1
    assert program("AAA-focal").done("get", f"comments/{begun['id']}")["body"] == begun["body"]


@pytest.mark.parametrize(
    ("spoil", "pointer", "code"),
    [
        ({"circle": "x"}, "/circle", "bad_type"),
        ({"circle": None}, "/circle", "bad_type"),
        ({"type": "loud"}, "/type", "bad_value"),
        ({"type": ["general"]}, "/type", "bad_value"),
        ({"purpose": 1}, "/purpose", "bad_value"),
        ({"body": None}, "/body", "bad_type"),
        ({"body": {"html": "x"}}, "/body", "bad_type"),
        ({"body": "\x00"}, "/body", "malformed"),
        ({"reason": "x" * 50_001}, "/reason", "long"),
        ({"language": "de"}, "/language", "bad_value"),
        ({"question": True}, "/question", "bad_type"),
        ({"question": 0}, "/question", "bad_type"),
        ({"question": 9}, "/question", "foreign_question"),
        ({"target": []}, "/target", "bad_type"),
        ({"target": {}}, "/target/version_text", "missing"),
        ({"surprise": 1}, "/surprise", "unknown_member"),
        ({"a/b~c": 1}, "/a~1b~0c", "unknown_member"),
    ],
)
def test_what_is_wrong_is_named_by_its_pointer(program, review, circle, spoil, pointer, code):
    answer = program("AAA").post("drafts", content(review, circle) | spoil)
    assert answer.status_code == 400, answer.content
    assert pointers(answer.json()) == {pointer: code}
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("selectors", "code"),
    [
        ([{"type": "TextQuoteSelector", "exact": "words that stand nowhere"}], "anchor_not_found"),
        ([{"type": "TextQuoteSelector", "exact": " "}], "anchor_empty"),
        ([{"type": "TextQuoteSelector"}], "anchor_malformed"),
        ([{"type": "XPathSelector", "value": "//p"}], "anchor_malformed"),
        ([{"type": "TextPositionSelector", "start": 0, "end": 4}], "anchor_malformed"),
        ("everything", "anchor_malformed"),
        ({}, "anchor_malformed"),
        ([[[[]]]], "anchor_malformed"),
        ([{"type": {"a": []}}], "anchor_malformed"),
    ],
)
def test_words_that_do_not_stand_there_are_refused(program, review, circle, selectors, code):
    sent = content(review, circle)
    sent["target"]["selectors"] = selectors
    answer = program("AAA").post("drafts", sent)
    assert pointers(refusal(answer, 400, code)) == {"/target/selectors": code}


@pytest.mark.parametrize(
    "changed", [{"version": 2}, {"issue": 9}, {"language": "es"}], ids=lambda each: [*each][0]
)
def test_a_text_that_the_round_does_not_speak_about_is_refused(program, review, circle, changed):
    sent = content(review, circle)
    sent["target"]["version_text"] |= changed
    problem = refusal(program("AAA").post("drafts", sent), 400, "foreign_text")
    assert "version 1" in problem["errors"][0]["detail"]


def test_a_provision_or_round_that_is_not_there_is_a_404(program, review, circle):
    sent = content(review, circle)
    sent["target"]["version_text"]["key"] = "nothing.1"
    refusal(program("AAA").post("drafts", sent), 404, "not_found")
    sent = content(review, circle, round="nothing.round.1")
    refusal(program("AAA").post("drafts", sent), 404, "not_found")


def test_a_room_or_a_name_of_others_is_refused(program, house, review):
    asker = program("AAA")
    for foreign in (house.delegation("BBB"), house.group("workers"), house.region("south-group")):
        there = asker.post("drafts", content(review, foreign))
        refusal(there, 404, "not_found")
        nowhere = asker.post("drafts", content(review, foreign) | {"circle": str(uuid4())})
        assert there.content == nowhere.content
    region = house.region("north-group")
    sent = content(review, region, speaks_for=str(house.delegation("BBB").pk))
    refusal(asker.post("drafts", sent), 403, "not_your_name")
    sent = content(review, region, speaks_for=str(house.delegation("AAA").pk))
    assert asker.done("post", "drafts", sent)["speaks_for"]["code"] == "AAA"


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_asks_the_same_number_of_queries_however_long(
    program, review, circle, count, django_assert_num_queries
):
    asker = program("AAA")
    for _ in range(count):
        asker.done("post", "drafts", content(review, circle))
    with django_assert_num_queries(2):
        assert len(asker.done("get", "drafts")["results"]) == count
