"""A date column set that never says more than its source does."""

from django.db import models
from django.db.models import F, Q

from core.dates import HonestDate, Precision
from frameworks.enums import DatePrecision


class Dated(models.Model):
    """Precision with first and last supported day; all three empty when no date is known."""

    date_precision = models.CharField(max_length=10, choices=DatePrecision.choices, blank=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(date_precision="", first_day__isnull=True, last_day__isnull=True)
                | Q(date_precision__in=DatePrecision.values, first_day__lte=F("last_day")),
                name="%(class)s_date_honest",
            )
        ]

    @property
    def date(self) -> HonestDate | None:
        """Return the date as well as it is known, or None."""
        if self.first_day is None or self.last_day is None:
            return None
        return HonestDate(Precision(self.date_precision), self.first_day, self.last_day)

    def set_date(self, date: HonestDate | None) -> None:
        """Set all three columns from `date`; saving is the caller's."""
        self.date_precision = date.precision.value if date else ""
        self.first_day = date.first if date else None
        self.last_day = date.last if date else None
