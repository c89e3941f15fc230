"""What people do at the portal meanwhile: read, follow a theme, endorse a comment."""

import json
import time
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.utils import timezone

import config.celery  # noqa: F401 - as the web server does, so that what wakes knows the broker
from reviews.models import Comment, Round
from stakeholders.models import Mandate
from tests.desk.conftest import signed_in
from tests.factories.reviews import Review, share


def share_one(review: Review) -> None:
    """Let a delegate share a comment that waits for the focal point."""
    house = review.house
    share(review, house["AAA"], house.delegation("AAA"), at=timezone.now())


def use() -> None:
    """Print as JSON what each request was answered, and how long the slowest took in seconds."""
    mandate = Mandate.objects.get(user__email="focal-aaa@example.org")
    desk, anybody = signed_in(mandate.user, mandate), Client()
    comment = Comment.objects.get()
    theme = {"topic": "theme", "subject": "skills", "email": "new@example.org"}
    said: dict[str, Callable[[], Any]] = {
        "page": lambda: anybody.get("/themes/skills/"),
        "follow": lambda: anybody.post("/subscribe/", theme),
        "desk": lambda: desk.get(f"/desk/rounds/{Round.objects.get().pk}/"),
        "endorse": lambda: desk.post(
            f"/desk/comments/{comment.pk}/endorse/", {"edition": str(comment.edition)}
        ),
    }
    answers: dict[str, Any] = {"slowest": 0.0}
    for name, ask in said.items():
        begun = time.monotonic()
        answers[name] = ask().status_code
        answers["slowest"] = max(answers["slowest"], time.monotonic() - begun)
    comment.refresh_from_db()
    print(json.dumps(answers | {"stage": comment.stage}))
