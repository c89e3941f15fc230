"""Query strings: read once, canonical, refused with every name that is wrong."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Invalid
from core.query import Query, choice, whole_number, words

QUERY = Query(
    (
        words("q", "Words."),
        choice("theme", ("osh", "skills"), "Theme.", many=True),
        whole_number("page_size", "Rows.", least=1, most=500, default=100),
    )
)


def read(text: str, *, refuse_unknown: bool = True):
    return QUERY.read(QueryDict(text), refuse_unknown=refuse_unknown)


def test_the_canonical_form_has_one_order_and_no_doubles():
    one = read("theme=skills&q=a++b&theme=osh&theme=osh")
    other = read("theme=osh&theme=skills&q=a++b")
    assert one.canonical == other.canonical == "q=a++b&theme=osh&theme=skills"


def test_absent_and_empty_parameters_have_their_defaults():
    asked = read("q=&page_size=")
    assert (asked["q"], asked["theme"], asked["page_size"]) == (None, (), 100)
    assert asked.canonical == ""


def test_pages_ignore_what_they_do_not_know_and_the_api_names_it():
    assert read("utm_source=x", refuse_unknown=False).canonical == ""
    with pytest.raises(Invalid) as refused:
        read("utm_source=x&other=1")
    assert [error.pointer for error in refused.value.errors] == ["other", "utm_source"]
    assert "page_size" in refused.value.errors[0].detail


@pytest.mark.parametrize("text", ["-1", "0", "501", "abc", "1e2", "٣", "9" * 5000, "--1", "1.0"])
def test_a_number_out_of_bounds_or_not_a_number_is_refused(text: str):
    with pytest.raises(Invalid) as refused:
        read(f"page_size={text}")
    assert refused.value.errors[0].pointer == "page_size"
    assert "1 to 500" in refused.value.errors[0].detail


def test_every_wrong_value_is_named_at_once():
    with pytest.raises(Invalid) as refused:
        read(f"theme=nope&page_size=x&q={'y' * 201}&page_size=3")
    assert {error.pointer for error in refused.value.errors} == {"theme", "page_size", "q"}


def test_a_flood_of_values_is_refused():
    with pytest.raises(Invalid):
        read("&".join(f"theme=osh{number}" for number in range(60)))


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str):
    sent = QueryDict(mutable=True)
    sent["q"] = text
    try:
        asked = QUERY.read(sent, refuse_unknown=True)
    except Invalid as refused:
        assert refused.errors
    else:
        assert asked["q"] is None or "\n" not in asked["q"]
