"""The public zone answers from memory: the same bytes, ETags, 304, gzip."""

import gzip

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.test import RequestFactory

from public import answers
from public.answers import Content, answered
from public.cache import AnswerCache, Kept

pytestmark = pytest.mark.django_db  # what kind of database this is, asked once

BODY = b"word " * 500


@pytest.fixture(autouse=True)
def memory(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """A revision that the test moves, and a cache of the test's own."""
    state = {"revision": 1, "made": 0}
    monkeypatch.setattr("public.answers.REVISION.read", lambda: state["revision"])
    monkeypatch.setattr(answers, "ANSWERS", AnswerCache())
    return state


def ask(memory: dict[str, int], path: str = "/x/", method: str = "GET", **headers: str):
    def make(revision: int) -> Content:
        memory["made"] += 1
        return Content(BODY + str(revision).encode())

    request: HttpRequest = RequestFactory().generic(method, path, headers=headers)
    return answered(request, "", make)


def test_a_second_reader_gets_the_same_bytes_from_memory(memory):
    first, second = ask(memory), ask(memory)
    assert first.content == second.content
    assert first["ETag"] == second["ETag"]
    assert memory["made"] == 1
    assert first["Cache-Control"] == "public, no-cache"
    assert first["Vary"] == "Accept-Encoding"


def test_a_new_revision_makes_a_new_answer_and_tag(memory):
    old = ask(memory)
    memory["revision"] = 2
    new = ask(memory, **{"If-None-Match": old["ETag"]})
    assert new.status_code == 200
    assert new["ETag"] != old["ETag"]
    assert new.content != old.content


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}'])
def test_a_known_tag_is_answered_304_without_making_anything(memory, form):
    tag = ask(memory)["ETag"]
    again = ask(memory, **{"If-None-Match": form.format(tag)})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)


def test_the_tag_of_one_address_is_not_that_of_another(memory):
    assert ask(memory, "/x/")["ETag"] != ask(memory, "/y/")["ETag"]


def test_gzip_has_its_own_strong_tag_and_the_same_words(memory):
    plain, packed = ask(memory), ask(memory, **{"Accept-Encoding": "br, gzip"})
    assert gzip.decompress(packed.content) == plain.content
    assert packed["Content-Encoding"] == "gzip"
    assert packed["ETag"] != plain["ETag"] and not packed["ETag"].startswith("W/")
    assert ask(memory, **{"If-None-Match": packed["ETag"]}).status_code == 304


@pytest.mark.parametrize("header", ["gzip;q=0", "identity", "", "br", "gzip; q=0.0"])
def test_who_takes_no_gzip_gets_none(memory, header):
    assert "Content-Encoding" not in ask(memory, **{"Accept-Encoding": header})


def test_head_has_the_headers_of_get_and_no_body(memory):
    head = ask(memory, method="HEAD")
    assert head.content == b""
    assert head["Content-Length"] == str(len(ask(memory).content))


def kept(size: int) -> Kept:
    return Kept(b"x" * size, None, "text/plain", ())


def test_the_memory_is_bounded_and_drops_what_was_used_least(settings):
    settings.PUBLIC_CACHE_BYTES = 5000
    cache = AnswerCache()
    cache.put(1, "a", kept(1500))
    cache.put(1, "b", kept(1500))
    assert cache.get(1, "a") is not None
    cache.put(1, "c", kept(1500))
    assert cache.get(1, "b") is None
    assert cache.get(1, "a") is not None and cache.get(1, "c") is not None


def test_an_older_revision_neither_answers_nor_stays():
    cache = AnswerCache()
    cache.put(2, "a", kept(10))
    cache.put(1, "b", kept(10))
    assert cache.get(1, "b") is None
    cache.put(3, "c", kept(10))
    assert cache.get(2, "a") is None and cache.get(3, "c") is not None


def test_an_answer_too_large_for_the_memory_drives_no_other_out(settings):
    settings.PUBLIC_CACHE_BYTES = 5000
    cache = AnswerCache()
    cache.put(1, "a", kept(1500))
    cache.put(1, "large", kept(4000))
    assert cache.get(1, "large") is None and cache.get(1, "a") is not None


def test_what_began_without_its_database_serves_no_sample_where_none_may_be(memory, settings):
    settings.SAMPLE_DATABASE_ALLOWED = False
    with pytest.raises(ImproperlyConfigured, match="sample database"):
        ask(memory)
    assert memory["made"] == 0
