"""What a process makes sure of before it begins: that it may work on this database."""

from django.core.exceptions import ImproperlyConfigured
from django.db import Error

from record.installation import refuse_sample_database


def refuse_sample_data() -> None:
    """End the process where invented data may not be served.

    A database that doesn't answer yet is no reason to end: what is asked later finds out.
    """
    try:
        refuse_sample_database()
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from error
    except Error:
        return
