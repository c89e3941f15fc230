"""Mails that are due, by the clock; and what is of no use any more."""

from django.utils import timezone

from core.jobs import job

from .sending.deliver import deliver_due
from .services.forgetting import forget_old
from .sweeping import sweep


@job("notifications.sweep")
def sweep_mails() -> None:
    sweep(timezone.now)


@job("notifications.deliver")
def deliver_mails() -> None:
    deliver_due(timezone.now)


@job("notifications.forget")
def forget_mails() -> None:
    forget_old(at=timezone.now())
