"""What frameworks need done by the clock."""

from django.utils import timezone

from core.actor import Actor
from core.jobs import job

from .services.milestones import pass_milestones


@job("frameworks.pass_milestones")
def pass_due_milestones() -> None:
    pass_milestones(actor=Actor.system("celery.milestones"), at=timezone.now())
