"""The record's nightly work. Each task reads the clock and calls one service."""

from django.utils import timezone

from core.actor import Actor
from core.jobs import job

from .checkpoints import take_checkpoint
from .verification import verify_nightly


@job("record.take_checkpoint")
def take_todays_checkpoint() -> None:
    take_checkpoint(actor=Actor.system("celery.checkpoint"), at=timezone.now())


@job("record.verify")
def verify_today() -> None:
    verify_nightly(actor=Actor.system("celery.verification"), at=timezone.now())
