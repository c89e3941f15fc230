"""What this database is: the real portal's or a sample. Fixed when it was founded."""

from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .models import Installation


@cache
def is_sample_database() -> bool:
    """Return whether this is a sample database. Asked once per process: it never changes."""
    return Installation.objects.values_list("is_sample", flat=True).get(id=1)


def refuse_sample_database() -> None:
    """Raise ImproperlyConfigured where sample data may not be served."""
    if is_sample_database() and not settings.SAMPLE_DATABASE_ALLOWED:
        raise ImproperlyConfigured(
            "DATABASE_URL names a sample database, full of invented people and texts. "
            "Point it at a database that was founded without TRIPARTITE_SAMPLE."
        )
