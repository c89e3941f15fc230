"""Whatever is sent in place of a body: refused with a reason, and never a fault of ours."""

import json

import pytest

from desk.api.bodies import MOST_BYTES

from .programs import pointers, refusal
from .writing import content

pytestmark = pytest.mark.django_db
ID = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": "\\ud800"}',
        b"{'a': 1}",
        b"[" * 5_000 + b"]" * 5_000,
        b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
        b"<xml/>",
        b"null null",
        b'{"a": 1,}',
    ],
    ids=range(12),
)
def test_what_is_no_json_is_refused(program, raw):
    answer = program("AAA").post("drafts", raw)
    problem = refusal(answer, 400, "bad_json")
    assert "line" in problem["detail"]


@pytest.mark.parametrize("raw", [b"null", b"[]", b"1", b'"x"', b"true", b"1e400", b"1" * 400])
def test_what_is_no_object_is_refused(program, raw):
    answer = program("AAA").post("drafts", raw)
    assert answer.status_code == 400
    assert answer.json()["code"] in ("bad_body", "bad_json")


def test_every_mistake_is_named_at_once(program):
    sent = {
        "framework": 1,
        "items": [{"key": "x.1"}, {"key": None, "version": "1", "questions": [{"de": "x"}, {}]}, 3],
        "opens_at": "2026-12-04",
        "closes_at": "2026-02-30T10:00:00Z",
        "purpose": {"en": 1},
        "publication": "soon",
        "surprise": {},
    }
    problem = refusal(program("secretariat").post("rounds", sent), 400, "bad_body")
    assert pointers(problem) == {
        "/framework": "bad_type",
        "/items/0/version": "missing",
        "/items/1/key": "bad_type",
        "/items/1/version": "bad_type",
        "/items/1/questions/0": "bad_type",
        "/items/1/questions/1": "bad_type",
        "/items/2": "bad_type",
        "/opens_at": "bad_value",
        "/closes_at": "bad_value",
        "/purpose": "bad_type",
        "/languages": "missing",
        "/publication": "bad_value",
        "/surprise": "unknown_member",
    }


@pytest.mark.parametrize(
    "instant",
    [
        *("2026-12-04T10:00:00", "2026-12-04 10:00:00Z", "2026-12-04T10:00Z", "20261204T100000Z"),
        *("0001-01-01T00:00:00+23:59", "2026-12-04T24:61:00Z", "now", 1796378400, True, None, []),
    ],
)
def test_an_instant_has_its_zone_and_its_seconds(program, instant):
    sent = {"closes_at": instant, "reason": "x"}
    answer = program("secretariat").post("rounds/none/extend", sent, edition=1)
    assert pointers(refusal(answer, 400, "bad_body")).keys() == {"/closes_at"}


def test_too_much_is_refused_before_it_is_read(program):
    answer = program("AAA").post("drafts", b" " * (MOST_BYTES + 1))
    refusal(answer, 413, "too_large")
    refusal(program("AAA").post("drafts", b"x" * 3_000_000), 413, "too_large")


@pytest.mark.parametrize(
    "media",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "x"],
)
def test_another_media_type_is_refused(program, media):
    answer = program("AAA").post("drafts", b"{}", **{"Content-Type": media})
    refusal(answer, 415, "media_type")


def test_a_charset_beside_the_media_type_is_no_matter(program):
    media = {"Content-Type": "application/json; charset=utf-8"}
    problem = refusal(program("AAA").post("drafts", b"{}", **media), 400, "bad_body")
    assert pointers(problem) == {"/circle": "missing", "/target": "missing"}


@pytest.mark.parametrize(
    ("path", "listed"),
    [("submissions", "comment_ids"), ("comments/merge", "others")],
)
def test_a_list_has_its_length(program, path, listed):
    one = "11111111-1111-4111-8111-111111111111"
    rest = {"into": one} if listed == "others" else {}
    for wrong in ([], [one] * 501, one, {"0": one}, None, [one, 1], [[one]]):
        answer = program("AAA").post(path, rest | {listed: wrong})
        [pointer] = pointers(refusal(answer, 400, "bad_body"))
        assert pointer.startswith(f"/{listed}")


@pytest.mark.parametrize("sent", ["", "with space", "x" * 201, "é", "a\tb"])
def test_a_key_is_short_and_printable(program, sent):
    answer = program("AAA").post("submissions", {"comment_ids": [ID]}, key=sent)
    refusal(answer, 400, "bad_idempotency_key")


def test_markup_and_scripts_are_words_like_others(program, review, house):
    said = "<script>alert(1)</script> ‮ e\u0301 👩🏽‍🚀"
    sent = content(review, house.delegation("AAA"), body=said, proposed="<b>x</b>", language="fr")
    made = program("AAA").done("post", "drafts", json.loads(json.dumps(sent)))
    assert made["body"] == said
    assert made["proposed"] == "<b>x</b>"
