"""The question whether an address wants what somebody asked for in its name."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.labels import labels
from core.public_paths import absolute
from notifications.enums import DropReason, Frequency, Topic
from notifications.models import Delivery, Subscription
from notifications.selectors.names import Name, named
from notifications.sending.links import confirm_link
from notifications.subjects import path_of

from .letter import Letter, Line, Part, Silence


def confirmation(delivery: Delivery, at: datetime) -> Letter | Silence:
    """Compose the question. Its window is `<subscription id>:<day>`; who asked is not known."""
    asked_id = UUID(delivery.window.partition(":")[0])
    rows = Subscription.objects.select_related("recipient__user")
    asked = rows.filter(pk=asked_id, recipient=delivery.recipient_id).first()
    if asked is None:
        return Silence(DropReason.NOT_WANTED)
    if asked.confirmed_at is not None:
        return Silence(DropReason.DONE)
    return confirmation_letter(asked, delivery.recipient.language)


def confirmation_letter(asked: Subscription, language: str) -> Letter:
    """Return the question whether what was asked for is wanted."""
    thing = (Topic(asked.topic), asked.subject)
    return _letter(asked, named([thing], language)[thing], language)


def _letter(asked: Subscription, name: Name, language: str) -> Letter:
    often = labels(Frequency, language)[asked.frequency]
    line = Line(
        text=f"{labels(Topic, language)[asked.topic]}: {name.text}",
        url=absolute(path_of(asked.topic, asked.subject, language)),
        lang=name.lang,
    )
    return Letter(
        subject=_("Please confirm what you want to follow"),
        preheader=_("Nothing is sent to you unless you confirm."),
        opening=(
            _(
                "Somebody, probably you, asked the portal Tripartite to tell this address"
                " when something changes in the following."
            ),
            _(
                "If you want that, open the link within seven days and press the button there."
                " If you do not, do nothing: no news will come, and this address is forgotten."
            ),
        ),
        parts=(
            Part(
                _("What you would follow"),
                (line, Line(_("How often: %(often)s") % {"often": often})),
            ),
        ),
        action=Line(_("Look at it and confirm"), confirm_link(asked)),
        why=_("You get this mail because somebody typed this address into a form of the portal."),
        thread=f"confirmation {asked.pk}",
    )
