"""The words that comments speak of, marked in the text."""

from hypothesis import given
from hypothesis import strategies as st

from reviews.anchors import WHOLE, Anchor, make_anchor
from reviews.highlights import marked_pieces

from .test_sentences import BODIES

BODY = "One two three four.\n\nFive six."


def marks(*words: str) -> list[tuple[str, Anchor | None]]:
    return [
        (each, make_anchor(BODY, BODY.index(each), BODY.index(each) + len(each))) for each in words
    ]


@st.composite
def marked(draw: st.DrawFn):
    body = draw(BODIES.filter(bool))
    ends = st.tuples(st.integers(0, len(body)), st.integers(0, len(body)))
    ranges = [sorted(each) for each in draw(st.lists(ends, max_size=5))]
    return body, [
        (number, make_anchor(body, *each))
        for number, each in enumerate(ranges)
        if body[slice(*each)].strip()
    ]


@given(marked())
def test_pieces_joined_are_the_paragraphs_and_name_every_comment(case) -> None:
    body, anchors = case
    found = marked_pieces(body, anchors)
    assert "\n\n".join("".join(piece.text for piece in each) for each in found) == body
    pieces = [piece for each in found for piece in each]
    for number, anchor in anchors:
        own = [piece for piece in pieces if number in piece.marks]
        assert "".join(piece.text for piece in own) == anchor.exact.replace("\n\n", "")
        assert [piece.start for piece in pieces if number in piece.begins] == [anchor.start]
        assert [piece.start + len(piece.text) for piece in pieces if number in piece.ends] == [
            anchor.end
        ]
    assert all(piece.text and body.startswith(piece.text, piece.start) for piece in pieces)


def test_an_overlap_is_a_piece_that_names_both() -> None:
    [first, second] = marked_pieces(BODY, marks("One two three", "three four"))
    assert [(piece.text, piece.marks) for piece in first] == [
        ("One two ", ("One two three",)),
        ("three", ("One two three", "three four")),
        (" four", ("three four",)),
        (".", ()),
    ]
    assert [(piece.text, piece.start, piece.marks) for piece in second] == [("Five six.", 21, ())]


def test_a_comment_on_two_paragraphs_begins_in_one_and_ends_in_the_other() -> None:
    [first, second] = marked_pieces(BODY, marks("four.\n\nFive"))
    assert [(p.text, bool(p.begins), bool(p.ends)) for p in first if p.marks] == [
        ("four.", True, False)
    ]
    assert [(p.text, bool(p.begins), bool(p.ends)) for p in second if p.marks] == [
        ("Five", False, True)
    ]


def test_what_has_no_place_here_marks_nothing() -> None:
    other = make_anchor("Quite another text", 0, 5)
    pieces = marked_pieces(BODY, [("whole", WHOLE), ("other", other)])
    assert [[piece.text for piece in each] for each in pieces] == [
        ["One two three four."],
        ["Five six."],
    ]
    assert marked_pieces("", []) == []
