"""What provisions need done by the clock."""

from django.utils import timezone

from core.actor import Actor
from core.jobs import job

from .services.snapshots import take_snapshots


@job("provisions.take_snapshots")
def take_due_snapshots() -> None:
    take_snapshots(actor=Actor.system("celery.snapshots"), at=timezone.now())
