"""Anchors: what was chosen comes back, what can't be told is refused, code points are counted."""

import time
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.errors import Invalid
from core.textform import normalize_text
from reviews.anchors import (
    CONTEXT,
    WHOLE,
    Anchor,
    make_anchor,
    picked_anchor,
    read_anchor,
)
from reviews.clusters import is_border

from .test_sentences import BODIES

BODY = (
    "Governments should support workers and employers. Workers 🏭 need skills.\n\n"
    "Employers should support workers and their families: the workers’ skills count."
)
ARABIC = "ينبغي للحكومات أن تدعم العُمّال.\n\nوينبغي للعُمّال أن يتعلموا."


def at(words: str, body: str = BODY, number: int = 0) -> tuple[int, int]:
    """Return the code points of the words, by the plainest means."""
    start = -1
    for _ in range(number + 1):
        start = body.index(words, start + 1)
    return start, start + len(words)


@st.composite
def choices(draw: st.DrawFn) -> tuple[str, int, int]:
    """A body and a stretch of it that holds a word."""
    body = draw(BODIES)
    start = draw(st.integers(0, len(body)))
    end = draw(st.integers(start, len(body)))
    assume(body[start:end].strip())
    return body, start, end


@given(choices())
def test_what_was_chosen_stands_where_it_was_chosen(choice: tuple[str, int, int]) -> None:
    body, start, end = choice
    anchor = make_anchor(body, start, end)
    assert anchor.exact == body[anchor.start : anchor.end]
    assert anchor.stands_in(body)
    assert body[start:end].strip() in anchor.exact
    assert body.endswith(anchor.suffix, 0, anchor.end + len(anchor.suffix))
    assert body.startswith(anchor.prefix, anchor.start - len(anchor.prefix))
    assert len(anchor.prefix) <= CONTEXT and len(anchor.suffix) <= CONTEXT
    cuts = [anchor.start - len(anchor.prefix), anchor.start]
    cuts += [anchor.end, anchor.end + len(anchor.suffix)]
    assert all(is_border(body, cut) for cut in cuts)
    assert make_anchor(body, anchor.start, anchor.end) == anchor


@given(choices(), st.sampled_from(["NFC", "NFD"]), st.sampled_from(["\n\n", "\r\n", " ", "\n"]))
def test_what_was_sent_comes_back(choice: tuple[str, int, int], form: str, gap: str) -> None:
    body, start, end = choice
    anchor = make_anchor(body, start, end)
    sent = unicodedata.normalize(form, anchor.exact.replace("\n\n", gap))  # type: ignore[arg-type]
    assume(normalize_text(sent).split() == anchor.exact.split())
    found = read_anchor(body, exact=sent, start=anchor.start, end=anchor.end)
    assert found == anchor


def test_up_to_32_characters_stand_around_the_quote() -> None:
    anchor = make_anchor(BODY, *at("need"))
    assert anchor == Anchor(
        exact="need",
        prefix="orkers and employers. Workers 🏭 ",
        suffix=" skills.\n\nEmployers should suppo",
        start=60,
        end=64,
    )
    assert len(anchor.prefix) == CONTEXT == len(anchor.suffix)


def test_offsets_count_code_points_and_not_what_javascript_counts() -> None:
    start, end = at("need skills")
    units = len(BODY[:start].encode("utf-16-le")) // 2
    assert units == start + 1
    anchor = read_anchor(BODY, exact="need skills", start=start, end=end)
    assert (anchor.start, anchor.end) == (start, end)
    # Offsets that miss by one are not believed; the quote stands once, so it decides.
    assert read_anchor(BODY, exact="need skills", start=units, end=units + 11) == anchor
    with pytest.raises(Invalid) as refusal:
        start, end = at("workers", number=2)
        read_anchor(BODY, exact="workers", start=start + 1, end=end + 1)
    assert refusal.value.code == "anchor_ambiguous"


def test_white_space_at_the_ends_is_left_out() -> None:
    start, end = at(" should ")
    assert make_anchor(BODY, start, end).exact == "should"
    assert read_anchor(BODY, exact="\n families: ").exact == "families:"


def test_a_cut_through_a_letter_and_its_accent_takes_both() -> None:
    body = "Le mot x\u0302\u0323 et 👩‍🏭 et 👍🏽 et 🇸🇳🇨🇭 fin"
    for whole in ("x\u0302\u0323", "👩‍🏭", "👍🏽", "🇸🇳", "🇨🇭"):
        start, end = at(whole, body)
        for first in range(start, end):
            for last in range(first + 1, end + 1):
                assert make_anchor(body, first, last).exact == whole
    assert read_anchor(body, exact="x").exact == "x\u0302\u0323"
    assert read_anchor(body, exact="👩").exact == "👩‍🏭"


def test_context_leaves_out_a_letter_it_would_cut() -> None:
    body = "x\u0302" + "a" * 31 + "Q" + "b" * 31 + "y\u0302"
    anchor = make_anchor(body, *at("Q", body))
    assert (anchor.prefix, anchor.suffix) == ("a" * 31, "b" * 31)
    tower = "x" + "\u0302" * 40 + "Q"
    assert make_anchor(tower, *at("Q", tower)).prefix == ""


def test_right_to_left_words_are_held_like_any_others() -> None:
    start, end = at("تدعم العُمّال", ARABIC)
    anchor = make_anchor(ARABIC, start, end)
    assert anchor.exact == "تدعم العُمّال"
    assert read_anchor(ARABIC, exact=anchor.exact) == anchor
    # Letters without the vowels written on them are other letters: nothing is guessed.
    with pytest.raises(Invalid, match="Select them again"):
        read_anchor(ARABIC, exact="العمال")
    # A mark of direction belongs to the text when it stands in it.
    marked = "أولا \u200fABC\u200f ثانيا"
    assert read_anchor(marked, exact="\u200fABC\u200f").exact == "\u200fABC\u200f"


