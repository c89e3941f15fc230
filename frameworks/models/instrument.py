"""Conventions, Recommendations and neighbouring instruments that provisions link to."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from frameworks.enums import InstrumentKind, InstrumentTier, Theme


class Instrument(models.Model):
    code = models.CharField(max_length=40, primary_key=True)  # C142, R195, DECL-1998
    kind = models.CharField(max_length=30, choices=InstrumentKind.choices)
    tier = models.CharField(max_length=20, choices=InstrumentTier.choices, blank=True)
    year = models.PositiveSmallIntegerField()
    title = models.JSONField()  # Texts; most are known here in English only
    themes = ArrayField(models.CharField(max_length=40, choices=Theme.choices), default=list)
    normlex_id = models.CharField(max_length=20, blank=True)
    address = models.URLField(max_length=500, blank=True)
    is_confirmed = models.BooleanField()  # False: general knowledge, to be checked
    status_as_of = models.DateField()
    # Kind first, then number: C029 before C142 before R195 before the others.
    order_key = models.CharField(max_length=100)

    class Meta:
        ordering = ["order_key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=InstrumentKind.values), name="instrument_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(tier__in=[*InstrumentTier.values, ""]), name="instrument_tier_known"
            ),
        ]

    def __str__(self) -> str:
        return self.code
