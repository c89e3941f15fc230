"""Every route is of one kind and behaves as its kind, asked over HTTP of a loaded house."""

import re
from collections.abc import Iterator
from gettext import NullTranslations
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.translation import trans_real

from core.addresses import AddressKind
from core.catalogs import TRANSLATED, catalog_file
from core.languages import localized
from tests.public.api.house import forget_answers, taken_back

from .routes import Route, routes

# The house is loaded once, in one process.
pytestmark = pytest.mark.xdist_group("routes")
ROUTES = routes()
PUBLIC = [route for route in ROUTES if route.kind == AddressKind.PUBLIC]
DESK = [route for route in ROUTES if route.kind == AddressKind.DESK and not route.is_api]
DOORS = [route for route in ROUTES if route.kind == AddressKind.DOOR]
OPS = [route for route in ROUTES if route.kind == AddressKind.OPS]

# Whoever asks, by whatever means: the bytes are the same.
ASKERS: dict[str, dict[str, str]] = {
    "a stranger": {},
    "a member": {"Cookie": "sessionid=0123456789abcdef; csrftoken=x; django_language=es"},
    "a program": {"Authorization": "Token 0123456789abcdef", "Accept": "application/json"},
    "a browser": {"Accept-Language": "fr-CH, es;q=0.5", "Accept": "text/html", "User-Agent": "B/1"},
    "another host": {"Host": "localhost"},
    "a forwarded one": {"X-Forwarded-Host": "evil.example", "X-Forwarded-For": "203.0.113.9"},
}


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """What `./portal up` loads, by the commands that it runs."""
    with django_db_blocker.unblock(), taken_back():
        call_command("load_reference", verbosity=0)
        call_command("load_framework", "frameworks/data/ai-manufacturing-2026.yaml", verbosity=0)
        call_command("load_sample", verbosity=0)
        call_command("load_sample_reviews", verbosity=0)
        yield


@pytest.fixture
def ask(house: None, db: None, client: Client) -> Iterator[Client]:
    forget_answers()
    yield client
    forget_answers()


