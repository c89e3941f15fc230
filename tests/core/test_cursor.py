"""Cursors go back only where they came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cursor import read_cursor, write_cursor
from core.errors import Invalid


def test_a_cursor_holds_its_position():
    token = write_cursor("provisions:title", ["équité", 7])
    assert read_cursor("provisions:title", token) == ("équité", 7)


def test_a_cursor_of_another_list_or_order_is_refused():
    token = write_cursor("provisions:title", ["a"])
    with pytest.raises(Invalid) as refused:
        read_cursor("provisions:document", token)
    assert refused.value.errors[0].pointer == "cursor"


@given(st.text(max_size=200))
def test_a_made_up_cursor_is_refused(token: str):
    with pytest.raises(Invalid):
        read_cursor("provisions:document", token)


def test_a_cursor_that_was_tampered_with_is_refused():
    token = write_cursor("x", ["a"])
    for place in range(len(token)):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        with pytest.raises(Invalid):
            read_cursor("x", changed)
