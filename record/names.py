"""Names that the portal gives outside itself, and the mark of a sample before a title.

An identifier stays the same for ever, wherever a feed, a calendar or a mail was read.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from .installation import is_sample_database

# RFC 4151: a year in which the name's owner had the domain; it never changes with the clock.
_TAG_YEAR = 2026


def authority() -> str:
    """Return the portal's domain; a sample's names never meet those of the real portal."""
    host = urlsplit(settings.PUBLIC_BASE_URL).hostname or "localhost"
    return f"sample.{host}" if is_sample_database() else host


def tag(name: str) -> str:
    """Return a `tag:` address for `name`."""
    return f"tag:{authority()},{_TAG_YEAR}:{name}"


def sample_marked(title: str) -> str:
    """Return `title`, with the sample's mark before it in a sample database."""
    return _("[Sample]") + " " + title if is_sample_database() else title
