"""Whatever stands in the data is shown as words."""

import pytest
from django.test import Client

from provisions.drafts import TextDraft
from provisions.lifecycle import MoveCode
from tests.factories.provisions import add_version, make_move, make_provision

from .markup import read_markup

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7|add:7 }}{% load static %}",
    "</title></main><h1>end</h1>",
    "javascript:alert(1)",
    "&lt;b&gt; &amp;",
]
PATHS = [
    "/",
    "/frameworks/trial/",
    "/frameworks/trial/text/",
    "/frameworks/trial/provisions/1/",
    "/frameworks/trial/provisions/1/versions/1/",
    "/frameworks/trial/provisions/1/redline/",
    "/frameworks/trial/provisions/1/redline/?view=sides",
    "/provisions/",
    "/themes/skills/",
    "/changes/",
]


@pytest.fixture
def hostile(db: None) -> None:
    words = " ".join(HOSTILE)
    first = {each: TextDraft(words, f"{words}\n\n{words}") for each in ("en", "fr", "es")}
    later = {each: TextDraft(f"{words} x", f"y {words}") for each in ("en", "fr", "es")}
    provision = make_provision(texts=first)
    add_version(provision, later)
    make_move(provision, MoveCode.WITHDRAW)


@pytest.mark.parametrize("path", PATHS)
def test_markup_in_a_text_is_shown_as_words(hostile: None, client: Client, path: str):
    answer = client.get(path)
    assert answer.status_code == 200
    page = read_markup(answer.content.decode())
    assert page.faults == []
    assert not [tag for tag, _ in page.tags if tag == "img"]
    assert not [name for _, values in page.tags for name in values if name.startswith("on")]
    scripts = [values for tag, values in page.tags if tag == "script"]
    assert all((values.get("src") or "").startswith("/static/") for values in scripts)
    assert not [link for link in page.links if link.startswith("javascript:")]


def test_the_words_are_there_as_they_were_written(hostile: None, client: Client):
    page = read_markup(client.get("/frameworks/trial/provisions/1/versions/1/").content.decode())
    for words in HOSTILE:
        assert words in page.text


@pytest.mark.parametrize("words", HOSTILE)
def test_a_search_shows_what_was_typed_as_words(hostile: None, client: Client, words: str):
    page = read_markup(client.get("/provisions/", {"q": words}).content.decode())
    assert page.faults == []
    assert ("input", words) in [(tag, values.get("value")) for tag, values in page.tags]
