"""The words of a text as the desk's pages offer and mark them."""

from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from desk.presenters.anchors import AnchorNote, anchor_picker, anchored_text, direction
from reviews.anchors import make_anchor, picked_anchor

BODY = "Train <b>workers</b>. Protect & pay them.\n\n<script>alert(1)</script> is text."


class Form(HTMLParser):
    """The fields that a browser without scripts would send, and the text it shows."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        if tag == "input" and (given["type"] == "hidden" or "checked" in given):
            self.fields[given["name"] or ""] = given["value"] or ""

    def handle_data(self, data: str) -> None:
        self.text += data


def form(**given: object) -> Form:
    with translation.override("en"):
        picker = anchor_picker(BODY, lang="en", **given)  # type: ignore[arg-type]
        return Form(render_to_string("components/anchor_picker.html", {"picker": picker}))


@pytest.mark.parametrize(
    "words",
    ["Train <b>workers</b>.", "<script>alert(1)</script> is text.", "pay them", "b>. Pro", None],
)
def test_what_was_chosen_is_sent_again_without_a_script(words: str | None) -> None:
    start = BODY.index(words) if words else 0
    chosen = make_anchor(BODY, start, start + len(words)) if words else None
    assert picked_anchor(BODY, form(chosen=chosen).fields) == chosen


def test_what_was_refused_is_shown_as_it_was_sent() -> None:
    sent = {"anchor": "selection", "anchor_exact": "<i>gone</i>", "anchor_start": "7"}
    shown = form(sent=sent, error="These words don’t stand in this text.")
    assert sent.items() <= shown.fields.items()
    assert "<i>gone</i>" in shown.text and "i" not in shown.tags
    assert "These words don’t stand" in shown.text


@pytest.mark.parametrize("choice", ["nonsense", "0-9999", "4-4"])
def test_a_choice_that_says_nothing_falls_back_to_the_whole(choice: str) -> None:
    assert form(sent={"anchor": choice}).fields["anchor"] == ""


def test_markup_in_a_text_stays_text() -> None:
    shown = form()
    assert "<script>alert(1)</script> is text." in shown.text
    assert not {"script", "b"} & set(shown.tags)
    note = AnchorNote("<b>1</b>", "comment-1")
    with translation.override("en"):
        anchored = anchored_text(BODY, [(note, make_anchor(BODY, 6, 20))], lang="en")
        marked = Form(render_to_string("components/anchored_text.html", {"anchored": anchored}))
    assert "<b>workers</b>" in marked.text and "<b>1</b>" in marked.text
    assert not {"script", "b"} & set(marked.tags)


def test_a_language_runs_the_way_it_is_written() -> None:
    assert [direction(each) for each in ("en", "ar", "xx-unknown")] == ["ltr", "rtl", "auto"]
