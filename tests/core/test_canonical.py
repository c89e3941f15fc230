"""One byte form for a payload."""

from datetime import UTC, datetime

import pytest

from core.canonical import canonical_bytes


def test_the_order_of_keys_and_the_form_of_accents_do_not_matter():
    assert canonical_bytes({"b": 1, "a": "e\u0301"}) == canonical_bytes({"a": "é", "b": 1})
    assert canonical_bytes({"b": [True, None], "a": {"y": 1, "x": 2}}) == (
        b'{"a":{"x":2,"y":1},"b":[true,null]}'
    )


@pytest.mark.parametrize("value", [1.5, datetime(2026, 1, 1, tzinfo=UTC), {1: 2}, b"x", object()])
def test_what_has_no_single_form_is_refused(value: object):
    with pytest.raises(TypeError):
        canonical_bytes({"a": value})
