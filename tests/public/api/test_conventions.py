"""What holds at every address of the API: marks, caching, headers, refusals."""

import pytest
from django.test import Client

from .addresses import DETAILS, EVERYTHING, JSON_ADDRESSES, LISTS, STATS

pytestmark = pytest.mark.usefixtures("house", "db")

SECRET_HEADERS = {"Set-Cookie", "Vary-Cookie", "WWW-Authenticate"}


def problem(response, status: int):
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "no-store"
    assert response["Access-Control-Allow-Origin"] == "*"
    body = response.json()
    assert body["status"] == status
    assert {"type", "title", "code", "detail", "errors"} <= body.keys()
    return body


@pytest.mark.parametrize("address", EVERYTHING)
def test_an_answer_is_the_same_for_everyone_and_has_a_tag(client: Client, address: str):
    path = f"/api/v1/{address}"
    first = client.get(path)
    other = client.get(
        path, headers={"Cookie": "sessionid=x", "Accept": "text/html", "Accept-Language": "fr"}
    )
    assert first.status_code == 200, first.content
    assert first.content == other.content
    assert first["ETag"] == other["ETag"]
    assert first["Cache-Control"] == "public, no-cache"
    assert first["Vary"] == "Accept-Encoding"
    assert first["Access-Control-Allow-Origin"] == "*"
    assert "w=60" in first["RateLimit-Policy"]
    assert not SECRET_HEADERS & set(first.headers)
    assert not first.cookies


@pytest.mark.parametrize("address", EVERYTHING)
def test_what_still_holds_is_a_304_without_a_body(client: Client, address: str):
    path = f"/api/v1/{address}"
    plain = client.get(path)
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    for tag in (plain["ETag"], packed["ETag"], f"W/{plain['ETag']}", f'"x", {plain["ETag"]}'):
        again = client.get(path, headers={"If-None-Match": tag})
        assert again.status_code == 304, tag
        assert again.content == b""
        assert again["ETag"] in tag
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("address", EVERYTHING)
def test_head_says_what_get_would(client: Client, address: str):
    full, head = client.get(f"/api/v1/{address}"), client.head(f"/api/v1/{address}")
    assert head.content == b""
    for name in ("Content-Length", "Content-Type", "ETag", "Cache-Control", "Vary"):
        assert head[name] == full[name]
    assert full["Content-Length"] == str(len(full.content))


@pytest.mark.parametrize("address", JSON_ADDRESSES)
def test_every_envelope_carries_the_mark_of_a_sample_database(get, address: str):
    body = get(address)
    assert body["is_sample"] is True
    assert "Sample database" in body["notice"]
    assert all(row["is_sample"] is True for row in body.get("results", []))


@pytest.mark.parametrize("address", JSON_ADDRESSES)
def test_a_slash_at_the_end_leads_to_the_same(client: Client, address: str):
    bare = client.get(f"/api/v1/{address}")
    slashed = client.get(f"/api/v1/{address}/" if address else "/api/v1/")
    assert bare.content == slashed.content


