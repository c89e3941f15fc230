"""Comments by API: read in their rooms alone, moved by who is entitled, told from outside as little
as they may be.
"""

from uuid import uuid4

import pytest

from reviews.models import Comment, Message, Voice
from tests.factories.reviews import make_submitted, share
from tests.reviews.cast import in_delegation
from tests.stakeholders.cast import EVERYBODY

from .programs import Program, pointers, refusal, token_of
from .writing import content

pytestmark = pytest.mark.django_db
IN_THE_ROOM = ("AAA", "AAA-focal")
WRITES = [
    ("put", "", True),
    ("post", "/endorse", True),
    ("post", "/return", True),
    ("post", "/withdraw", True),
    ("post", "/accept-late", True),
    ("post", "/decline-late", True),
    ("post", "/messages", False),
    ("post", "/voices", False),
]


@pytest.fixture
def comment(house, review):
    """What the delegate of AAA shared in the room of its delegation."""
    at = review.round.opens_at
    return share(review, house["AAA"], house.delegation("AAA"), at=at, body="Confidential words.")


def path_of(comment, rest="") -> str:
    return f"comments/{comment.pk}{rest}"


def body_for(rest, review, house):
    said = {"/return": {"reason": "x"}, "/messages": {"text": "x"}, "/voices": {"kind": "support"}}
    if rest == "":
        return content(review, house.delegation("AAA"))
    return said.get(rest, {"reason": "x"} if "late" in rest else {})


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_comment_is_read_in_its_room_and_nowhere_else(house, program, review, comment, name):
    asker = program(name)
    reads = ["", "/messages", "/voices"]
    if name in IN_THE_ROOM:
        shown = asker.get(path_of(comment))
        assert shown.json()["body"] == "Confidential words."
        assert shown["ETag"] == f'"{comment.edition}"'
        assert all(asker.get(path_of(comment, rest)).status_code == 200 for rest in reads)
        assert [each["id"] for each in asker.done("get", "comments")["results"]] == [
            str(comment.pk)
        ]
        return
    for rest in reads:
        there, nowhere = asker.get(path_of(comment, rest)), asker.get(f"comments/{uuid4()}{rest}")
        refusal(there, 404, "not_found")
        assert there.content == nowhere.content
    for method, rest, has_edition in WRITES:
        edition = 1 if has_edition else None
        said = body_for(rest, review, house)
        there = asker(method, path_of(comment, rest), said, edition=edition)
        nowhere = asker(method, f"comments/{uuid4()}{rest}", said, edition=edition)
        refusal(there, 404, "not_found")
        assert there.content == nowhere.content, rest
    merger = {"into": str(comment.pk), "others": [str(uuid4())]}
    refusal(asker.post("comments/merge", merger), 404, "not_found")
    refusal(asker.post("submissions", {"comment_ids": [str(comment.pk)]}), 404, "not_found")
    assert asker.done("get", "comments")["results"] == []
    assert b"Confidential" not in asker.last.content
    assert asker.get(f"circles/{comment.circle_id}/comments").status_code == 404
    assert Comment.objects.get().edition == comment.edition


def test_a_comment_is_revised_endorsed_returned_and_withdrawn(house, program, review, comment):
    delegate, focal = program("AAA"), program("AAA-focal")
    changed = content(review, house.delegation("AAA"), body="Better words.")
    refusal(delegate.put(path_of(comment), changed), 428, "edition_needed")
    refusal(delegate.put(path_of(comment), changed, edition=9), 412, "edited_elsewhere")
    revised = focal.put(path_of(comment), changed, edition=1)
    assert (revised["ETag"], revised.json()["room"]["wording"]) == ('"2"', 2)
    assert len(revised.json()["room"]["authors"]) == 2
    refusal(delegate.post(path_of(comment, "/endorse"), edition=2), 403, "not_entitled_to_endorse")
    endorsed = focal.post(path_of(comment, "/endorse"), edition=2)
    assert endorsed.json()["stage"] == "endorsed"
    assert focal.post(path_of(comment, "/endorse"), edition=2)["ETag"] == '"3"'
    refused = focal.post(path_of(comment, "/return"), {"reason": " "}, edition=3)
    assert pointers(refused.json()) == {"/reason": "empty"}
    returned = focal.done("post", path_of(comment, "/return"), {"reason": "Not yet."}, edition=3)
    assert returned["stage"] == "shared"
    assert [each["move"] for each in returned["moves"]] == ["share", "revise", "endorse", "return"]
    assert returned["moves"][-1]["reason"] == "Not yet."
    gone = delegate.done("post", path_of(comment, "/withdraw"), edition=4)
    assert gone["stage"] == "withdrawn"
    assert [each["body"] for each in gone["wordings"]] == ["Confidential words.", "Better words."]
    refusal(focal.post(path_of(comment, "/endorse"), edition=5), 409, "move_not_in_table")


