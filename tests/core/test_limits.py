"""How much one address may ask."""

import pytest

from core import limits


@pytest.fixture
def minute(monkeypatch: pytest.MonkeyPatch, settings):
    """A clock that stands ten seconds into a minute, and a limit of two."""
    settings.API_REQUESTS_PER_MINUTE = 2
    now = {"at": 70.0}
    monkeypatch.setattr("core.limits.time.monotonic", lambda: now["at"])
    return now


def test_the_third_request_of_a_minute_waits_for_the_next(minute):
    limiter = limits.Limiter()
    assert [limiter.wait("a") for _ in range(3)] == [0, 0, 50]
    assert limiter.wait("b") == 0
    minute["at"] = 121.0
    assert limiter.wait("a") == 0


def test_a_flood_of_addresses_does_not_fill_the_memory(minute, monkeypatch):
    monkeypatch.setattr(limits, "MOST_ADDRESSES", 10)
    limiter = limits.Limiter()
    for number in range(100):
        limiter.wait(str(number))
    assert len(limiter._counts) <= 11


def test_the_api_answers_429_as_a_problem(minute, client, monkeypatch):
    monkeypatch.setattr("core.middleware.LIMITER", limits.Limiter())
    answers = [client.get("/api/v1/nothing-here/") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [404, 404, 429]
    assert answers[2]["Retry-After"] == "50"
    assert answers[2]["Content-Type"] == "application/problem+json"
    assert answers[0]["RateLimit-Policy"] == '"default";q=2;w=60'
    assert "RateLimit" not in answers[0]


def test_what_is_left_is_counted_down_to_nothing(minute):
    limiter = limits.Limiter()
    spent = [limiter.spend("token", 2) for _ in range(3)]
    assert [(each.left, each.seconds, each.passes) for each in spent] == [
        (1, 50, True),
        (0, 50, True),
        (0, 50, False),
    ]
    assert limiter.spend("another", 2).left == 1
