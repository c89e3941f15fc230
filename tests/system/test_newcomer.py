"""A newcomer types `./portal up` and opens a browser: every page, at a desk and on a telephone.

Through everything: the process that `up` starts, its data, its server, a real browser.
"""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request

from tests.portal.conftest import Up, free_port

pytestmark = pytest.mark.slow

FRAMEWORK = "/frameworks/ai-manufacturing-2026/"
PAGES = (
    "/",
    "/frameworks/",
    FRAMEWORK,
    f"{FRAMEWORK}text/",
    f"{FRAMEWORK}provisions/s6/",
    f"{FRAMEWORK}provisions/s6/versions/1/",
    "/provisions/",
    "/provisions/?q=skills&theme=skills",
    "/provisions/?q=qqqqqqqq",
    "/themes/skills/",
    "/governing-body/",
    "/instruments/",
    "/instruments/C142/",
    "/changes/",
    "/data/",
    "/about/",
    "/accessibility/",
    "/api/v1/docs/",
    "/fr/",
    "/es/provisions/",
)
# A desk, a telephone, and the width at which a page enlarged to 400 % has to reflow.
WIDTHS = (1280, 360, 320)


@pytest.fixture(scope="module")
def up(open_folder, start_up) -> Up:
    started: Up = start_up(open_folder, free_port())
    started.wait_ready()
    return started


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser had to complain about: errors, refused content, other machines."""
    said: list[str] = []
    page.on("console", lambda entry: said.append(entry.text) if entry.type != "log" else None)
    page.on("pageerror", lambda error: said.append(str(error)))

    def not_loaded(request: Request) -> None:
        # Going on to the next page ends what the last one still loaded; that is no fault.
        if request.failure != "net::ERR_ABORTED":
            said.append(f"not loaded: {request.url} ({request.failure})")

    page.on("requestfailed", not_loaded)

    def only_ours(request: object) -> None:
        host = urlsplit(request.url).hostname  # type: ignore[attr-defined]
        if host not in ("localhost", None):
            said.append(f"another machine: {host}")

    page.on("request", only_ours)
    return said


@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_fits_and_complains_about_nothing(up, page, complaints, path):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        answer = page.goto(f"http://localhost:{up.port}{path}")
        assert answer is not None
        assert answer.status == 200
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{wide} pixels wide at {width}"
    assert page.locator("h1").count() == 1
    assert page.title().strip()
    assert complaints == []


def test_from_the_home_page_to_a_provision_and_into_french(up, page, complaints):
    page.goto(f"http://localhost:{up.port}/")
    page.locator("a[href='/frameworks/ai-manufacturing-2026/']").first.click()
    page.locator("a[href$='/provisions/s6/']").first.click()
    assert page.url.endswith(f"{FRAMEWORK}provisions/s6/")
    assert "S6" in page.locator("main").inner_text()
    page.locator("a[hreflang='fr']").first.click()
    assert page.url.endswith(f"/fr{FRAMEWORK}provisions/s6/")
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.context.cookies() == []
    assert complaints == []


def test_the_search_works_without_script(up, browser, complaints):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"http://localhost:{up.port}/provisions/")
    page.locator("main input[name=q]").fill("skills")
    page.locator("main input[name=q]").press("Enter")
    assert "q=skills" in page.url
    assert page.locator("main a[href*='/provisions/s']").count() > 0
    page.context.close()