def by_route(routes: list[Route]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("route", routes, ids=lambda route: route.template)


@by_route(ROUTES)
def test_every_route_says_of_which_kind_it_is(route: Route):
    assert route.kind in set(AddressKind)
    if route.template.startswith(("/desk/", "/api/v1/desk/")):
        assert route.kind == AddressKind.DESK
    if route.template.startswith(("/accounts/", "/subscribe/")):
        assert route.kind == AddressKind.DOOR


def test_the_walk_sees_the_house():
    assert len(PUBLIC) >= 50
    assert {route.template for route in OPS} >= {"/healthz", "/readyz"}
    assert any(route.is_translated for route in PUBLIC)


@by_route(PUBLIC)
def test_a_public_address_answers_cacheable_bytes_and_no_cookie(ask: Client, route: Route):
    for path in route.examples():
        answer = ask.get(path)
        assert answer.status_code == 200, f"{path}: {answer.content[:300]!r}"
        assert answer["Cache-Control"] == "public, no-cache", path
        assert answer["Vary"] == "Accept-Encoding", path
        assert re.fullmatch(r'"[^"]+"', answer["ETag"]), path
        assert not answer.cookies, path
        assert int(answer["Content-Length"]) == len(answer.content) > 0, path
        shared = "*" if path.startswith("/api/") else None
        assert answer.get("Access-Control-Allow-Origin") == shared, path


@by_route(PUBLIC)
def test_a_public_address_answers_everybody_alike(ask: Client, route: Route):
    path = route.example()
    answers: dict[str, tuple[int, bytes, dict[str, str]]] = {}
    for asker, headers in ASKERS.items():
        forget_answers()  # each answer is made anew, not remembered from another
        said = ask.get(path, headers=headers)
        answers[asker] = (said.status_code, said.content, dict(said.items()))
    for asker, answer in answers.items():
        assert answer == answers["a stranger"], asker


@by_route(PUBLIC)
def test_a_public_address_knows_what_was_seen_before(ask: Client, route: Route):
    path = route.example()
    tag = ask.get(path)["ETag"]
    again = ask.get(path, headers={"If-None-Match": f'W/{tag}, "other"'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    head = ask.head(path)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", tag)
    packed = ask.get(path, headers={"Accept-Encoding": "gzip"})
    if "Content-Encoding" in packed:
        assert packed["ETag"] != tag
        assert packed["ETag"].startswith('"'), "a weakened tag would never match again"


@by_route(PUBLIC)
def test_a_public_address_can_only_be_read(ask: Client, route: Route):
    path = route.example()
    for method in (ask.post, ask.put, ask.patch, ask.delete, ask.trace):
        answer = method(path)
        assert answer.status_code == 405
        assert {"GET", "HEAD"} <= set(answer["Allow"].split(", "))
        assert not answer.cookies
        if route.is_api:
            assert answer["Content-Type"] == "application/problem+json"
            assert answer.json()["status"] == 405


@by_route([route for route in PUBLIC if route.is_translated and not route.is_api])
def test_a_page_speaks_the_language_of_its_path(ask: Client, route: Route):
    for path, language in zip(route.examples(), ("en", "fr", "es"), strict=True):
        answer = ask.get(path)
        if answer["Content-Type"].startswith("text/html"):
            assert f'<html lang="{language}"' in answer.content.decode(), path


class Untranslated(NullTranslations):
    """Stands behind a language's catalogs and notes what none of them has."""

    def __init__(self) -> None:
        super().__init__()
        self.said: set[str] = set()

    def gettext(self, message: str) -> str:
        self.said.add(message)
        return message

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self.gettext(singular if number == 1 else plural)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

    def npgettext(self, context: str, singular: str, plural: str, number: int) -> str:
        return self.ngettext(singular, plural, number)


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_page_falls_back_to_english(ask: Client, monkeypatch, language: str):
    """What is looked up while pages are made is what was extracted: the catalogs have it all."""
    compiled = catalog_file(language).with_suffix(".mo")
    assert compiled.exists(), "compile the catalogs first: ./portal manage messages"
    behind = Untranslated()
    monkeypatch.setattr(trans_real.translation(language), "_fallback", behind)
    pages = [route for route in PUBLIC if route.is_translated and not route.is_api]
    for route in pages:
        assert ask.get(localized(route.example(), language)).status_code == 200
    refused = ask.get(localized("/provisions/", language), {"stage": "nowhere", "sort": "x"})
    assert refused.status_code == 400
    assert behind.said == set()


@by_route(OPS)
def test_an_ops_address_is_never_kept_and_asks_for_no_session(ask: Client, route: Route):
    answer = ask.get(route.example(), headers=ASKERS["a member"])
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


@by_route(DESK)
def test_a_desk_address_sends_a_stranger_to_sign_in(client: Client, route: Route):
    for method in (client.get, client.post, client.put, client.delete):
        answer = method(re.sub(r"<[^>]+>", "1", route.template))
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/desk/")
        assert answer["Cache-Control"] == "private, no-store"
        assert not answer.cookies


@by_route(DOORS)
def test_a_door_is_never_kept(ask: Client, route: Route):
    answer = ask.get(re.sub(r"\(\?P<\w+>[^)]*\)|<[^>]+>|[\^$]", "1", route.template))
    assert answer.status_code in (200, 302, 400, 403, 404, 405)
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere/",
        "/fr/nulle-part/",
        "/admin/",
        "/accounts/signup/",
        "/accounts/nowhere/",
        "/api/v1/nothing",
        "/provisions/../../etc/passwd",
        "/frameworks/none/provisions/1/",
    ],
)
def test_what_is_not_there_is_refused_without_a_trace_or_a_cookie(ask: Client, path: str):
    answer = ask.get(path)
    assert answer.status_code == 404
    assert not answer.cookies
    assert b"Traceback" not in answer.content
    is_api = path.startswith("/api/")
    assert answer["Content-Type"].startswith("application/problem+json" if is_api else "text/html")
