"""Anchors as they are stored, exported and sent: the selectors of the Web Annotation model."""

import json

import pytest
from hypothesis import given

from core.errors import Invalid
from reviews.anchors import (
    WHOLE,
    as_selectors,
    from_selectors,
    make_anchor,
    read_selectors,
)

from .test_anchors import BODY, at, choices


@given(choices())
def test_selectors_survive_being_stored(choice: tuple[str, int, int]) -> None:
    anchor = make_anchor(*choice)
    stored = json.loads(json.dumps(as_selectors(anchor)))
    assert from_selectors(stored) == anchor
    assert read_selectors(choice[0], stored) == anchor


def test_selectors_are_those_of_the_web_annotation_model() -> None:
    assert as_selectors(make_anchor(BODY, 0, 11)) == [
        {
            "type": "TextQuoteSelector",
            "exact": "Governments",
            "prefix": "",
            "suffix": " should support workers and empl",
        },
        {"type": "TextPositionSelector", "start": 0, "end": 11},
    ]
    assert as_selectors(WHOLE) == []
    assert from_selectors([]) is WHOLE
    assert read_selectors(BODY, None) is WHOLE
    assert read_selectors(BODY, []) is WHOLE


QUOTE = {"type": "TextQuoteSelector", "exact": "skills", "prefix": "need "}
POSITION = {"type": "TextPositionSelector", "start": 3, "end": 9}


@pytest.mark.parametrize(
    ("sent", "code", "says"),
    [
        ([QUOTE, {"type": "XPathSelector", "value": "/p"}], "anchor_malformed", "XPathSelector"),
        ([{"exact": "skills"}], "anchor_malformed", "None"),
        (["TextQuoteSelector"], "anchor_malformed", "TextQuoteSelector"),
        ("skills", "anchor_malformed", "list"),
        (QUOTE, "anchor_malformed", "list"),
        ([QUOTE, QUOTE], "anchor_malformed", "once"),
        ([POSITION], "anchor_malformed", "exact"),
        ([QUOTE | {"exact": 7}], "anchor_malformed", "exact"),
        ([QUOTE | {"prefix": None}], "anchor_malformed", "prefix"),
        ([QUOTE, POSITION | {"start": "3"}], "anchor_malformed", "code points"),
        ([QUOTE, POSITION | {"start": True}], "anchor_malformed", "code points"),
        ([QUOTE, POSITION | {"start": -3}], "anchor_malformed", "code points"),
        ([QUOTE | {"exact": "robots"}], "anchor_not_found", "Select"),
    ],
)
def test_selectors_of_another_kind_are_refused_by_name(sent, code, says) -> None:
    with pytest.raises(Invalid) as refusal:
        read_selectors(BODY, sent)
    assert refusal.value.code == code
    assert says in refusal.value.detail


def test_a_stored_anchor_has_both_selectors() -> None:
    assert read_selectors(BODY, [QUOTE]) == make_anchor(BODY, *at("skills"))
    with pytest.raises(Invalid, match="TextPositionSelector"):
        from_selectors([QUOTE])
