"""The people of a story, each in a browser of their own, and the clock of the desk.

While browsers are open this thread may not touch the database: what has to happen at the portal
meanwhile (the job that closes a round) runs `behind_the_scenes`.
"""

import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from stakeholders.models import Mandate
from tests.desk.conftest import signed_in

ResultT = TypeVar("ResultT")

PATIENCE = 60_000  # milliseconds; what a page may take on a machine that does other things too
# A desk, and a telephone held in one hand.
DESK: Mapping[str, Any] = {"viewport": {"width": 1280, "height": 900}}
TELEPHONE: Mapping[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "is_mobile": True,
}


def behind_the_scenes(deed: Callable[[], ResultT]) -> ResultT:
    """Return what `deed` returns, done in another thread with database connections of its own."""

    def done() -> ResultT:
        try:
            return deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as portal:
        return portal.submit(done).result(timeout=PATIENCE / 1000)


@dataclass
class Clock:
    """The desk's time: the real one, until the story goes on to a later instant."""

    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        return timezone.now() + self.ahead

    def go_on_to(self, instant: datetime) -> None:
        assert instant >= self.now(), "A story does not go back in time."
        self.ahead = instant - timezone.now()


def key_of(mandate: Mandate) -> str:
    """Return the session of somebody who signed in with a second factor, for a browser to hold."""
    return signed_in(mandate.user, mandate).cookies[settings.SESSION_COOKIE_NAME].value


@dataclass
class Person:
    """Somebody at a browser. `complaints` are the browser's."""

    portal: str
    page: Page
    is_touching: bool = False
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str, status: int = 200) -> None:
        answer = self.page.goto(f"{self.portal}{path}")
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"

    def touch(self, thing: Locator) -> None:
        """Press with what this person has, a finger or a mouse, on what is seen of a thing: words
        for those who hear a link come first in some, and are a pixel wide.
        """
        expect(thing).to_be_visible()
        seen = thing.locator(":scope > .visually-hidden:first-child + *")
        target = seen if seen.count() else thing
        if not self.is_touching:
            target.click()
            return
        self.check_width()
        target.tap()

    def press(self, name: str) -> None:
        self.touch(self.page.get_by_role("main").get_by_role("button", name=name).first)

    def follow(self, name: str | re.Pattern[str]) -> None:
        self.touch(self.page.get_by_role("main").get_by_role("link", name=name).first)

    def go(self, entry: str) -> None:
        """Follow an entry of the desk's navigation, out of its menu on a telephone."""
        menu = self.page.get_by_role("button", name="Menu")
        if self.is_touching:
            self.touch(menu)
        navigation = self.page.get_by_role("navigation", name="Desk", exact=True)
        self.touch(navigation.get_by_role("link", name=entry, exact=True))

    def fill(self, label: str, words: str) -> None:
        self.page.get_by_role("main").get_by_label(label, exact=True).fill(words)

    def choose(self, label: str | re.Pattern[str]) -> None:
        """Choose one of several by pressing on its words."""
        self.touch(self.page.locator("main label").filter(has_text=label).first)

    def sees(self, *words: str) -> None:
        for each in words:
            expect(self.page.get_by_role("main")).to_contain_text(each)

    def sees_heading(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("heading", level=1, name=words)).to_be_visible()

    def check_width(self) -> None:
        """Nothing may reach over the side of a telephone, once its page is there."""
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= TELEPHONE["viewport"]["width"], f"{self.page.url} is {wide} wide"


class Company:
    """The people of a story by name; `keys` are the sessions of those who are signed in."""

    def __init__(self, browser: Browser, portal: str, keys: Mapping[str, str]) -> None:
        self.browser, self.portal, self.keys = browser, portal, keys
        self.people: dict[str, Person] = {}

    def __getitem__(self, name: str) -> Person:
        return self.people[name] if name in self.people else self.enter(name)

    def enter(self, name: str, **device: Any) -> Person:
        """Give somebody a browser on a device; who has no key comes as a stranger."""
        context = self.browser.new_context(**{**DESK, "locale": "en", **device})
        context.set_default_timeout(PATIENCE)
        if name in self.keys:
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": self.keys[name]}
            context.add_cookies([{**cookie, "url": self.portal}])  # type: ignore[typeddict-item]
        page = context.new_page()
        person = Person(self.portal, page, is_touching=bool(device.get("has_touch")))
        page.on("pageerror", lambda error: person.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: person.complaints.append(said.text) if _is_a_fault(said) else None,
        )
        self.people[name] = person
        return person


def _is_a_fault(said: Any) -> bool:
    """A page that refuses something is meant to: Chromium calls its status an error."""
    return said.type == "error" and "responded with a status of 4" not in said.text
