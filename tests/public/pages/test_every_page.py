"""What holds on every page, in every language: frame, language, markup, links that lead on."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client

from core.languages import LANGUAGES, localized, split_language

from .conftest import Read
from .markup import Markup, read_markup

PAGES = [
    "/",
    "/frameworks/",
    "/frameworks/ai-manufacturing-2026/",
    "/frameworks/practice-framework/",
    "/frameworks/ai-manufacturing-2026/text/",
    "/frameworks/practice-framework/text/",
    "/provisions/",
    "/provisions/?q=skills&theme=skills&sort=title",
    "/provisions/?q=qqqqqqqq",
    "/frameworks/ai-manufacturing-2026/provisions/s6/",
    "/frameworks/practice-framework/provisions/7/",
    "/frameworks/practice-framework/provisions/7c/",
    "/frameworks/practice-framework/provisions/12/",
    "/frameworks/practice-framework/provisions/6/versions/1/",
    "/frameworks/practice-framework/provisions/6/redline/",
    "/frameworks/practice-framework/provisions/6/redline/?from=1&to=3&view=sides",
    "/frameworks/practice-framework/provisions/6/redline/?view=clean",
    "/frameworks/practice-framework/provisions/1/redline/",
    "/convergence/",
    "/convergence/?framework=practice-framework",
    "/themes/",
    "/themes/osh/",
    "/governing-body/",
    "/governing-body/gb-358/",
    "/governing-body/sample-1/",
    "/instruments/",
    "/instruments/?kind=convention",
    "/instruments/C142/",
    "/changes/",
    "/data/",
    "/about/",
    "/accessibility/",
]
DOORS = ("/accounts/", "/subscribe/")  # they say where one came from, each in its own address
REFUSED = ["/nothing/", "/provisions/?theme=nothing"]
MOST_PAGES = 1_500  # of one language: what a crawl may find before something runs away


def in_languages(paths: list[str]) -> list[tuple[str, str]]:
    return [(localized(path, language), language) for path in paths for language in LANGUAGES]


@pytest.mark.parametrize(("path", "language"), in_languages(PAGES))
def test_a_page_is_whole_and_says_what_it_is(read_house: Read, path: str, language: str):
    page = read_house(path)
    assert page.faults == []
    assert page.language == language
    assert page.landmarks == {"header", "nav", "main", "footer"}
    assert [level for level, _ in page.headings].count(1) == 1
    assert page.title.startswith("[") and page.title.endswith(" – Tripartite")
    assert _description(page)


@pytest.mark.parametrize(("path", "language"), in_languages(REFUSED))
def test_a_refusal_is_a_whole_page_with_the_sample_mark(read_house: Read, path, language):
    page = read_house(path, status=404 if "nothing/" in path else 400)
    assert page.faults == []
    assert page.language == language
    assert page.landmarks == {"header", "nav", "main", "footer"}
    assert ("body", {"class": "is-sample"}) in page.tags


@pytest.mark.parametrize("path", PAGES)
def test_no_level_of_headings_is_skipped(read_house: Read, path: str):
    levels = [level for level, _ in read_house(path).headings]
    steps = list(zip(levels, levels[1:], strict=False))
    assert not [step for step in steps if step[1] > step[0] + 1]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_holds_no_inline_code_and_only_our_scripts(read_house: Read, path: str):
    page = read_house(path)
    for tag, values in page.tags:
        assert tag != "style" and "style" not in values
        assert not [name for name in values if name.startswith("on")]
        if tag == "script":
            assert (values["src"] or "").startswith("/static/")


@pytest.mark.parametrize("path", PAGES)
def test_the_switch_of_languages_keeps_page_and_query(read_house: Read, path: str):
    switch = [
        values for tag, values in read_house(path).tags if tag == "a" and "hreflang" in values
    ]
    wanted = [urlsplit(localized(path, language)) for language in LANGUAGES]
    found = [urlsplit(values["href"] or "") for values in switch]
    assert [each.path for each in found] == [each.path for each in wanted]
    for address in found:
        assert sorted(address.query.split("&")) == sorted(urlsplit(path).query.split("&"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_leads_somewhere(house: None, db: None, client: Client, language: str):
    broken: dict[str, tuple[int, str]] = {}
    seen: set[str] = set()
    waiting = [(localized("/", language), "")]
    while waiting:
        path, source = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        assert len(seen) < MOST_PAGES, "The crawl finds new addresses without end."
        response = client.get(path)
        if path.startswith("/desk/"):
            # Whether that address exists, a stranger can't tell: the desk's own tests do.
            assert response.headers["Location"].startswith("/accounts/login/")
        elif response.status_code != 200:
            broken[path] = (response.status_code, source)
        elif response["Content-Type"].startswith("text/html") and not path.startswith(DOORS):
            page = read_markup(response.content.decode())
            waiting += [(link, path) for link in _inner(page, path, language)]
    assert not broken
    assert len(seen) > 300


def _inner(page: Markup, path: str, language: str) -> Iterator[str]:
    """Yield the addresses within the portal that a page links to, without their fragments.

    The switch to another language is left to that language's own walk.
    """
    for link in page.links:
        address = urlsplit(urljoin(f"http://testserver{path}", link))
        if address.netloc != "testserver" or address.path.startswith("/static/"):
            continue
        if address.path.startswith("/api/") or split_language(address.path)[0] == language:
            yield f"{address.path}?{address.query}" if address.query else address.path


def _description(page: Markup) -> str:
    metas = [values for tag, values in page.tags if tag == "meta"]
    return next(str(each["content"]) for each in metas if each.get("name") == "description")
