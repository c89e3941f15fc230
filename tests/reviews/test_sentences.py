"""Sentences for choosing words without a script."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.textform import normalize_text
from reviews.anchors import make_anchor, picked_anchor
from reviews.sentences import sentences

# What sentences are made of, so that chance meets their rules; and everything else.
PARTS = st.sampled_from(
    [
        *("The workers", "no", "No", "142", "art", "7(b)", "(a)", "Mr", "e.g", "i", "XIV", "A"),
        *(
            ".",
            ". ",
            "? ",
            "! ",
            "… ",
            "...",
            "; ",
            ", ",
            " ",
            "\n\n",
            "« ",
            " »",
            "“",
            "”",
            "¿",
            "¡",
        ),
        *(
            "العمل",
            "؟ ",
            "۔ ",
            "؛ ",
            "\u200f",
            "e\u0301",
            "x\u0302\u0323",
            "कि",
            "👩‍🏭",
            "🇸🇳",
            "👍🏽",
            "1.5",
        ),
    ]
)
BODIES = st.one_of(st.lists(PARTS, max_size=40).map("".join), st.text(max_size=120)).map(
    lambda raw: normalize_text("".join(c for c in raw if c.isprintable() or c in "\n\u200d\u200f"))
)


def texts(body: str) -> list[str]:
    return [sentence.text for sentence in sentences(body)]


@given(BODIES)
def test_sentences_joined_by_their_gaps_are_the_text(body: str) -> None:
    rebuilt, at, paragraph = "", 0, 0
    for sentence in sentences(body):
        gap = body[at : sentence.start]
        assert gap == ("" if at == 0 else " " if sentence.paragraph == paragraph else "\n\n")
        assert sentence.text == body[sentence.start : sentence.end] != ""
        rebuilt += gap + sentence.text
        at, paragraph = sentence.end, sentence.paragraph
    assert rebuilt == body


@given(BODIES)
def test_every_sentence_can_be_picked_as_it_stands(body: str) -> None:
    for sentence in sentences(body):
        anchor = picked_anchor(body, {"anchor": sentence.value})
        assert anchor is not None
        assert (anchor.start, anchor.end, anchor.exact) == (
            sentence.start,
            sentence.end,
            sentence.text,
        )
        assert anchor == make_anchor(body, sentence.start, sentence.end)


@pytest.mark.parametrize(
    "parted",
    [
        "Members act in line with Convention No. 142, art. 3 and para. 7(b).|They may wait.",
        "Is it so?|No.|It is not!",
        "It grew by 3.5 per cent.|Then it fell.",
        "Mr. Diop and J. Silva spoke, e.g. on art. IV.|The rest listened.",
        "The U.S. Government joined.|Then others.",
        "He said “Go.”|Then he left.|(All did.)",
        "They wait… and wait.|They wait…|And go.",
        "Skills, tools, etc. are meant.|Skills, etc.|Members act.",
        "1. The Committee notes.|2. It asks.",
        "In 2026.|12 Members voted.",
        # A semicolon ends nothing, nor does the letter of an item.
        "Members should: (a) train; (b) protect them (see 7(b)); and (c) report.|(d) Done.",
        # French puts a space before its signs, and before the guillemet that closes.
        "« Pourquoi ? » dit-il.|« Pour rien ! »|Elle répond : « Oui. »|Voir l’art. 4, al. 2.|Fin.",
        # Spanish opens what it asks.
        "¿Qué hacer?|¡Nada!|Véase el núm. 4.|Los EE. UU. firmaron.|La Sra. Paz habló.",
        # Arabic has marks of its own, and no capitals.
        "هل يعمل؟|نعم، يعمل؛ كل يوم.|وقال: «لا.»|ثم ذهب.",
    ],
)
def test_sentences_end_where_readers_end_them(parted: str) -> None:
    assert texts(parted.replace("|", " ")) == parted.split("|")


def test_paragraphs_are_counted() -> None:
    found = sentences("One. Two.\n\nThree")
    assert [(each.text, each.paragraph, each.value) for each in found] == [
        ("One.", 0, "0-4"),
        ("Two.", 0, "5-9"),
        ("Three", 1, "11-16"),
    ]
    assert sentences("") == []


@pytest.mark.parametrize(
    "hostile",
    [
        "." * 200_000,
        "A. " * 60_000 + "x",
        "a" * 200_000 + ". B",
        "! " * 90_000 + "x",
        ". «" * 60_000,
    ],
    ids=["stops", "initials", "one word", "cries", "guillemets"],
)
def test_a_hostile_text_takes_no_longer_than_its_length(hostile: str) -> None:
    began = time.process_time()
    assert sentences(normalize_text(hostile))
    assert time.process_time() - began < 3
