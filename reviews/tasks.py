"""What rounds need done by the clock."""

from django.utils import timezone

from core.actor import Actor
from core.jobs import job

from .services.answered import forget_answers
from .services.rounds import begin_due_rounds, close_due_rounds

PORTAL = Actor.system("celery.rounds")


@job("reviews.begin_due_rounds")
def begin_rounds() -> None:
    begin_due_rounds(actor=PORTAL, at=timezone.now())


@job("reviews.close_due_rounds")
def close_rounds() -> None:
    close_due_rounds(actor=PORTAL, at=timezone.now())


@job("reviews.forget_answers")
def forget_old_answers() -> None:
    forget_answers(at=timezone.now())
