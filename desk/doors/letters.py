"""What stands in every message of the doors."""

from django.conf import settings

from record.installation import is_sample_database


def letterhead() -> dict[str, object]:
    """Return what `account/email/base_message.txt` needs."""
    return {"base_url": settings.PUBLIC_BASE_URL, "is_sample": is_sample_database()}