def test_a_shared_comment_stays_in_its_room(house, program, review, comment):
    moved = content(review, house.region("north-group"))
    problem = program("AAA").put(path_of(comment), moved, edition=1).json()
    assert pointers(problem) == {"/circle": "moved"}


def test_a_room_discusses_in_threads(program, comment):
    first = program("AAA").post(path_of(comment, "/messages"), {"text": "Who pays?"})
    assert first.status_code == 201
    said = {"text": "<b>We</b> do.", "reply_to": first.json()["id"]}
    program("AAA-focal").done("post", path_of(comment, "/messages"), said)
    thread = program("AAA").done("get", path_of(comment, "/messages"))["results"]
    assert [(each["number"], each["text"]) for each in thread] == [
        (1, "Who pays?"),
        (2, "<b>We</b> do."),
    ]
    assert thread[1]["reply_to"] == thread[0]["id"]
    foreign = program("AAA").post(
        path_of(comment, "/messages"), {"text": "x", "reply_to": str(uuid4())}
    )
    assert pointers(refusal(foreign, 400, "foreign_message")) == {"/reply_to": "foreign"}
    long = program("AAA").post(path_of(comment, "/messages"), {"text": "x" * 5_001})
    assert pointers(long.json()) == {"/text": "long"}
    assert Message.objects.count() == 2


def test_a_regional_group_hears_who_supports_and_who_does_not(house, program, review):
    at = review.round.opens_at
    region, home = house.region("north-group"), house.delegation("AAA")
    comment = share(review, house["AAA"], region, speaks_for=home, at=at)
    path = path_of(comment, "/voices")
    sponsored = program("BBB").done("post", path, {"kind": "co_sponsor"})
    assert sponsored["co_sponsors"] == ["BBB"]
    [voice] = sponsored["room"]["voices"]
    assert (voice["delegation"]["code"], voice["kind_label"]) == ("BBB", "Co-sponsors it")
    assert program("BBB").done("post", path, {"kind": "taken_back"})["co_sponsors"] == []
    refusal(program("north-group").post(path, {"kind": "taken_back"}), 409, "nothing_said")
    wordless = program("BBB").post(path, {"kind": "dissent"})
    assert pointers(wordless.json()) == {"/text": "empty"}
    refusal(program("AAA").post(path, {"kind": "co_sponsor"}), 409, "nothing_to_co_sponsor")
    program("BBB").done("post", path, {"kind": "dissent", "text": "Too early."})
    heard = program("north-group").done("get", path)["results"]
    assert [(each["kind"], each["text"]) for each in heard] == [("dissent", "Too early.")]
    assert Voice.objects.count() == 3


def test_duplicates_are_merged_with_their_authors(house, program, review, comment):
    other = share(review, house["AAA-focal"], house.delegation("AAA"), at=review.round.opens_at)
    sent = {"into": str(comment.pk), "others": [str(other.pk)]}
    refusal(program("AAA").post("comments/merge", sent), 403, "not_entitled_to_endorse")
    merged = program("AAA-focal").done("post", "comments/merge", sent)
    assert len(merged["room"]["authors"]) == 2
    assert [each["id"] for each in merged["merged"]] == [str(other.pk)]
    gone = program("AAA").done("get", path_of(other))
    assert (gone["stage"], gone["room"]["merged_into"]) == ("merged", str(comment.pk))
    refusal(
        program("AAA-focal").post("comments/merge", sent | {"others": [str(uuid4())]}),
        404,
        "not_found",
    )


