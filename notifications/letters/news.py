"""News of what somebody follows, told at once: what was done, and where it stands by now."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from core.languages import localized
from core.public_paths import absolute
from notifications.enums import DropReason, Frequency
from notifications.models import Delivery
from notifications.selectors.changes import Happened, changes_between
from notifications.selectors.reader import reader_of
from record.models import PUBLIC
from record.stretches import heads_of
from record.verify import Head

from .letter import Letter, Line, Part, Silence
from .told import changed_lines


def news(delivery: Delivery, at: datetime) -> Letter | Silence:
    """Return what the public entries `delivery.window` (`<first>-<last>`) changed of what the
    reader still wants to hear of at once.
    """
    reader = reader_of(delivery.recipient, Frequency.NOW, at)
    language = delivery.recipient.language
    first, _dash, last = delivery.window.partition("-")
    head = Head(int(last), heads_of([PUBLIC])[PUBLIC].hash)
    changed = changes_between(int(first) - 1, head).followed(reader.followed, language)
    if not changed:
        return Silence(DropReason.NOTHING_TO_SAY if reader.followed else DropReason.NOT_WANTED)
    return news_letter(changed, language, head)


def news_letter(changed: Mapping[str, Sequence[Happened]], language: str, head: Head) -> Letter:
    """Return what was done to each public key in `changed`, as of `head`; at least one."""
    lines = changed_lines(changed, language, head)
    many = len(changed)
    others = _("%(first)s and %(count)d more")
    subject = lines[0].text if many == 1 else others % {"first": lines[0].text, "count": many - 1}
    return Letter(
        subject=_("News: %(what)s") % {"what": subject},
        preheader=lines[0].details[0],
        opening=(_("Something that you follow has changed."),),
        why=_("You get it because you asked to hear at once of what you follow."),
        parts=(Part(_("What changed"), lines),),
        action=Line(_("Read all changes"), absolute(localized("/changes/", language))),
    )
