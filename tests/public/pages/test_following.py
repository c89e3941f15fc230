"""Get news of this: each page's form sends what the page is about, and is the same for everyone."""

import html
import re

import pytest
from django.test import Client

from core.languages import LANGUAGES, localized
from core.limits import Limiter
from desk.doors import subscribing
from notifications.models import Subscription

_HIDDEN = re.compile(r'<input type="hidden" name="(topic|subject)" value="([^"]*)"')
_OPTION = re.compile(r'<option value="(\w+)"')

PAGES = {
    "/frameworks/ai-manufacturing-2026/": ("framework", "ai-manufacturing-2026"),
    "/frameworks/practice-framework/provisions/7/": ("provision", "practice-framework.7"),
    "/themes/osh/": ("theme", "osh"),
    "/instruments/C142/": ("instrument", "C142"),
    "/provisions/?sort=title&stage=draft&theme=skills&theme=osh&q=a%22b": (
        "search",
        "q=a%22b&theme=osh&theme=skills&stage=draft",
    ),
}
in_each_language = pytest.mark.parametrize("language", LANGUAGES)
on_each_page = pytest.mark.parametrize("path", PAGES)


@pytest.fixture(autouse=True)
def nobody_asked_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscribing, "LIMITER", Limiter())


def form_of(client: Client, path: str) -> str:
    """The form that follows, of the page at `path`; "" where it has none."""
    page = client.get(path).content.decode()
    _before, found, rest = page.partition('<form class="stack-tight" method="post"')
    return rest.partition("</form>")[0] if found else ""


def sent_by(form: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in _HIDDEN.findall(form)}


@on_each_page
@in_each_language
def test_what_a_page_sends_is_what_it_is_about(
    house: None, db: None, client: Client, path: str, language: str
):
    form = form_of(client, localized(path, language))
    topic, subject = PAGES[path]
    assert sent_by(form) == {"topic": topic, "subject": subject}
    assert f'action="/subscribe/?lang={language}"' in form
    assert "csrf" not in form
    sent = {**sent_by(form), "email": "reader@example.org", "frequency": _OPTION.findall(form)[0]}
    answer = client.post(f"/subscribe/?lang={language}", sent)
    assert answer.status_code == 302
    made = Subscription.objects.get()
    assert (made.topic, made.subject, made.frequency) == (topic, subject, "now")
    assert made.recipient.own_language == language


@on_each_page
def test_the_link_for_those_with_an_account_opens_the_same_thing(
    house: None, db: None, client: Client, path: str
):
    page = client.get(path).content.decode()
    found = re.search(r'href="(/subscribe/\?topic=[^"]+)"', page)
    assert found
    opened = client.get(html.unescape(found[1]))
    assert opened.status_code == 200
    assert tuple(sent_by(opened.content.decode()).values()) == PAGES[path]


@pytest.mark.parametrize(
    "path", ["/provisions/", "/provisions/?sort=title", "/provisions/?utm=x", "/themes/", "/about/"]
)
def test_a_page_about_everything_has_no_form(house: None, db: None, client: Client, path: str):
    assert form_of(client, path) == ""


def test_a_search_too_long_to_keep_has_no_form(house: None, db: None, client: Client):
    stages = "&".join(f"stage={stage}" for stage in ("draft", "in_review", "agreed"))
    words = "é" * 200  # six characters each in an address
    assert form_of(client, f"/provisions/?q={words}&{stages}") == ""
    assert form_of(client, f"/provisions/?q={words[:50]}&{stages}")


@pytest.mark.parametrize(
    "path",
    [
        "/frameworks/ai-manufacturing-2026/",
        "/frameworks/practice-framework/provisions/7/",
        "/themes/osh/",
    ],
)
@in_each_language
def test_the_feed_stands_beside_it(house: None, db: None, client: Client, path: str, language: str):
    page = localized(path, language)
    assert f'<a href="{page}changes.atom">' in client.get(page).content.decode()
    assert client.get(f"{page}changes.atom").status_code == 200
