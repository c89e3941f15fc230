"""A walk of a list loses nothing and doubles nothing, whatever the page size and the order."""

import pytest
from django.test import Client

from core.cursor import write_cursor
from provisions.lifecycle import MoveCode
from tests.factories.frameworks import make_framework
from tests.factories.provisions import make_move, make_provision

from .addresses import LISTS
from .walking import identity, pages, rows

ORDERS = {
    "frameworks": ("document", "-content_changed_at"),
    "provisions": ("document", "changed", "-changed", "title", "stage", "relevance"),
    "sessions": ("document", "date", "-date"),
    "decisions": ("document", "-recorded_at"),
    "instruments": ("document", "year", "-year"),
    "milestones": ("document", "date"),
    "documents": ("document",),
}


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("size", [1, 7])
def test_a_walk_in_small_steps_meets_every_row_once(get, address: str, size: int):
    whole = get(f"{address}?page_size=500")["results"]
    walked = rows(get, f"{address}?page_size={size}")
    assert walked == whole
    assert len({identity(row) for row in walked}) == len(walked)


@pytest.mark.parametrize(
    ("address", "order"), [(address, order) for address, known in ORDERS.items() for order in known]
)
def test_every_order_is_total(get, address: str, order: str):
    whole = get(f"{address}?sort={order}&page_size=500")["results"]
    walked = rows(get, f"{address}?sort={order}&page_size=2")
    assert [identity(row) for row in walked] == [identity(row) for row in whole]
    assert {identity(row) for row in walked} == {
        identity(row) for row in get(f"{address}?page_size=500")["results"]
    }


def test_a_walk_of_a_search_meets_every_hit_once(get):
    whole = get("provisions?q=work&sort=relevance&page_size=500")["results"]
    assert len(whole) > 5
    assert rows(get, "provisions?q=work&sort=relevance&page_size=2") == whole


def test_filters_go_along_with_the_walk(get):
    walked = rows(get, "provisions?theme=osh&theme=skills&framework=practice-framework&page_size=1")
    assert len(walked) > 2
    for row in walked:
        assert row["framework"] == "practice-framework"
        assert {"osh", "skills"} & set(row["themes"])


def test_writing_between_the_pages_loses_and_doubles_nothing_in_the_documents_order(get):
    framework = make_framework("walked")
    provisions = [make_provision(framework, str(number)) for number in range(1, 9)]
    before = [row["key"] for row in get("provisions?framework=walked&page_size=500")["results"]]
    seen: list[str] = []
    for place, page in enumerate(pages(get, "provisions?framework=walked&page_size=2")):
        seen += [row["key"] for row in page["results"]]
        # One that was read and one that is still to come change; another is added at the end.
        make_move(provisions[place], MoveCode.WITHDRAW)
        make_move(provisions[-1 - place], MoveCode.OPEN_REVIEW)
        make_provision(framework, str(100 + place))
        if place == 2:
            break
    rest = rows(get, f"provisions?framework=walked&page_size=50&cursor={page['next_cursor']}")
    seen += [row["key"] for row in rest]
    assert len(seen) == len(set(seen))
    assert seen[: len(before)] == before
    assert len(seen) == len(before) + 3


def test_the_link_header_leads_on_as_the_body_does(client: Client, house, db):
    response = client.get("/api/v1/instruments?page_size=2&kind=convention")
    body = response.json()
    assert response["Link"] == f'<{body["next"]}>; rel="next"'
    assert body["next"].startswith("http://testserver/api/v1/instruments?")
    assert "kind=convention" in body["next"]
    assert "cursor=" in body["next"]
    last = client.get("/api/v1/groups")
    assert last.json()["next"] is None
    assert "Link" not in last


def test_an_empty_list_is_no_error(get):
    body = get("provisions?framework=ai-manufacturing-2026&stage=withdrawn")
    assert body["results"] == []
    assert body["next"] is body["next_cursor"] is None


FORGED = (
    *("x", "x" * 900, "WyJwcm92aXNpb25zOmRvY3VtZW50Il0", "eyJhIjoxfQ:abc", "é", "..", ":", "😀"),
    "WyJwcm92aXNpb25zOmRvY3VtZW50IiwiYSJd:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
)


@pytest.mark.parametrize("address", [*LISTS, "changes"])
@pytest.mark.parametrize("token", FORGED)
def test_a_forged_cursor_is_refused(client: Client, house, db, address: str, token: str):
    name = "since" if address == "changes" else "cursor"
    response = client.get(f"/api/v1/{address}", {name: token})
    assert response.status_code == 400, response.content
    body = response.json()
    assert body["code"] == "bad_cursor"
    assert body["errors"][0]["pointer"] == name


def test_a_cursor_belongs_to_its_list_and_order(client: Client, get):
    token = get("provisions?page_size=1")["next_cursor"]
    for address in ("provisions?sort=title&", "instruments?", "sessions?"):
        response = client.get(f"/api/v1/{address}cursor={token}")
        assert response.status_code == 400, address
        assert response.json()["code"] == "bad_cursor"
    versions = write_cursor("versions:document:ai-manufacturing-2026.s6", [1])
    other = client.get(f"/api/v1/provisions/practice-framework.1/versions?cursor={versions}")
    assert other.status_code == 400


@pytest.mark.parametrize("position", [[], ["a", "b", "c", "d"], [1, 2, 3, 4, 5]])
@pytest.mark.parametrize("address", ["provisions", "instruments", "documents", "sessions"])
def test_a_cursor_of_an_older_release_is_refused(
    client: Client, house, db, address: str, position: list[str | int]
):
    token = write_cursor(f"{address}:document", position)
    response = client.get(f"/api/v1/{address}?cursor={token}")
    if position:
        assert response.status_code == 400
    else:  # nothing was read yet
        assert response.status_code == 200
