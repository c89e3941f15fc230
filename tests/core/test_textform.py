"""The normal form of texts."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.naming import is_code, is_slug, suffix_of
from core.textform import fold, normalize_line, normalize_text, paragraphs


def test_a_text_is_nfc_with_single_spaces_and_blank_lines_between_paragraphs():
    raw = "  E\u0301galite\u0301 \t de\r\nchances \n\n\n  Second\u00a0paragraph\r"
    assert normalize_text(raw) == "Égalité de chances\n\nSecond paragraph"
    assert paragraphs(normalize_text(raw)) == ["Égalité de chances", "Second paragraph"]
    assert normalize_line(raw) == "Égalité de chances Second paragraph"


@pytest.mark.parametrize("character", ["\0", "\x07", "\ud800", "\ue000", "\x85"])
def test_characters_that_no_text_may_hold_are_named(character: str):
    with pytest.raises(ValueError, match=r"U\+[0-9A-F]{4}"):
        normalize_text(f"a{character}b")


@given(st.text())
def test_the_normal_form_is_stable(raw: str):
    try:
        text = normalize_text(raw)
    except ValueError:
        return
    assert normalize_text(text) == text
    assert unicodedata.is_normalized("NFC", text)
    assert "  " not in text and "\n\n\n" not in text


def test_folding_forgets_accents_and_case():
    assert fold("Sécurité SOCIALE, Ñandú") == "securite sociale, nandu"


@pytest.mark.parametrize(
    ("number", "suffix"),
    [
        ("7", "7"),
        ("7(b)", "7b"),
        ("7(b)(i)", "7b-i"),
        ("S6", "s6"),
        ("12 (c) (ii) (a)", "12c-ii-a"),
    ],
)
def test_a_printed_number_suggests_a_suffix(number: str, suffix: str):
    assert suffix_of(number) == suffix


def test_slugs_and_codes_have_one_form():
    assert is_slug("ai-manufacturing-2026") and not is_slug("AI_2026") and not is_slug("a--b")
    assert is_code("took_note") and not is_code("took-note") and not is_code("x" * 81)
