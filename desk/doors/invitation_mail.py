"""The mail that carries an invitation's link. Who invites to what stands behind the link only."""

import logging

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core.when import When
from record.names import sample_marked

from .letters import letterhead

log = logging.getLogger(__name__)


def mail_invitation(*, address: str, link: str, expires: When) -> bool:
    """Send the link to `address` and return whether the mail server took it.

    It is sent from the request, after the commit: the key is kept nowhere, so no worker could
    send it later. A server that is away loses nothing, for whoever invites sees the link too.
    """
    context = {**letterhead(), "link": link, "expires": expires["text"]}
    text = render_to_string("emails/invitation.txt", context)
    subject = sample_marked(_("Invitation to the review portal Tripartite"))
    try:
        return EmailMessage(subject, text, to=[address]).send() == 1
    except OSError as error:  # smtplib's errors and a server that can't be reached
        log.warning("An invitation could not be mailed: %s", type(error).__name__)
        return False
