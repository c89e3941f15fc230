"""The frame of the desk's API: who is let in, what is taken, and how everything is refused."""

from datetime import timedelta
from uuid import uuid4

import pytest

from core.limits import Limiter
from desk.api.addresses import ROUTES
from desk.api.urls import urlpatterns
from stakeholders.models import ApiToken
from stakeholders.services.mandates import end_mandate
from stakeholders.services.tokens import revoke_token
from tests.stakeholders.cast import actor

from .programs import PREFIX, Program, refusal

pytestmark = pytest.mark.django_db
ID = "00000000-0000-4000-8000-000000000000"
ADDRESSES = [PREFIX.rstrip("/") if not each else PREFIX + each for each in ROUTES]
EXAMPLES = [
    path.replace("<uuid:", "<").replace("<str:", "<").split("<")[0] + (ID if "<" in path else "")
    for path in ADDRESSES
]
NOWHERE = ["", "nothing", "rounds/x", "a%0Ab", "me//", "%F0%9F%98%80", "openapi.jsonx", "%2e%2e/x"]
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


def seen(answer) -> tuple[int, bytes, dict[str, str]]:
    headers = {name: value for name, value in answer.items() if name != "Content-Length"}
    return answer.status_code, answer.content, headers


@pytest.mark.parametrize("method", METHODS)
def test_without_a_token_every_address_says_the_same_whether_anything_is_there(method):
    nobody = Program()
    first = nobody(method, "me")
    assert first.status_code == 401
    assert first["WWW-Authenticate"] == "Token"
    if method != "HEAD":
        refusal(first, 401, "token_needed")
    for path in [*EXAMPLES, *NOWHERE, *ADDRESSES, f"comments/{uuid4()}/endorse/"]:
        answer = nobody(method, path, b"{" if method in ("POST", "PUT") else None)
        assert seen(answer) == seen(first), path


def test_a_dead_token_is_answered_like_none(house, program, clock):
    nobody = seen(Program().get("me"))
    ended, revoked, expired = (program(name) for name in ("AAA", "BBB", "employers"))
    for each in (ended, revoked, expired):
        assert each.get("me").status_code == 200
    end_mandate(mandate_id=house["AAA"].pk, actor=actor(house["AAA-focal"]), at=clock.now)
    token = ApiToken.objects.get(mandate=house["BBB"])
    revoke_token(token_id=token.pk, actor=actor(house["BBB"]), at=clock.now)
    for each in (ended, revoked, Program("x"), Program("é")):
        assert seen(each.get("me")) == nobody
        assert seen(each.post(f"drafts/{ID}/share")) == nobody
    assert expired.get("me").status_code == 200
    clock.now += timedelta(days=30)
    assert seen(expired.get("me")) == nobody


def test_an_answer_is_private_unpacked_and_without_a_cookie(program):
    answer = program("AAA").get("me", Accept_Encoding="gzip", Origin="https://elsewhere.example")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Type"] == "application/json"
    assert int(answer["Content-Length"]) == len(answer.content)
    assert not answer.cookies
    for header in ("Access-Control-Allow-Origin", "Content-Encoding", "ETag", "Vary", "RateLimit"):
        assert header not in answer, header
    head = program("AAA")("head", "me")
    assert (head.status_code, head.content) == (200, b"")


def test_a_session_opens_nothing_here(house, sign_in):
    browser = sign_in(house["AAA"].user, house["AAA"])
    assert browser.get("/api/v1/desk/me").status_code == 401


def test_a_token_that_may_only_read_changes_nothing(program):
    reader = program("AAA", "read")
    assert reader.done("get", "me")["scopes"] == ["read"]
    refusal(reader.post("drafts", {}), 403, "scope_needed")
    assert program("AAA").done("get", "me")["scopes"] == ["read", "comment"]


