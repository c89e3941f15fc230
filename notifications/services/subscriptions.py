"""What readers follow: beginning, confirming, changing and stopping it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.errors import Conflict, FieldError, Invalid, Missing
from core.labels import labels
from core.languages import DEFAULT_LANGUAGE
from notifications.enums import Frequency, Topic
from notifications.models import Recipient, Subscription
from notifications.planning.digests import reschedule
from notifications.selectors.choices import effective, possible_of
from notifications.subjects import check_subject, check_topic
from notifications.topics import BY_MANDATE, CHOSEN, TERMS, TOPIC_OF_KIND

from .bounces import address_works
from .recipients import PLANNED_AHEAD, locked, plan_anew, stop_everything

MOST_SUBSCRIPTIONS = 50
MOST_SEARCHES = 10
CONFIRM_WITHIN = timedelta(days=7)


@transaction.atomic
def subscribe(
    *, recipient_id: UUID, topic: str, subject: str, frequency: str | None = None, at: datetime
) -> Subscription:
    """Let a reader whom we know follow something public, or change how often.

    Without `frequency` it comes as often as the topic does by default. Raises Invalid, Missing
    for what is not there, and Conflict where the reader follows too much already.
    """
    chosen = check_topic(topic)
    kept = check_subject(chosen, subject)
    often = check_frequency(chosen, frequency)
    recipient = locked(recipient_id)
    found = recipient.subscriptions.filter(topic=chosen, subject=kept).first()
    if found is None:
        found = Subscription(recipient=recipient, topic=chosen, subject=kept, begun_at=at)
    found.frequency = often
    return _confirmed(found, recipient, at)


@transaction.atomic
def confirm(*, subscription_id: UUID, at: datetime) -> Subscription:
    """Begin what was asked for by mail; confirmed before, it stays as it is.

    An address that had stopped everything gets this one thing again and nothing else. Raises
    Missing, and Conflict for an answer after seven days or where too much is followed already.
    """
    asked = Subscription.objects.filter(pk=subscription_id).first()
    if asked is None:
        raise Missing(_("This was stopped meanwhile. Follow it again from its page."))
    recipient = locked(asked.recipient_id)
    asked.refresh_from_db()
    if asked.confirmed_at is not None:
        return asked
    if at > asked.begun_at + CONFIRM_WITHIN:
        raise Conflict(
            _("This link served for seven days. Follow it again from its page for a new one."),
            code="confirmation_expired",
        )
    if recipient.user_id is None and recipient.stopped_at is not None:
        recipient.subscriptions.update(frequency=Frequency.NEVER)
        recipient.stopped_at = None
        recipient.save(update_fields=["stopped_at"])
    if recipient.failing_since is not None:  # the link came by mail, so the address takes some
        recipient = address_works(recipient_id=recipient.pk, at=at)
    return _confirmed(asked, recipient, at)


def set_frequency(
    *, recipient_id: UUID, topic: str, subject: str, frequency: str, at: datetime
) -> None:
    """Let one thing come as often as its reader wants. Raises as `set_frequencies`."""
    set_frequencies(recipient_id=recipient_id, chosen={(topic, subject): frequency}, at=at)


@transaction.atomic
def set_frequencies(
    *, recipient_id: UUID, chosen: Mapping[tuple[str, str], str], at: datetime
) -> None:
    """Let each (topic, subject) come as often as its reader wants; all or none are changed.

    The subject of a topic that comes with a mandate is "". Raises Invalid for a frequency that
    the topic can't have, and Missing for what the reader does not get.
    """
    recipient = locked(recipient_id)
    present = {
        (each.topic.value, each.subject): each.frequency
        for each in effective([recipient_id], at)[recipient_id]
    }
    for (topic, subject), frequency in chosen.items():
        if (topic, subject) not in present:
            raise Missing(_("You do not get this any more. Load the page again."))
        often = check_frequency(Topic(topic), frequency)
        if often != present[topic, subject]:
            _keep(recipient, Topic(topic), subject, often, at)
    reschedule(recipient, at)


@transaction.atomic
def unsubscribe(*, recipient_id: UUID, topic: str, subject: str, at: datetime) -> None:
    """Stop one thing: what was chosen leaves the list, what comes with a mandate is set to never.

    What had stopped already stays so.
    """
    recipient = locked(recipient_id)
    if topic in BY_MANDATE:
        _keep(recipient, Topic(topic), "", Frequency.NEVER, at)
    else:
        recipient.subscriptions.filter(topic=topic, subject=subject).delete()
    reschedule(recipient, at)


@transaction.atomic
def stop_named(
    *, recipient_id: UUID, topic: str = "", subject: str = "", frequency: str = "", at: datetime
) -> None:
    """Stop what a link in a mail names: one thing, a topic, all that comes so often, everything.

    Twice is as good as once. Raises Missing where the reader is gone.
    """
    if topic and (subject or topic in BY_MANDATE):
        unsubscribe(recipient_id=recipient_id, topic=topic, subject=subject, at=at)
    elif topic or frequency:
        _never(recipient_id, topic, frequency, at)
    else:
        stop_everything(recipient_id=recipient_id, at=at)


def check_frequency(topic: Topic, frequency: str | None) -> Frequency:
    """Return how often `topic` is to come. Raises Invalid that names what is possible."""
    terms = TERMS[topic]
    if frequency is None:
        return terms.default
    if frequency in terms.possible:
        return Frequency(frequency)
    language = get_language() or DEFAULT_LANGUAGE
    known = ", ".join(label for _value, label in possible_of(topic, language))
    detail = _("“%(topic)s” can come: %(known)s. Choose one of these.") % {
        "topic": labels(Topic, language)[topic],
        "known": known,
    }
    raise Invalid(detail, errors=[FieldError("/frequency", detail, "unknown")])


def _never(recipient_id: UUID, topic: str, frequency: str, at: datetime) -> None:
    """Set everything of a topic, or all news that come so often, to never.

    What a mandate brings comes in mails of its own, which are stopped by their topic: only a
    digest carries some of it.
    """
    recipient = locked(recipient_id)
    by_itself = BY_MANDATE if frequency == Frequency.NOW else (Topic.PROCESS,)
    for each in effective([recipient_id], at)[recipient_id]:
        is_named = each.topic == topic
        if is_named or (each.frequency == frequency and each.topic not in by_itself):
            _keep(recipient, each.topic, each.subject, Frequency.NEVER, at)
    reschedule(recipient, at)


def _keep(
    recipient: Recipient, topic: Topic, subject: str, frequency: Frequency, at: datetime
) -> None:
    Subscription.objects.update_or_create(
        recipient=recipient,
        topic=topic,
        subject=subject,
        defaults={"frequency": frequency},
        create_defaults={"frequency": frequency, "begun_at": at, "confirmed_at": at},
    )
    # Composed now, a mail that is switched off would end as dropped and never come again.
    plan_anew(recipient, [kind for kind in PLANNED_AHEAD if TOPIC_OF_KIND[kind] is topic])


def _confirmed(row: Subscription, recipient: Recipient, at: datetime) -> Subscription:
    if row.confirmed_at is None:
        _check_room(recipient, Topic(row.topic))
        row.confirmed_at = at
    row.save()
    reschedule(recipient, at)
    return row


def _check_room(recipient: Recipient, topic: Topic) -> None:
    followed = list(
        recipient.subscriptions.filter(topic__in=CHOSEN, confirmed_at__isnull=False).values_list(
            "topic", flat=True
        )
    )
    if len(followed) >= MOST_SUBSCRIPTIONS:
        raise Conflict(
            _("You follow %(most)d things, and more are not possible. Stop one first.")
            % {"most": MOST_SUBSCRIPTIONS},
            code="too_many_subscriptions",
        )
    if topic is Topic.SEARCH and followed.count(Topic.SEARCH) >= MOST_SEARCHES:
        raise Conflict(
            _("You follow %(most)d searches, and more are not possible. Stop one first.")
            % {"most": MOST_SEARCHES},
            code="too_many_searches",
        )