def test_a_quote_may_span_paragraphs_whatever_became_of_the_break() -> None:
    start, end = at("skills.\n\nEmployers should")
    for sent in (
        "skills.\n\nEmployers should",
        "skills.\r\nEmployers should",
        "skills. Employers should",
    ):
        anchor = read_anchor(BODY, exact=sent)
        assert (anchor.start, anchor.end) == (start, end)
        assert anchor.exact == "skills.\n\nEmployers should"


def test_words_around_tell_equal_quotes_apart() -> None:
    first = read_anchor(BODY, exact="should support workers", prefix="Governments ")
    second = read_anchor(BODY, exact="should support workers", suffix=" and their")
    assert (first.start, second.start) == (
        at("should support")[0],
        at("should support", number=1)[0],
    )
    across = read_anchor(BODY, exact="should support workers", prefix="skills.\nEmployers ")
    assert across == second


def test_offsets_tell_equal_quotes_apart() -> None:
    for number in range(3):
        start, end = at("workers", number=number)
        assert read_anchor(BODY, exact="workers", start=start, end=end).start == start


def test_offsets_and_words_around_that_disagree_are_not_believed() -> None:
    start, end = at("workers", number=2)
    told = read_anchor(
        BODY, exact="workers", prefix="Governments should support ", start=start, end=end
    )
    assert told.start == at("workers")[0]
    with pytest.raises(Invalid) as refusal:
        read_anchor(BODY, exact="workers", prefix="nowhere ", start=start, end=end)
    assert refusal.value.code == "anchor_ambiguous"


@pytest.mark.parametrize(
    ("sent", "code", "says"),
    [
        ({"exact": "robots"}, "anchor_not_found", "don’t stand in this text"),
        ({"exact": "Workers  need"}, "anchor_not_found", "Select them again"),
        ({"exact": "workers"}, "anchor_ambiguous", "stand 3 times"),
        ({"exact": "workers", "prefix": "support "}, "anchor_ambiguous", "words before and behind"),
        ({"exact": "workers", "start": 5, "end": 9}, "anchor_ambiguous", "Select more"),
        ({"exact": ""}, "anchor_empty", "whole provision"),
        ({"exact": " \n "}, "anchor_empty", "No words are chosen"),
        ({"exact": "wor\0kers"}, "anchor_malformed", "U+0000"),
        ({"exact": "skills", "prefix": "\ud83c"}, "anchor_malformed", "U+D83C"),
        ({"exact": "skills " * 200_000}, "anchor_not_found", "Select them again"),
    ],
)
def test_what_cannot_be_told_is_refused_with_what_to_do(sent, code, says) -> None:
    with pytest.raises(Invalid) as refusal:
        read_anchor(BODY, **sent)
    assert refusal.value.code == code
    assert says in refusal.value.detail


def test_overlapping_places_are_counted() -> None:
    with pytest.raises(Invalid, match="stand 2 times"):
        read_anchor("on and on and on", exact="on and on")


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (-1, 4, "anchor_out_of_range"),
        (0, 9999, "anchor_out_of_range"),
        (9, 4, "anchor_out_of_range"),
    ]
    + [(4, 4, "anchor_empty"), (11, 12, "anchor_empty"), (0, 0, "anchor_empty")],
)
def test_no_anchor_is_made_of_nothing_or_beyond_the_text(start: int, end: int, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        make_anchor(BODY, start, end)
    assert refusal.value.code == code


def test_the_pickers_fields_are_read() -> None:
    start, end = at("need skills")
    assert picked_anchor(BODY, {}) is WHOLE
    assert picked_anchor(BODY, {"anchor": "", "anchor_exact": "left over"}) is WHOLE
    sentence = picked_anchor(BODY, {"anchor": f"{start}-{end}", "anchor_exact": "left over"})
    assert sentence == make_anchor(BODY, start, end)
    selection = {
        "anchor": "selection",
        "anchor_exact": "need skills",
        "anchor_prefix": "Workers 🏭 ",
        "anchor_suffix": ".",
        "anchor_start": str(start),
        "anchor_end": str(end),
    }
    assert picked_anchor(BODY, selection) == sentence
    assert picked_anchor(BODY, {"anchor": "selection", "anchor_exact": "need skills"}) == sentence


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"anchor": "everything"}, "anchor_malformed"),
        ({"anchor": "3"}, "anchor_malformed"),
        ({"anchor": "-3-4"}, "anchor_malformed"),
        ({"anchor": "٣-٤"}, "anchor_malformed"),
        ({"anchor": "1-99999999999999999999"}, "anchor_malformed"),
        ({"anchor": "0-99999"}, "anchor_out_of_range"),
        ({"anchor": "selection"}, "anchor_empty"),
        (
            {"anchor": "selection", "anchor_exact": "skills", "anchor_start": "x"},
            "anchor_malformed",
        ),
        ({"anchor": "<script>alert(1)</script>"}, "anchor_malformed"),
    ],
)
def test_fields_that_say_nothing_are_refused(sent: dict[str, str], code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        picked_anchor(BODY, sent)
    assert refusal.value.code == code


def test_a_hostile_quote_takes_no_long_time() -> None:
    began = time.process_time()
    with pytest.raises(Invalid):
        read_anchor("e" * 20_000, exact="e", prefix="x" * 500_000, suffix="y" * 500_000)
    with pytest.raises(Invalid):
        read_anchor("a" * 20_000, exact="a" * 10_000)
    assert time.process_time() - began < 10
