"""Marking hits: no character lost, no HTML, accents or not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisions.search.marking import Marks, Segment, mark, snippet

SKILLS = Marks(beginnings=("skill",), stems=("train",))


def shown(segments: tuple[Segment, ...]) -> str:
    return "".join(f"[{part.text}]" if part.is_hit else part.text for part in segments)


@pytest.mark.parametrize(
    ("text", "marks", "marked"),
    [
        ("Skills and training.", SKILLS, "[Skills] and [training]."),
        ("Upskilling is no hit.", SKILLS, "Upskilling is no hit."),
        ("La sécurité, d’abord", Marks(beginnings=("securite",)), "La [sécurité], d’abord"),
        ("Main-d’œuvre", Marks(beginnings=("oeuvre",)), "Main-d’[œuvre]"),
        ("AI aids aid", Marks(words=frozenset({"ai"})), "[AI] aids aid"),
        (
            "paid working hours, hours",
            Marks(phrases=(("working", "hours"),)),
            "paid [working hours], hours",
        ),
        ("<b>skills</b> & co", SKILLS, "<b>[skills]</b> & co"),
        ("", SKILLS, ""),
        ("skills", Marks(), "skills"),
    ],
)
def test_hits_are_marked(text: str, marks: Marks, marked: str) -> None:
    assert shown(mark(text, marks)) == marked


def test_a_stem_marks_inflected_forms_and_no_longer_words() -> None:
    marks = Marks(stems=("form",))
    assert shown(mark("former formation formalisation", marks)) == (
        "[former] [formation] formalisation"
    )


@given(st.text(max_size=200), st.lists(st.text(min_size=1, max_size=3), max_size=3))
def test_segments_joined_are_the_text(text: str, beginnings: list[str]) -> None:
    segments = mark(text, Marks(beginnings=tuple(beginnings)))
    assert "".join(part.text for part in segments) == text


def test_a_snippet_stands_around_the_first_hit() -> None:
    text = "word " * 100 + "skills " + "more " * 100
    found = snippet(text, SKILLS, length=60)
    assert shown(found).startswith("… word")
    assert "[skills] more" in shown(found)
    assert shown(found).endswith("more …")
    assert len("".join(part.text for part in found)) < 80


def test_a_short_text_is_its_own_snippet() -> None:
    assert shown(snippet("All skills.\n\nEnd.", SKILLS)) == "All [skills]. End."


def test_without_a_hit_the_snippet_is_the_beginning() -> None:
    assert shown(snippet("word " * 100, SKILLS, length=30)).startswith("word word")


@pytest.mark.parametrize("text", ["", " ", "x" * 5_000, "x" * 300 + " skills"])
def test_odd_texts_have_a_snippet(text: str) -> None:
    assert len("".join(part.text for part in snippet(text, SKILLS))) < 420
