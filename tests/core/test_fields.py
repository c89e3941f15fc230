"""Typed fields: each converter takes what it should, and names what it should not."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from core.errors import Invalid
from core.fields import Value, root_of
from core.reading import Reading
from core.yamlfile import parse_yaml


def value_of(text: str) -> Value:
    """The value of the field `a`."""
    root = root_of(Reading("f.yaml"), parse_yaml(f"a: {text}\n", "f.yaml"))
    return root.entries()[0][1]


def read(text: str, how: Callable[[Value], object]) -> tuple[object, list[str]]:
    value = value_of(text)
    found = how(value)
    return found, [detail for _, detail in value.reading.mistakes]


TAKEN: list[tuple[str, Callable[[Value], object], object]] = [
    ("'  two   words '", lambda v: v.line(), "two words"),
    ("|-\n  one\n  line\n\n  two", lambda v: v.text(), "one line\n\ntwo"),
    ("e\u0301te\u0301", lambda v: v.line(), "été"),
    ("true", lambda v: v.flag(), True),
    ("'false'", lambda v: v.flag(), False),
    ("12", lambda v: v.integer(), 12),
    ("'12'", lambda v: v.integer(), 12),
    ("s6", lambda v: v.slug(), "s6"),
    ("no", lambda v: v.slug(), "no"),
    ("2026-11-22", lambda v: v.day(), date(2026, 11, 22)),
    ("'2026-11-22'", lambda v: v.day(), date(2026, 11, 22)),
    ("2026-09-01T07:00:00Z", lambda v: v.instant(), datetime(2026, 9, 1, 7, tzinfo=UTC)),
    ("[fr, en]", lambda v: v.codes(["en", "fr"]), ["fr", "en"]),
    ("https://example.org/x?y=1#z", lambda v: v.address(), "https://example.org/x?y=1#z"),
    ("{en: a, fr: b}", lambda v: v.texts(), {"en": "a", "fr": "b"}),
]


@pytest.mark.parametrize(("text", "how", "expected"), TAKEN)
def test_a_value_is_what_its_schema_says(text, how, expected):
    assert read(text, how) == (expected, [])


REFUSED: list[tuple[str, Callable[[Value], object], str]] = [
    ("yes", lambda v: v.flag(), "write one of the two"),
    ("on", lambda v: v.flag(), "neither true nor false"),
    ("True", lambda v: v.flag(), "neither true nor false"),
    ("010", lambda v: v.integer(), "not a whole number"),
    ("1e3", lambda v: v.integer(), "not a whole number"),
    ("0x1F", lambda v: v.integer(), "not a whole number"),
    ("1_000", lambda v: v.integer(), "not a whole number"),
    ("-1", lambda v: v.integer(), "from 0 to"),
    ("12.0", lambda v: v.integer(), "not a whole number"),
    ("٣", lambda v: v.integer(), "not a whole number"),
    ("9999999999", lambda v: v.integer(), "not a whole number"),
    ("[1]", lambda v: v.integer(), "A single value is expected"),
    ("{b: c}", lambda v: v.line(), "A single value is expected"),
    ("x" * 301, lambda v: v.line(), "has 301 characters"),
    ("'  '", lambda v: v.line(), "There is nothing here"),
    ('"a\\0b"', lambda v: v.line(), "U+0000"),
    ('"\\ue000"', lambda v: v.text(), "U+E000"),
    ("Skills", lambda v: v.slug(), "is no slug"),
    ("a--b", lambda v: v.slug(), "is no slug"),
    ("x" * 81, lambda v: v.slug(), "at most 80"),
    ("skils", lambda v: v.code(["skills", "osh"]), "did you mean “skills”"),
    ("zzz", lambda v: v.code(["skills", "osh"]), "known are: skills, osh"),
    ("[osh, osh]", lambda v: v.codes(["osh"]), "stands in this list twice"),
    ("osh", lambda v: v.codes(["osh"]), "A list is expected"),
    ("[]", lambda v: v.codes(["osh"], empty="Name one."), "Name one."),
    ("2026-11", lambda v: v.day(), "not a single day"),
    ("20261122", lambda v: v.day(), "is not a date"),
    ("2026-W16-1", lambda v: v.day(), "is not a date"),
    ("2026-02-30", lambda v: v.day(), "is not a date"),
    ("9999-12-31", lambda v: v.honest_date(), "is not a date"),
    ("0001", lambda v: v.honest_date(), "is not a date"),
    ("22/11/2026", lambda v: v.honest_date(), "is not a date"),
    ("2026-09-01T07:00:00+02:00", lambda v: v.instant(), "no instant in UTC"),
    ("2026-09-01T25:00:00Z", lambda v: v.instant(), "no instant in UTC"),
    ("javascript:alert(1)", lambda v: v.address(), "is no address"),
    ("https://a b", lambda v: v.address(), "is no address"),
    ("https://[::1", lambda v: v.address(), "is no address"),
    ("{en: a, de: b}", lambda v: v.texts(), "no field “de”"),
    ("{fr: a}", lambda v: v.texts(needs=("en",)), "“en” is missing"),
    ("{}", lambda v: v.texts(), "Give a text in one of en, fr, es"),
    ("text", lambda v: v.texts(), "Fields are expected"),
]


@pytest.mark.parametrize(("text", "how", "says"), REFUSED)
def test_anything_else_is_refused_with_what_to_do(text, how, says):
    _, mistakes = read(text, how)
    assert len(mistakes) == 1, mistakes
    assert says in mistakes[0]


def test_every_mistake_of_a_mapping_is_told_in_the_order_of_its_lines():
    reading = Reading("f.yaml")
    root = root_of(reading, parse_yaml("kind: x\nnubmer: 1\nwhen: y\n", "f.yaml"))
    with root.fields() as fields:
        fields.need("when").day()
        fields.need("number").integer()
        fields.stated("source").line()
        fields.need("kind").code(["a", "b"])
    with pytest.raises(Invalid) as caught:
        reading.finish()
    assert caught.value.detail == "f.yaml has 5 mistakes; nothing was changed."
    told = [(error.pointer, error.detail) for error in caught.value.errors]
    assert told == [
        ("f.yaml:1:1 number", "The field “number” is missing here."),
        ("f.yaml:1:1 source", "The field “source” is missing here; write null if it is not known."),
        ("f.yaml:1:7 kind", "“x” is no code; known are: a, b."),
        (
            "f.yaml:2:1 nubmer",
            "There is no field “nubmer” here; did you mean “number”?"
            " Known are: when, number, source, kind.",
        ),
        (
            "f.yaml:3:7 when",
            "“y” is not a date; write 2026, 2026-11, 2026-04-13 or 2026-04-13/2026-04-17.",
        ),
    ]


def test_a_reading_without_mistakes_ends_quietly():
    Reading("f.yaml").finish()


def test_a_file_full_of_mistakes_is_refused_with_the_first_of_them():
    reading = Reading("f.yaml")
    text = "".join(f"field{number}: x\n" for number in range(2_000))
    with root_of(reading, parse_yaml(text, "f.yaml")).fields() as fields:
        fields.may("kind")
    with pytest.raises(Invalid) as caught:
        reading.finish()
    assert "has 2000 mistakes; nothing was changed; the first 500" in caught.value.detail
    assert len(caught.value.errors) == 500
