"""The mailbox inside the portal, where a machine of one's own keeps what it would have sent."""

from datetime import datetime
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction

from notifications.models import KeptMail

MOST_KEPT = 500


@transaction.atomic
def keep_mails(mails: list[EmailMessage], *, at: datetime) -> int:
    """Keep each mail's bytes as they would have left, and of all only the latest 500."""
    for mail in mails:
        made: Any = mail.message()
        KeptMail.objects.create(
            kept_at=at,
            sender=mail.from_email[:320],
            to=", ".join(mail.recipients())[:320],
            message=made.as_bytes(linesep="\r\n"),
        )
    latest = KeptMail.objects.order_by("-kept_at", "id").values("pk")[:MOST_KEPT]
    KeptMail.objects.exclude(pk__in=list(latest.values_list("pk", flat=True))).delete()
    return len(mails)