def test_a_substitute_acts_for_the_one_they_name(house, program, review, comment):
    substitute = in_delegation(house, "substitute")
    asker = Program(token_of(substitute))
    others = {each["capacity"]: each["id"] for each in asker.done("get", "me")["acts_for"]}
    assert set(others) == {"delegate", "focal_point"}
    refusal(asker.post(path_of(comment, "/endorse"), edition=1), 403, "not_entitled_to_endorse")
    sent = {"for_mandate": others["focal_point"]}
    endorsed = asker.done("post", path_of(comment, "/endorse"), sent, edition=1)
    last = endorsed["moves"][-1]
    assert last["person"]["mandate"] == str(substitute.pk)
    assert last["for_person"]["mandate"] == others["focal_point"]
    wrong = {"for_mandate": str(house["BBB"].pk)}
    refusal(asker.post(path_of(comment, "/endorse"), wrong, edition=1), 403, "not_a_substitute")


def test_the_secretariat_reads_what_was_handed_over_and_nothing_of_the_room(
    house, program, review, comment
):
    at = review.round.opens_at
    handed = make_submitted(
        review, house["BBB"], house.delegation("BBB"), submitter=house["BBB-focal"], at=at
    )
    asker = program("secretariat")
    for path in ("comments", f"rounds/{review.round.key}/comments"):
        [seen] = asker.done("get", path)["results"]
        assert seen["id"] == str(handed.pk)
        assert seen["room"] is None
        assert (seen["edition"], seen["speaks_for"]["code"]) == (1, "BBB")
    shown = asker.done("get", path_of(handed))
    assert (shown["moves"], shown["wordings"], shown["open_moves"]) == ([], [], [])
    assert asker.last["ETag"] == '"1"'
    for rest in ("/messages", "/voices"):
        refusal(asker.get(path_of(handed, rest)), 404, "not_found")
    for name in ("employers", "chairperson", "observer", "CCC"):
        assert program(name).done("get", "comments")["results"] == []


def test_what_waits_is_told_to_whom_it_waits_for(house, program, review, comment):
    mine = program("AAA-focal").done("get", "waiting")
    assert [each["key"] for each in mine["rounds"]] == [review.round.key]
    assert [each["id"] for each in mine["to_endorse"]["rows"]] == [str(comment.pk)]
    assert [each["provision"] for each in mine["uncommented"]["rows"]] == [review.provisions[1].key]
    assert program("AAA").done("get", "waiting")["to_endorse"]["total"] == 0
    for name in ("BBB-focal", "secretariat", "employers-spokesperson"):
        other = program(name).done("get", "waiting")
        assert other["to_endorse"]["rows"] == other["to_decide"]["rows"] == []


def test_a_walk_of_a_room_loses_and_doubles_nothing(house, program, review):
    at, room = review.round.opens_at, house.delegation("AAA")
    made = {
        str(share(review, house["AAA"], room, at=at, place=number % 2).pk) for number in range(5)
    }
    asker, found = program("AAA"), []
    address = f"circles/{room.pk}/comments?page_size=2&stage=shared&stage=endorsed"
    while address:
        page = asker.done("get", address)
        found += [each["id"] for each in page["results"]]
        address = page["next"] and page["next"].removeprefix("http://testserver")
        if len(found) == 2:
            share(review, house["AAA"], room, at=at)
        assert ("Link" in asker.last) == bool(address)
    assert made <= set(found)
    assert len(found) == len(set(found))
    token = asker.done("get", f"circles/{room.pk}/comments?page_size=1")["next_cursor"]
    refusal(asker.get(f"comments?cursor={token}"), 400, "bad_cursor")
    refusal(
        program("AAA-focal").get(f"circles/{room.pk}/comments?cursor={token}"), 400, "bad_cursor"
    )


@pytest.mark.parametrize("count", [1, 4])
def test_lists_ask_the_same_number_of_queries_however_long(
    house, program, review, count, django_assert_num_queries
):
    at = review.round.opens_at
    for _ in range(count):
        make_submitted(review, house["AAA-focal"], house.delegation("AAA"), at=at)
    program("AAA").done("get", "me")
    program("secretariat").done("get", "me")
    with django_assert_num_queries(LIST_QUERIES["room"]):
        assert len(program("AAA").done("get", "comments")["results"]) == count
    with django_assert_num_queries(LIST_QUERIES["handed"]):
        assert len(program("secretariat").done("get", "comments")["results"]) == count


LIST_QUERIES = {"room": 7, "handed": 5}
