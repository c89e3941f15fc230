"""Choosing the words of a comment in a real browser: mouse, keyboard, finger, and without scripts.

The page is the picker in a form, under the portal's own content security policy; what the form
sends is read by the same function as at the desk.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from django.conf import settings
from django.template import engines
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route

from desk.presenters.anchors import AnchorNote, anchor_picker, anchored_text
from reviews.anchors import Anchor, make_anchor, picked_anchor

HOST = "http://picker.localhost"
STATIC = Path(settings.BASE_DIR) / "static"
KINDS = {".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2"}
POLICY = "; ".join(
    f"{name} {' '.join(sources)}"
    for name, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
)
# A worker and an accent in a letter of its own: two and one more units than JavaScript's.
BODY = (
    "Governments 🏭👩‍🏭 should support workers and employers. Workers, in line with Convention "
    "No. 142, need skills x\u0302 at work.\n\n"
    "Employers should support workers and their families: (a) with time; (b) with means."
)
ARABIC = "ينبغي للحكومات أن تدعم العُمّال وأصحاب العمل. وينبغي أن يتعلموا.\n\nهل يكفي ذلك؟ نعم."

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Picker</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
{% include "components/styles.html" %}
<link rel="stylesheet" href="/static/css/desk.css">
<script type="module" src="/static/js/anchor.js"></script></head>
<body><main class="site-main wrap"><h1>Comment</h1><form method="post" action="/sent">
{% include "components/anchor_picker.html" %}
<p><button class="button">Send</button></p></form>
{% if anchored %}{% include "components/anchored_text.html" %}{% endif %}
</main></body></html>"""


