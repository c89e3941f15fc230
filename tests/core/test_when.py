"""Dates in words say no more than is known, in three languages."""

from datetime import UTC, date, datetime

import pytest

from core.dates import parse_honest_date
from core.when import when_day, when_honest, when_instant, when_zoned


@pytest.mark.parametrize(
    ("known", "language", "text"),
    [
        ("2026-11", "en", "November 2026"),
        ("2026-11", "fr", "novembre 2026"),
        ("2026-11", "es", "noviembre de 2026"),
        ("2026", "fr", "2026"),
        ("2026-04-13/2026-04-17", "en", "13–17 April 2026"),
        ("2026-04-13/2026-04-17", "fr", "13–17 avril 2026"),
        ("2026-04-13/2026-04-17", "es", "13–17 de abril de 2026"),
        ("2026-06-29/2026-07-03", "en", "29 June–3 July 2026"),
        ("2026-12-30/2027-01-02", "es", "30 de diciembre de 2026–2 de enero de 2027"),
        ("2026-05-01", "fr", "1er mai 2026"),
        ("2026-05-11", "fr", "11 mai 2026"),
    ],
)
def test_a_date_is_said_as_it_is_known(known: str, language: str, text: str):
    assert when_honest(parse_honest_date(known), language)["text"] == text


def test_only_a_day_is_exact():
    assert when_day(date(2026, 4, 13), "en")["exact"]
    assert not when_honest(parse_honest_date("2026-11"), "en")["exact"]
    assert not when_honest(None, "en")["exact"]


def test_an_instant_names_its_zone():
    when = when_instant(datetime(2026, 11, 22, 13, 5, 9, tzinfo=UTC), "es")
    assert when == {
        "iso": "2026-11-22T13:05:09Z",
        "text": "22 de noviembre de 2026, 13:05 UTC",
        "exact": True,
    }


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Europe/Zurich", "30 November 2026, 00:30 Geneva time (29 November 2026, 23:30 UTC)"),
        ("America/Sao_Paulo", "29 November 2026, 20:30 Sao Paulo time (23:30 UTC)"),
        ("UTC", "29 November 2026, 23:30 UTC"),
    ],
)
def test_a_deadline_is_said_in_its_zone_and_in_utc(zone: str, text: str):
    said = when_zoned(datetime(2026, 11, 29, 23, 30, tzinfo=UTC), zone, "en")
    assert said == {"iso": "2026-11-29T23:30:00Z", "text": text, "exact": True}