def test_what_is_not_there_is_a_404_for_whoever_is_known(program):
    asker = program("AAA")
    first = seen(asker.get(f"circles/{ID}"))
    refusal(asker.last, 404, "not_found")
    for path in ("nothing", f"circles/{ID}x", "a%0Ab", "me/me", f"circles/{uuid4()}"):
        assert seen(asker.get(path)) == first, path
        assert asker.post(path, {}).status_code in (404, 405)


def test_what_somebody_may_not_read_is_answered_like_what_is_not_there(house, program):
    for name, hidden in [
        ("AAA", house.delegation("BBB")),
        ("employers", house.group("workers")),
        ("secretariat", house.group("employers")),
        ("observer", house.region("north-group")),
    ]:
        asker = program(name)
        for path in ("circles/{}", "circles/{}/members", "circles/{}/comments"):
            there = seen(asker.get(path.format(hidden.pk)))
            assert there == seen(asker.get(path.format(uuid4()))), (name, path)
            assert there[0] == 404


def test_another_method_is_refused_with_what_is_taken(program):
    answer = program("AAA")("patch", "me")
    refusal(answer, 405, "method_not_allowed")
    assert answer["Allow"] == "GET, HEAD"
    refusal(program("AAA")("options", "me"), 405, "method_not_allowed")


def test_an_unknown_parameter_is_refused_and_named(program):
    problem = refusal(program("AAA").get("circles?page_size=0&x=1&lang=de"), 400, "bad_query")
    assert {each["pointer"] for each in problem["errors"]} == {"page_size", "x", "lang"}
    assert "fr" in problem["detail"] or problem["errors"]


def test_refusals_speak_the_persons_language_or_the_one_asked_for(house, program):
    type(house["AAA"].user).objects.filter(pk=house["AAA"].user_id).update(language="fr")
    said = program("AAA").done("get", "me")["mandate"]["capacity_label"]
    asked = program("AAA").done("get", "me?lang=en")["mandate"]["capacity_label"]
    assert asked == "Delegate"
    assert said != asked


def test_how_much_a_token_may_still_ask_is_told_with_every_answer(settings, program, monkeypatch):
    settings.DESK_REQUESTS_PER_MINUTE = 3
    monkeypatch.setattr("desk.api.endpoint.LIMITER", Limiter())
    monkeypatch.setattr("core.limits.time.monotonic", lambda: 70.0)
    first, other = program("AAA"), program("BBB")
    answers = [first.get("me"), first.get("nothing"), first.get("me"), first.get("me")]
    assert [answer.status_code for answer in answers] == [200, 404, 200, 429]
    assert [answer["RateLimit"] for answer in answers] == [
        f'"token";r={left};t=50' for left in (2, 1, 0, 0)
    ]
    assert answers[0]["RateLimit-Policy"] == '"token";q=3;w=60'
    assert answers[3]["Retry-After"] == "50"
    refusal(answers[3], 429, "too_many_requests")
    assert other.get("me")["RateLimit"] == '"token";r=2;t=50'
    assert "RateLimit" not in Program().get("me")


def test_a_fault_of_ours_is_private_and_tells_nothing(program, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("secret detail")

    asker = program("AAA")
    monkeypatch.setattr("desk.api.people.circles_of", broken)
    asker.is_patient = True
    answer = asker.get("circles")
    refusal(answer, 500, "internal")
    assert b"secret" not in answer.content


def test_every_address_is_of_the_desk_and_has_a_twin_with_a_slash():
    for pattern in urlpatterns:
        assert getattr(pattern.callback, "address_kind", None) == "desk"
    bare = {str(pattern.pattern) for pattern in urlpatterns}
    for address in ROUTES:
        assert {f"desk/{address}".rstrip("/"), f"desk/{address}".rstrip("/") + "/"} <= bare


def test_a_slash_at_the_end_changes_nothing(program):
    asker = program("AAA")
    assert asker.get("circles/").json() == asker.get("circles").json()
    assert asker.get("/api/v1/desk").json() == asker.get("/api/v1/desk/").json()