class Desk:
    """The page, what the browser complained about, and what the form sent last."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.sent: dict[str, str] = {}
        self.body = BODY
        self.html = ""
        self.page.on("console", lambda said: self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        context.route("**/*", self._answer)

    def open(self, body: str = BODY, lang: str = "en", **given: object) -> Page:
        self.body = body
        with translation.override("en"):
            values = {"picker": anchor_picker(body, lang=lang, **given)}  # type: ignore[arg-type]
            self.html = engines["django"].from_string(PAGE).render(values)
        self.page.goto(f"{HOST}/")
        return self.page

    def send(self) -> Anchor | None:
        """Press the button, and return what the desk makes of the fields."""
        self.page.get_by_role("button", name="Send").click()
        self.page.wait_for_url(f"{HOST}/sent")
        assert self.complaints == []
        return picked_anchor(self.body, self.sent)

    def _answer(self, route: Route, request: Request) -> None:
        path = request.url.removeprefix(HOST)
        file = STATIC / path.removeprefix("/static/")
        if path.startswith("/static/") and file.is_file():
            route.fulfill(path=file, content_type=KINDS[file.suffix])
        elif path == "/sent":
            fields = parse_qs(request.post_data or "", keep_blank_values=True)
            self.sent = {name: values[-1] for name, values in fields.items()}
            route.fulfill(body="thanks", content_type="text/plain")
        elif path == "/":
            policy = {"Content-Security-Policy": POLICY}
            route.fulfill(body=self.html, content_type="text/html; charset=utf-8", headers=policy)
        else:
            route.fulfill(status=204)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Desk]]:
    """Open a desk in a browser context of its own: `visit(java_script_enabled=False)`."""
    contexts: list[BrowserContext] = []

    def start(**options: object) -> Desk:
        options.setdefault("viewport", {"width": 1280, "height": 900})
        contexts.append(browser.new_context(**options))  # type: ignore[arg-type]
        return Desk(contexts[-1])

    yield start
    for context in contexts:
        context.close()


def words(text: str, body: str = BODY, number: int = 0) -> Anchor:
    start = [match.start() for match in re.finditer(re.escape(text), body)][number]
    return make_anchor(body, start, start + len(text))


def drag(page: Page, first: str, last: str) -> None:
    """Select with the mouse, from the middle of one word to the middle of another."""
    begin, end = (
        page.locator("[data-anchor-text] span span", has_text=re.compile(f"^{word}$")).first
        for word in (first, last)
    )
    at, to = begin.bounding_box(), end.bounding_box()
    assert at and to
    page.mouse.move(at["x"] + at["width"] * 0.4, at["y"] + at["height"] / 2)
    page.mouse.down()
    page.mouse.move(to["x"] + to["width"] * 0.6, to["y"] + to["height"] / 2, steps=5)
    page.mouse.up()


def quote(page: Page) -> str:
    return page.locator("[data-anchor-quote]").inner_text()


def said(page: Page, words: str) -> None:
    page.get_by_role("status").filter(has_text=words).wait_for(state="attached")


def test_the_whole_provision_is_chosen_from_the_start(visit) -> None:
    desk = visit()
    desk.open()
    assert desk.send() is None


def test_words_selected_with_the_mouse_are_whole_words(visit) -> None:
    desk = visit()
    page = desk.open()
    drag(page, "support", "employers")
    said(page, "Chosen: support workers and employers")
    assert desk.send() == words("support workers and employers")
    assert desk.sent["anchor"] == "selection"
    # Counted as Python counts, behind characters that JavaScript counts twice.
    assert int(desk.sent["anchor_start"]) == BODY.index("support workers")


def test_a_selection_may_span_sentences_and_paragraphs(visit) -> None:
    desk = visit()
    page = desk.open()
    drag(page, "skills", "families")
    said(page, "Chosen: skills")
    chosen = "skills x\u0302 at work.\n\nEmployers should support workers and their families"
    assert desk.send() == words(chosen)


def test_a_click_chooses_a_sentence(visit) -> None:
    desk = visit()
    page = desk.open()
    page.get_by_text("Convention", exact=True).click()
    said(page, "Chosen: Workers, in line with Convention No. 142, need skills")
    assert desk.send() == words(
        "Workers, in line with Convention No. 142, need skills x\u0302 at work."
    )
    assert desk.sent["anchor"] != "selection"


def test_a_double_click_chooses_a_word(visit) -> None:
    desk = visit()
    page = desk.open()
    page.get_by_text("Convention", exact=True).dblclick()
    said(page, "Chosen: Convention")
    assert desk.send() == words("Convention")


def test_words_are_chosen_with_the_keyboard_alone(visit) -> None:
    desk = visit()
    page = desk.open()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "anchor"
    page.keyboard.press("ArrowDown")
    assert quote(page) == words("Governments 🏭👩‍🏭 should support workers and employers.").exact
    for _ in range(3):
        page.keyboard.press("Shift+ArrowLeft")
    said(page, "Left out: and")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowDown")
    assert quote(page) == "should support workers"
    page.keyboard.press("Shift+ArrowRight")
    said(page, "Added: and")
    # The buttons do the same, and are reached by Tab.
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.anchorMove") == "last -1":
            break
    page.keyboard.press("Enter")
    said(page, "Left out: and")
    assert quote(page) == "should support workers"
    assert desk.send() == words("should support workers")


def test_an_end_stops_at_the_text_and_at_the_other_end(visit) -> None:
    desk = visit()
    page = desk.open("Two words")
    page.get_by_text("Two", exact=True).click()
    page.get_by_role("button", name="End one word later").click()
    said(page, "No further word there.")
    page.get_by_role("button", name="Begin one word later").click()
    assert quote(page) == "words"
    said(page, "Left out: Two")
    page.get_by_role("button", name="End one word earlier").click()
    said(page, "No further word there.")
    assert quote(page) == "words"


@pytest.mark.parametrize("width", [360, 320])
def test_a_finger_chooses_on_a_telephone(visit, width: int) -> None:
    desk = visit(viewport={"width": width, "height": 700}, has_touch=True, is_mobile=True)
    page = desk.open()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_text("families", exact=True).tap()
    said(page, "Chosen: Employers should support")
    page.get_by_role("button", name="Begin one word later").tap()
    said(page, "Left out: Employers")
    # What a long press and the handles of the system do: the selection changes, again and again.
    page.evaluate(
        """() => {
          const words = [...document.querySelectorAll("[data-anchor-text] span span")];
          const find = (text) => words.findLast((word) => word.textContent === text).firstChild;
          const selection = getSelection();
          selection.setBaseAndExtent(find("their"), 0, find("their"), 5);
          selection.setBaseAndExtent(find("workers"), 3, find("families"), 4);
        }"""
    )
    said(page, "Chosen: workers and their families")
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, .picker__whole")]
          .map((each) => each.getBoundingClientRect())
          .filter((box) => box.height && (box.height < 24 || box.width < 24)).length"""
    )
    assert small == 0
    assert desk.send() == words("workers and their families")


