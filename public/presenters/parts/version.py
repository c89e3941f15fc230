"""One version of a provision: what is known of it, and the issues of its words."""

from django.utils.translation import gettext as _

from core.labels import labels
from core.when import when_instant
from core.words import language_name, language_names
from provisions.enums import TextStatus
from provisions.selectors.frame import Frame
from provisions.selectors.versions import VersionRow

from .events import Event, event
from .facts import Fact, fact
from .provision import source_facts


def version_facts(version: VersionRow, frame: Frame, language: str) -> list[Fact]:
    return [
        fact(_("Whose words"), labels(TextStatus, language)[version.text_status]),
        fact(_("Published"), when=when_instant(version.at, language)),
        fact(_("Languages"), language_names(version.languages, language)),
        *source_facts(
            version.source, version.source_paragraph, version.source_basis, frame, language
        ),
    ]


def issue_events(version: VersionRow, language: str) -> list[Event]:
    """Return when its words were issued in which language, newest first."""
    return [
        event(
            when_instant(issue.at, language),
            _("%(language)s, issue %(issue)d")
            % {"language": language_name(issue.language, language), "issue": issue.issue},
        )
        for issue in reversed(version.issues)
    ]
