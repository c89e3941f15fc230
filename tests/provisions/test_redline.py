"""Word-level redlines: complete, stable, readable, bounded."""

import time

from hypothesis import given
from hypothesis import strategies as st

from provisions.redline import Redline, Span, SpanKind, in_paragraphs, redline

# Few words, so that the two texts have much in common, and everything else that texts may hold.
WORDS = st.sampled_from(["the", "rights", "of", "workers’", "l’emploi", "7(b)", ".", ",", "déjà"])
SPACES = st.sampled_from([" ", "\n\n", "", "  ", "\n"])
TEXTS = st.lists(st.tuples(WORDS, SPACES), max_size=40).map(
    lambda pairs: "".join(word + space for word, space in pairs)
)


def shown(line: Redline) -> str:
    """Write a redline as a[-b-]{+c+}d."""
    signs = {SpanKind.EQUAL: "%s", SpanKind.DELETED: "[-%s-]", SpanKind.INSERTED: "{+%s+}"}
    return "".join(signs[span.kind] % span.text for span in line.spans)


@given(TEXTS, TEXTS)
def test_no_character_is_lost_between_texts_that_are_alike(old: str, new: str) -> None:
    line = redline(old, new)
    assert line.old() == old
    assert line.new() == new


@given(st.text(max_size=300), st.text(max_size=300))
def test_no_character_is_lost_between_any_texts(old: str, new: str) -> None:
    line = redline(old, new)
    assert (line.old(), line.new()) == (old, new)


@given(TEXTS, TEXTS)
def test_spans_alternate_and_are_never_empty(old: str, new: str) -> None:
    spans = redline(old, new).spans
    assert all(span.text for span in spans)
    kinds = [span.kind for span in spans]
    assert all(first != second for first, second in zip(kinds, kinds[1:], strict=False))
    assert (SpanKind.INSERTED, SpanKind.DELETED) not in zip(kinds, kinds[1:], strict=False)


@given(TEXTS)
def test_a_text_against_itself_has_no_changes(text: str) -> None:
    line = redline(text, text)
    assert (line.insertions, line.deletions) == (0, 0)


@given(TEXTS, TEXTS)
def test_paragraphs_hold_what_the_spans_hold(old: str, new: str) -> None:
    line = redline(old, new)
    paragraphs = in_paragraphs(line.spans)
    rebuilt = ""
    for paragraph in paragraphs:
        rebuilt += "".join(span.text for span in paragraph.spans)
        rebuilt += "\n\n" if paragraph.ends_with is not None else ""
    assert rebuilt == "".join(span.text for span in line.spans)


def test_a_changed_word_is_one_deletion_and_one_insertion() -> None:
    line = redline("Tools are used at work.", "Tools are tested at work.")
    assert shown(line) == "Tools are [-used-]{+tested+} at work."
    assert (line.insertions, line.deletions) == (1, 1)


def test_words_added_before_a_full_stop_leave_the_word_before_them_alone() -> None:
    assert shown(redline("respect for rights.", "respect for rights and duties.")) == (
        "respect for rights{+ and duties+}."
    )


def test_a_sentence_goes_and_comes_with_its_own_full_stop() -> None:
    short = "Tools are tested. Workers are heard."
    long = "Tools are tested. All of them. Workers are heard."
    assert shown(redline(long, short)) == "Tools are tested. [-All of them. -]Workers are heard."
    assert shown(redline(short, long)) == "Tools are tested. {+All of them. +}Workers are heard."


def test_replacements_that_a_few_words_keep_apart_read_as_one() -> None:
    line = redline("the opinion of experts counts", "the views of workers count")
    assert shown(line) == "the [-opinion of experts counts-]{+views of workers count+}"


def test_a_comma_that_goes_shows_alone() -> None:
    assert shown(redline("skills, and safety", "skills and safety")) == "skills[-,-] and safety"


def test_a_paragraph_that_is_split_shows_its_break() -> None:
    line = redline("First part. Second part.", "First part.\n\nSecond part.")
    assert shown(line) == "First part.[- -]{+\n\n+}Second part."
    assert [paragraph.ends_with for paragraph in in_paragraphs(line.spans)] == [
        SpanKind.INSERTED,
        None,
    ]


def test_a_new_paragraph_leaves_its_neighbours_untouched() -> None:
    line = redline("One.\n\nThree.", "One.\n\nTwo.\n\nThree.")
    assert shown(line) == "One.\n\n{+Two.\n\n+}Three."


def test_the_two_sides_are_the_two_texts() -> None:
    line = redline("old words here", "new words here")
    assert "".join(span.text for span in line.side(SpanKind.DELETED)) == "old words here"
    assert "".join(span.text for span in line.side(SpanKind.INSERTED)) == "new words here"


def test_an_empty_text_becomes_one_insertion() -> None:
    assert redline("", "All new.").spans == (Span(SpanKind.INSERTED, "All new."),)
    assert redline("", "").spans == ()


def test_hostile_sizes_end_soon_and_lose_nothing() -> None:
    hostile = [
        (" ".join(f"a{n}" for n in range(9_000)), " ".join(f"b{n}" for n in range(9_000))),
        ("a " * 25_000, "a b " * 12_500),
        ("x" * 50_000, "y" * 50_000),
        ("".join(f"p{n}\n\n" for n in range(10_000)), "".join(f"q{n}\n\n" for n in range(10_000))),
        ("\n\n" * 20_000, " " * 40_000),
        ("(" * 50_000, ")(" * 25_000),
    ]
    for old, new in hostile:
        begun = time.process_time()
        line = redline(old, new)
        assert (line.old(), line.new()) == (old, new)
        assert time.process_time() - begun < 10
