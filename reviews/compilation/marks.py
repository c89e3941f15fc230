"""What every paper of this portal says of itself, in its head and in its file's name."""

from datetime import datetime

from django.utils.translation import gettext as _

from core.when import when_instant
from record.installation import is_sample_database


def marks(*, is_invented: bool) -> tuple[str, ...]:
    """Return the sentences without which no paper leaves the portal."""
    found = [_("Working paper of an independent review portal; not an ILO document.")]
    if is_sample(is_invented=is_invented):
        found.append(_("SAMPLE: invented for practice; nothing here may be quoted."))
    return tuple(found)


def is_sample(*, is_invented: bool) -> bool:
    return is_invented or is_sample_database()


def file_name(noun: str, extension: str, *, is_invented: bool) -> str:
    """Return the name of a file; a sample's name says that it is one."""
    mark = "SAMPLE-" if is_sample(is_invented=is_invented) else ""
    return f"{mark}tripartite-{noun}.{extension}"


def as_it_stood(at: datetime, language: str) -> str:
    """Return an instant as a state of affairs."""
    return when_instant(at, language)["text"]
