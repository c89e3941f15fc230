"""The acts on a round's window, with terms that fit the round of the factories."""

from datetime import datetime, timedelta
from typing import Any

from core.actor import Actor
from reviews.models import Round
from reviews.services.rounds import (
    begin_round,
    close_due_round,
    close_round_early,
    extend_round,
)
from tests.factories.reviews import CLOSES, DURING, OPENS, PORTAL

DAY = timedelta(days=1)


def extend(round_: Round, by: Actor, **changes: Any) -> Round:
    terms: dict[str, Any] = {
        "closes_at": CLOSES + DAY,
        "reason": "Asked for by two groups.",
        "expected_edition": round_.edition,
        "at": DURING,
    }
    return extend_round(round_id=round_.pk, actor=by, **(terms | changes))


def close_early(round_: Round, by: Actor, **changes: Any) -> Round:
    terms: dict[str, Any] = {
        "reason": "All have spoken.",
        "expected_edition": round_.edition,
        "at": DURING,
    }
    return close_round_early(round_id=round_.pk, actor=by, **(terms | changes))


def begin(round_: Round, by: Actor = PORTAL, at: datetime = OPENS) -> Round:
    return begin_round(round_id=round_.pk, actor=by, at=at)


def close_due(round_: Round, by: Actor = PORTAL, at: datetime = CLOSES) -> Round:
    return close_due_round(round_id=round_.pk, actor=by, at=at)