def test_without_scripts_every_sentence_has_its_button(visit) -> None:
    desk = visit(java_script_enabled=False, viewport={"width": 360, "height": 700})
    page = desk.open()
    assert page.get_by_role("radio").count() == 4
    assert not page.get_by_role("button", name="earlier").count()
    page.get_by_label("Employers should support workers").check()
    assert desk.send() == words(BODY.split("\n\n")[1])


def test_without_scripts_a_selection_made_before_stays(visit) -> None:
    desk = visit(java_script_enabled=False)
    chosen = words("their families")
    page = desk.open(chosen=chosen)
    assert page.get_by_label("The words you selected").is_checked()
    assert quote(page) == "their families"
    assert desk.send() == chosen


def test_a_selection_made_before_is_shown_and_goes_on(visit) -> None:
    desk = visit()
    page = desk.open(chosen=words("their families"))
    assert page.locator(".chosen").all_inner_texts() == ["their", " ", "families"]
    page.get_by_role("button", name="Begin one word earlier").click()
    assert desk.send() == words("and their families")


def test_what_was_refused_comes_back_with_what_was_wrong(visit) -> None:
    sent = {"anchor": "selection", "anchor_exact": "words of another text"}
    desk = visit()
    page = desk.open(sent=sent, error="These words don’t stand in this text.")
    assert page.get_by_role("group", name="Which words?").get_attribute("aria-describedby")
    assert quote(page) == "words of another text"
    drag(page, "support", "workers")
    said(page, "Chosen: support workers")
    assert desk.send() == words("support workers")


def test_arabic_is_chosen_from_right_to_left(visit) -> None:
    desk = visit()
    page = desk.open(ARABIC, "ar")
    assert page.locator("[data-anchor-text]").get_attribute("dir") == "rtl"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    for _ in range(2):
        page.keyboard.press("Shift+ArrowRight")  # back, where one reads to the left
    page.keyboard.press("Shift+ArrowDown")
    said(page, "Left out: ينبغي")
    assert desk.send() == words("للحكومات أن تدعم العُمّال وأصحاب", ARABIC)


def test_marked_words_are_told_to_those_who_hear_the_page(visit) -> None:
    desk = visit()
    notes = [
        (AnchorNote("1", "comment-1"), words("support workers and employers")),
        (AnchorNote("2", "comment-2"), words("workers and employers. Workers")),
    ]
    with translation.override("en"):
        html = (
            engines["django"]
            .from_string('{% include "components/anchored_text.html" %}')
            .render({"anchored": anchored_text(BODY, notes, lang="en")})
        )
    page = desk.page
    page.set_content(html)
    marked = page.locator("mark").all_text_contents()
    assert marked[0] == "[comment 1: support "
    assert marked[1] == "[comment 2: workers and employers end]Comment 1"
    assert marked[2] == ". Workers end]Comment 2"
    assert page.locator("a").nth(0).get_attribute("href") == "#comment-1"
    assert page.locator("#words-comment-2").count() == 1
