"""Choosing the words of a comment in a real browser: mouse, keyboard, finger, and without scripts.

The page is the picker in a form; what the form
sends is read by the same function as at the desk.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from desk.presenters.anchors import AnchorNote, anchor_picker, anchored_text
from reviews.anchors import Anchor, make_anchor, picked_anchor
from tests.system.routed import Routed

# A worker and an accent in a letter of its own: two and one more units than JavaScript's.
BODY = (
    "Governments 🏭👩‍🏭 should support workers and employers. Workers, in line with Convention "
    "No. 142, need skills x\u0302 at work.\n\n"
    "Employers should support workers and their families: (a) with time; (b) with means."
)
ARABIC = "ينبغي للحكومات أن تدعم العُمّال وأصحاب العمل. وينبغي أن يتعلموا.\n\nهل يكفي ذلك؟ نعم."

FORM = """<form method="post" action="/sent">{% include "components/anchor_picker.html" %}
<p><button class="button">Send</button></p></form>"""


class Desk(Routed):
    """The picker in a form."""

    body = BODY

    def show(self, body: str = BODY, lang: str = "en", **given: object) -> Page:
        self.body = body
        picker = anchor_picker(body, lang=lang, **given)  # type: ignore[arg-type]
        return self.open(FORM, "anchor.js", picker=picker)

    def send(self) -> Anchor | None:
        """Press the button, and return what the desk makes of the fields."""
        sent = self.press_send()
        assert self.complaints == []
        return picked_anchor(self.body, sent)


@pytest.fixture
def visit(shared_browser: Browser) -> Iterator[Callable[..., Desk]]:
    """Open a desk in a browser context of its own: `visit(java_script_enabled=False)`."""
    contexts: list[BrowserContext] = []

    def start(**options: object) -> Desk:
        options.setdefault("viewport", {"width": 1280, "height": 900})
        contexts.append(shared_browser.new_context(**options))  # type: ignore[arg-type]
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
    desk.show()
    assert desk.send() is None


def test_words_selected_with_the_mouse_are_whole_words(visit) -> None:
    desk = visit()
    page = desk.show()
    drag(page, "support", "employers")
    said(page, "Chosen: support workers and employers")
    assert desk.send() == words("support workers and employers")
    assert desk.sent["anchor"] == "selection"
    # Counted as Python counts, behind characters that JavaScript counts twice.
    assert int(desk.sent["anchor_start"]) == BODY.index("support workers")


def test_a_selection_may_span_sentences_and_paragraphs(visit) -> None:
    desk = visit()
    page = desk.show()
    drag(page, "skills", "families")
    said(page, "Chosen: skills")
    chosen = "skills x\u0302 at work.\n\nEmployers should support workers and their families"
    assert desk.send() == words(chosen)


def test_a_click_chooses_a_sentence(visit) -> None:
    desk = visit()
    page = desk.show()
    page.get_by_text("Convention", exact=True).click()
    said(page, "Chosen: Workers, in line with Convention No. 142, need skills")
    assert desk.send() == words(
        "Workers, in line with Convention No. 142, need skills x\u0302 at work."
    )
    assert desk.sent["anchor"] != "selection"


def test_a_double_click_chooses_a_word(visit) -> None:
    desk = visit()
    page = desk.show()
    page.get_by_text("Convention", exact=True).dblclick()
    said(page, "Chosen: Convention")
    assert desk.send() == words("Convention")


def test_words_are_chosen_with_the_keyboard_alone(visit) -> None:
    desk = visit()
    page = desk.show()
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


# The page may still be gliding there, so this is waited for.
IN_SIGHT = """(which) => {
  const word = [...document.querySelectorAll(".chosen")].at(which).getBoundingClientRect();
  const panel = document.querySelector("[data-anchor-chosen]").getBoundingClientRect();
  return word.top >= 0 && word.bottom <= panel.top;
}"""


def test_what_the_keyboard_chooses_is_not_hidden_by_the_panel(visit) -> None:
    desk = visit(viewport={"width": 360, "height": 640})
    page = desk.show("\n\n".join([BODY] * 4))
    page.keyboard.press("Tab")
    for _ in range(9):
        page.keyboard.press("ArrowDown")
        page.wait_for_function(IN_SIGHT, arg=0)
    for _ in range(20):
        page.keyboard.press("Shift+ArrowRight")
    page.wait_for_function(IN_SIGHT, arg=-1)


def test_an_end_stops_at_the_text_and_at_the_other_end(visit) -> None:
    desk = visit()
    page = desk.show("Two words")
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
    page = desk.show()
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
    page = desk.show()
    assert page.get_by_role("radio").count() == 4
    assert not page.get_by_role("button", name="earlier").count()
    page.get_by_label("Employers should support workers").check()
    assert desk.send() == words(BODY.split("\n\n")[1])


def test_without_scripts_a_selection_made_before_stays(visit) -> None:
    desk = visit(java_script_enabled=False)
    chosen = words("their families")
    page = desk.show(chosen=chosen)
    assert page.get_by_label("The words you selected").is_checked()
    assert quote(page) == "their families"
    assert desk.send() == chosen


def test_a_selection_made_before_is_shown_and_goes_on(visit) -> None:
    desk = visit()
    page = desk.show(chosen=words("their families"))
    assert page.locator(".chosen").all_inner_texts() == ["their", " ", "families"]
    page.get_by_role("button", name="Begin one word earlier").click()
    assert desk.send() == words("and their families")


def test_what_was_refused_comes_back_with_what_was_wrong(visit) -> None:
    sent = {"anchor": "selection", "anchor_exact": "words of another text"}
    desk = visit()
    page = desk.show(sent=sent, error="These words don’t stand in this text.")
    assert page.get_by_role("group", name="Which words?").get_attribute("aria-describedby")
    assert quote(page) == "words of another text"
    drag(page, "support", "workers")
    said(page, "Chosen: support workers")
    assert desk.send() == words("support workers")


def test_arabic_is_chosen_from_right_to_left(visit) -> None:
    desk = visit()
    page = desk.show(ARABIC, "ar")
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
    page = desk.open(
        '{% include "components/anchored_text.html" %}',
        "anchor.js",
        anchored=anchored_text(BODY, notes, lang="en"),
    )
    marked = page.locator("mark").all_text_contents()
    assert marked[0] == "[comment 1: support "
    assert marked[1] == "[comment 2: workers and employers end]Comment 1"
    assert marked[2] == ". Workers end]Comment 2"
    assert page.locator("a").nth(0).get_attribute("href") == "#comment-1"
    assert page.locator("#words-comment-2").count() == 1
