"""What is refused before any view sees it, as a page and as a problem."""

import pytest
from django.db import OperationalError

from core.problems import RETRY_AFTER_SECONDS

pytestmark = pytest.mark.django_db  # a page of refusal carries the mark of a sample database


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/nothing/", {"host": "elsewhere.example"}, 400),
        ("/nothing/?q=%00", {}, 400),
        ("/noth%00ing/", {}, 400),
        ("/nothing/?q=" + "x" * 10_000, {}, 414),
        ("/nothing/", {}, 404),
        ("/fr/nothing/", {}, 404),
    ],
)
def test_a_bad_request_is_answered_as_page_and_as_problem(client, path, headers, status):
    page = client.get(path, headers=headers)
    assert page.status_code == status
    assert page["Content-Type"].startswith("text/html")
    assert page["Cache-Control"] == "no-store"
    problem = client.get(f"/api/v1{path}", headers=headers)
    assert problem.status_code == status
    assert problem["Content-Type"] == "application/problem+json"
    assert problem.json()["status"] == status
    assert problem.json()["detail"]


def test_an_error_speaks_the_language_of_its_path(client):
    assert b'lang="fr"' in client.get("/fr/nothing/").content
    assert b'lang="es"' in client.get("/es/nothing/").content


@pytest.mark.parametrize("path", ["/", "/api/v1/provisions/"])
def test_a_database_that_is_down_is_a_503_that_says_when_to_come_back(client, monkeypatch, path):
    def down() -> int:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr("public.answers.REVISION.read", down)
    answer = client.get(path)
    assert answer.status_code == 503
    assert answer["Retry-After"] == str(RETRY_AFTER_SECONDS)
    assert b"server closed" not in answer.content


def test_a_fault_of_ours_shows_no_trace(client, monkeypatch):
    def broken() -> int:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("public.answers.REVISION.read", broken)
    client.raise_request_exception = False
    for path in ("/", "/api/v1/provisions/"):
        answer = client.get(path)
        assert answer.status_code == 500
        assert b"secret detail" not in answer.content and b"Traceback" not in answer.content
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/api/v1/desk", "/api/v1/desk/me", "/api/v1/desk/me?q=%00"])
def test_the_private_part_of_the_api_is_kept_from_caches_and_foreign_pages(client, path):
    """Also where a request is refused before any view sees it."""
    for headers in ({}, {"host": "elsewhere.example"}):
        answer = client.get(path, headers=headers)
        assert answer.status_code in (400, 401)
        assert answer["Cache-Control"] == "private, no-store"
        assert "Access-Control-Allow-Origin" not in answer
        assert "Access-Control-Expose-Headers" not in answer
    assert client.get("/api/v1/desks")["Access-Control-Allow-Origin"] == "*"
