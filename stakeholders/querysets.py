"""Readings of mandates and circles."""

from datetime import datetime

from django.db import models
from django.db.models import Q


class MandateQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Mandates, asked by what they allow at an instant."""

    def active_at(self, at: datetime) -> "MandateQuerySet":
        """Keep those that are confirmed, begun and not ended at `at`."""
        return self.filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=at),
            Q(ended_at__isnull=True) | Q(ended_at__gt=at),
            starts_at__lte=at,
            confirmed_at__lte=at,
        )
