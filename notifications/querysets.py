"""Readings by row. Whatever is read for somebody starts at `visible_to`."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from reviews.querysets import reads_submissions
from stakeholders.models import Mandate

from .enums import DeliveryState
from .topics import NOTICES

if TYPE_CHECKING:
    from .models import Delivery, Recipient  # noqa: F401


class RecipientQuerySet(QuerySet["Recipient"]):
    """Readers, asked by whether anything may be sent to them."""

    def reachable(self) -> "RecipientQuerySet":
        """Keep those who did not stop everything and whose address is there and takes mail."""
        return self.filter(
            Q(user__isnull=False, user__is_active=True) | (Q(user__isnull=True) & ~Q(email="")),
            stopped_at=None,
            failing_since=None,
        )


class DeliveryQuerySet(QuerySet["Delivery"]):
    """Deliveries, asked by who may know of them and by what is due."""

    def visible_to(self, mandate: Mandate | None, at: datetime) -> "DeliveryQuerySet":
        """Keep one's own; for the review secretariat also the notices of windows to constituents,
        which tell nothing of what happens inside a circle.
        """
        if mandate is None or not mandate.is_active_at(at):
            return self.none()
        seen = Q(recipient__user=mandate.user_id)
        if reads_submissions(mandate, at):
            seen |= Q(kind__in=NOTICES, recipient__user__isnull=False)
        return self.filter(seen)

    def due_at(self, at: datetime) -> "DeliveryQuerySet":
        """Keep what may be tried at `at` and that no worker holds."""
        return self.filter(
            Q(claimed_until__isnull=True) | Q(claimed_until__lte=at),
            state=DeliveryState.DUE,
            try_at__lte=at,
        )
