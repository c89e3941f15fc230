"""Dates say no more than their source."""

from datetime import UTC, datetime

import pytest

from core.dates import Precision, parse_honest_date


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("2026", Precision.YEAR),
        ("2026-11", Precision.MONTH),
        ("2026-04-13", Precision.DAY),
        ("2026-04-13/2026-04-17", Precision.RANGE),
    ],
)
def test_a_date_is_written_as_it_was_read(text: str, precision: Precision):
    date = parse_honest_date(text)
    assert (date.iso(), date.precision) == (text, precision)


@pytest.mark.parametrize(
    "text", ["", "03/04", "2026-13", "2026-04-31", "2026-04-17/2026-04-13", "x"]
)
def test_what_is_no_date_is_refused_with_what_is(text: str):
    with pytest.raises(ValueError, match="write 2026"):
        parse_honest_date(text)


def test_a_month_passes_at_its_end_in_its_zone():
    november = parse_honest_date("2026-11")
    assert november.passes_at("Europe/Zurich") == datetime(2026, 11, 30, 23, tzinfo=UTC)
    assert parse_honest_date("2026-07").passes_at("Europe/Zurich") == datetime(
        2026, 7, 31, 22, tzinfo=UTC
    )
