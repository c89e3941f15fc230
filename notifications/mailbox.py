"""Django's way to send mail where none may leave: every message goes into the portal's mailbox."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from .services.mailbox import keep_mails


class EmailBackend(BaseEmailBackend):
    """Keeps reminders and digests as well as the doors' own messages, the latest 500 of all."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep each message that has a recipient, and return how many had."""
        return keep_mails([each for each in email_messages if each.recipients()], at=timezone.now())
