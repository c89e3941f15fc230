"""What is of no use any more: never the proof that somebody was told."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from notifications.enums import DeliveryState
from notifications.models import Delivery, KeptMail, Recipient, Subscription

DROPPED_KEPT = timedelta(days=60)
UNCONFIRMED_KEPT = timedelta(days=7)
MAILBOX_KEPT = timedelta(days=30)


@transaction.atomic
def forget_old(*, at: datetime) -> None:
    """Delete mails that were not needed after 60 days, what nobody confirmed within 7, and what
    the mailbox of one's own machine has kept for 30.
    """
    Delivery.objects.filter(state=DeliveryState.DROPPED, ended_at__lt=at - DROPPED_KEPT).delete()
    _forget_unconfirmed(at - UNCONFIRMED_KEPT)
    KeptMail.objects.filter(kept_at__lt=at - MAILBOX_KEPT).delete()


def _forget_unconfirmed(before: datetime) -> None:
    """Forget addresses that somebody typed and nobody confirmed, unless they wanted peace.

    What proves that a mail was sent stays, but no longer to whom.
    """
    Subscription.objects.filter(confirmed_at=None, begun_at__lt=before).delete()
    theirs = Subscription.objects.filter(recipient=OuterRef("pk"))
    strangers = Recipient.objects.filter(~Exists(theirs), user=None, begun_at__lt=before)
    for recipient in strangers.filter(stopped_at=None).exclude(email="").select_for_update():
        recipient.deliveries.filter(state=DeliveryState.DUE).delete()
        recipient.email, recipient.key_number = "", recipient.key_number + 1
        recipient.daily_due_at = recipient.weekly_due_at = None
        recipient.save(update_fields=["email", "key_number", "daily_due_at", "weekly_due_at"])
    told = Delivery.objects.filter(recipient=OuterRef("pk"))
    Recipient.objects.filter(
        ~Exists(told), ~Exists(theirs), user=None, email="", begun_at__lt=before
    ).delete()