@pytest.mark.parametrize("address", ["", *LISTS[:2], "provisions/no.such", "changes", "nowhere"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client: Client, address: str, method: str):
    response = getattr(client, method)(
        f"/api/v1/{address}", data=b"\xff{not json", content_type="application/json"
    )
    if address == "nowhere":
        problem(response, 404)
    else:
        problem(response, 405)
        assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_a_browser_may_ask_from_anywhere(client: Client):
    response = client.options(
        "/api/v1/provisions",
        headers={"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"},
    )
    assert response.status_code == 204
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "GET" in response["Access-Control-Allow-Methods"]
    exposed = client.get("/api/v1/provisions")["Access-Control-Expose-Headers"]
    assert {"ETag", "Link", "Retry-After"} <= {name.strip() for name in exposed.split(",")}


@pytest.mark.parametrize("address", [*LISTS, *STATS, *DETAILS, "", "changes", "openapi.json"])
def test_an_unknown_parameter_is_named_with_the_known_ones(client: Client, address: str):
    body = problem(client.get(f"/api/v1/{address}?surprise=1"), 400)
    [error] = body["errors"]
    assert error["pointer"] == "surprise"
    assert error["code"] == "unknown_parameter"
    assert "Known ones:" in error["detail"]


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("size", ["-1", "0", "501", "abc", "1e3", "٣", "9" * 400])
def test_a_page_size_out_of_bounds_is_refused(client: Client, address: str, size: str):
    body = problem(client.get(f"/api/v1/{address}", {"page_size": size}), 400)
    assert [error["pointer"] for error in body["errors"]] == ["page_size"]
    assert "1 to 500" in body["errors"][0]["detail"]


@pytest.mark.parametrize(
    ("address", "parameter", "known"),
    [
        ("provisions", "theme", "lifelong-learning"),
        ("provisions", "stage", "in_review"),
        ("provisions", "addressee", "not_stated"),
        ("provisions", "kind", "recommendation"),
        ("provisions", "framework", "ai-manufacturing-2026"),
        ("provisions", "instrument", "C142"),
        ("provisions", "sort", "-changed"),
        ("provisions", "format", "jsonl"),
        ("provisions", "lang", "fr"),
        ("milestones", "framework", "practice-framework"),
        ("milestones", "session", "gb-358"),
        ("documents", "kind", "press_report"),
        ("decisions", "session", "sample-1"),
        ("instruments", "tier", "fundamental"),
        ("instruments", "sort", "-year"),
        ("frameworks", "official_status", "adopted_by_meeting"),
        ("stats/timeline", "framework", "practice-framework"),
        ("changes", "format", "csv"),
    ],
)
def test_an_unknown_value_is_named_with_the_known_ones(
    client: Client, address: str, parameter: str, known: str
):
    body = problem(client.get(f"/api/v1/{address}", {parameter: "no-such"}), 400)
    [error] = body["errors"]
    assert error["pointer"] == parameter
    assert "no-such" in error["detail"]
    assert known in error["detail"]
    assert client.get(f"/api/v1/{address}", {parameter: known}).status_code == 200


def test_several_values_mean_or_and_everything_wrong_is_named_at_once(client: Client, get):
    either = get("provisions?theme=osh&theme=skills&page_size=500")["results"]
    assert {"osh", "skills"} & set(either[0]["themes"])
    apart = [get(f"provisions?theme={theme}&page_size=500") for theme in ("osh", "skills")]
    keys = {row["key"] for answer in apart for row in answer["results"]}
    assert {row["key"] for row in either} == keys
    body = problem(client.get("/api/v1/provisions?theme=x&stage=y&page_size=0&z=1"), 400)
    assert {error["pointer"] for error in body["errors"]} == {"theme", "stage", "page_size", "z"}


def test_a_query_can_be_too_long_or_hold_what_it_may_not(client: Client):
    problem(client.get("/api/v1/provisions", {"q": "x" * 10_000}), 414)
    body = problem(client.get("/api/v1/provisions", {"q": "x" * 201}), 400)
    assert body["errors"][0]["pointer"] == "q"
    problem(client.get("/api/v1/provisions?q=a%00b"), 400)
    problem(client.get("/api/v1/provisions/a%00b"), 400)
    problem(client.get("/api/v1/provisions", {"q": "a\x07b"}), 400)


@pytest.mark.parametrize(
    "address",
    [
        *("frameworks/no-such", "provisions/no-such", "provisions/no.such", "sessions/no-such"),
        *("provisions/practice-framework", "frameworks/ai-manufacturing-2026.s6"),
        *("provisions/no.such/versions", "provisions/ai-manufacturing-2026.s6/versions/2"),
        "provisions/ai-manufacturing-2026.s6/versions/99999999999999999999",
        *("instruments/c142", "decisions/x", "milestones/x", "documents/a.document.b", "no-such"),
        f"provisions/{'x' * 3000}",
        *("positions/x", "dispositions/a.position.1-1", "stats/nothing"),
    ],
)
def test_what_does_not_exist_is_a_404(client: Client, address: str):
    problem(client.get(f"/api/v1/{address}"), 404)


def test_a_host_from_elsewhere_is_refused(client: Client):
    body = problem(client.get("/api/v1/provisions", headers={"Host": "evil.example"}), 400)
    assert "evil" not in body["type"]


def test_absolute_addresses_come_from_the_settings(client: Client, settings):
    settings.ALLOWED_HOSTS = ["other.example", "testserver"]
    answer = client.get("/api/v1/sessions?page_size=1", headers={"Host": "other.example"})
    assert b"other.example" not in answer.content
    assert answer.json()["next"].startswith("http://testserver/api/v1/sessions?")


def test_refusals_speak_the_language_that_was_asked_for(client: Client):
    english = problem(client.get("/api/v1/provisions?lang=en&stage=x"), 400)
    french = problem(client.get("/api/v1/provisions?lang=fr&stage=x"), 400)
    assert english["title"] == "The request can't be understood"
    assert french["code"] == english["code"]
    assert french["title"] == "La requête ne peut pas être comprise"
