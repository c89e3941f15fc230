"""A real browser for the few journeys that need one.

`./portal test` passes the Chromium it found as TRIPARTITE_CHROMIUM; without one these tests skip,
and the reason stands at the end of the run. While a `browser` is open, Playwright's event loop
runs in this thread and Django refuses the ORM: make the data first, then ask for the browser.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from config.embedded.testrun import find_browser
from tests.portal.conftest import open_folder, start_up

from .story.people import PATIENCE, Clock
from .story.stage import Stage, forget_everything, set_stage

__all__ = ["browser", "open_folder", "page", "shared_browser", "start_up"]

_QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium, ended with its event loop; skips the test where there is none."""
    program = os.environ.get("TRIPARTITE_CHROMIUM") or find_browser()
    if not program or not Path(program).exists():
        pytest.skip("no Chromium on this machine; with one (apt install chromium) this test runs")
    # Chromium refuses its sandbox to root; what it opens here is only our own pages.
    arguments = [*_QUIET, "--no-sandbox"] if os.getuid() == 0 else [*_QUIET]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=arguments)
        yield launched
        launched.close()


@pytest.fixture
def browser() -> Iterator[Browser]:
    """A Chromium of this test's own."""
    with chromium() as launched:
        yield launched


@pytest.fixture(scope="module")
def shared_browser() -> Iterator[Browser]:
    """One Chromium for a module whose tests need no database."""
    with chromium() as launched:
        yield launched


@pytest.fixture
def page(browser: Browser) -> Page:
    """A page at the width of a desk; `page.set_viewport_size` makes it a telephone."""
    return browser.new_page(viewport={"width": 1280, "height": 900}, locale="en")


@pytest.fixture
def stage(
    transactional_db: None, live_server: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stage]:
    """What a story begins with; its desk goes by the stage's clock."""
    settings.PUBLIC_BASE_URL = live_server.url
    clock = Clock()
    monkeypatch.setattr("desk.middleware.timezone", clock)
    forget_everything()
    yield set_stage(live_server.url, clock)
    forget_everything()


@pytest.fixture
def patience() -> Iterator[None]:
    """Pages of a story may take long: several people work at once on one machine."""
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=5_000)
