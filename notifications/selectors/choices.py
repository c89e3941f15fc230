"""What each reader gets and how often: their own choices, and what their mandates bring."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from core.labels import labels
from core.languages import DEFAULT_LANGUAGE
from core.when import when_day
from notifications.enums import Frequency, Topic
from notifications.models import Recipient, Subscription
from notifications.subjects import path_of
from notifications.topics import BY_MANDATE, CHOSEN, TERMS
from stakeholders.enums import Capacity
from stakeholders.models import Mandate

from .names import named


@dataclass(frozen=True, slots=True)
class Wanted:
    """How often one thing comes to a reader, NEVER included. `subject` is "" for what comes with
    a mandate.
    """

    topic: Topic
    subject: str
    frequency: Frequency


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the page that shows everything somebody gets.

    `key` names it in a form. `possible` are the frequencies to choose from with their labels.
    `lang` is set where the label is not in the page's language; `url` is a public page or "".
    """

    key: str
    topic: Topic
    topic_label: str
    subject: str
    label: str
    lang: str
    within: str
    url: str
    frequency: Frequency
    possible: tuple[tuple[str, str], ...]
    why: str

    @property
    def is_chosen(self) -> bool:
        """Return whether it was chosen by itself, and so can be taken off the list."""
        return self.topic in CHOSEN


def effective(recipient_ids: Collection[UUID], at: datetime) -> dict[UUID, tuple[Wanted, ...]]:
    """Return what each of these readers gets at `at`: confirmed choices, and the topics of the
    mandates that are active then at the frequency chosen or by default.

    Three queries for any number. Whether a reader stopped everything is not asked here.
    """
    offices = _mandates(recipient_ids, at)
    found: dict[UUID, tuple[Wanted, ...]] = {}
    chosen = _confirmed(recipient_ids)
    for recipient_id in recipient_ids:
        rows = chosen[recipient_id]
        own = {row.topic: Frequency(row.frequency) for row in rows if not row.subject}
        found[recipient_id] = (
            *(
                Wanted(topic, "", own.get(topic, TERMS[topic].default))
                for topic in topics_of(offices[recipient_id])
            ),
            *(
                Wanted(Topic(row.topic), row.subject, Frequency(row.frequency))
                for row in rows
                if row.subject
            ),
        )
    return found


def topics_of(mandates: Iterable[Mandate]) -> tuple[Topic, ...]:
    """Return the topics that these mandates bring, each once, in their order.

    Everybody hears of rounds and of where things stand; work and rooms belong to the groups,
    work and the course of the review to the review secretariat.
    """
    brought: set[Topic] = set()
    for mandate in mandates:
        brought |= {Topic.DEADLINES, Topic.STATUS}
        if mandate.group:
            brought |= {Topic.WORK, Topic.ROOMS}
        elif mandate.capacity == Capacity.SECRETARIAT:
            brought |= {Topic.WORK, Topic.PROCESS}
    return tuple(topic for topic in BY_MANDATE if topic in brought)


def everything_one_gets(recipient: Recipient, at: datetime) -> list[Choice]:
    """Return what `recipient` gets and why, in the language that is active; what comes with a
    mandate first. A constant number of queries.
    """
    language = translation.get_language() or DEFAULT_LANGUAGE
    offices = _mandates([recipient.pk], at)[recipient.pk]
    rows = _confirmed([recipient.pk])[recipient.pk]
    own = {row.topic: Frequency(row.frequency) for row in rows if not row.subject}
    brought = [
        _brought(topic, own.get(topic, TERMS[topic].default), offices, language)
        for topic in topics_of(offices)
    ]
    return [*brought, *_chosen([row for row in rows if row.subject], recipient, language)]


def _brought(
    topic: Topic, frequency: Frequency, offices: Sequence[Mandate], language: str
) -> Choice:
    entitling = [each for each in offices if topic in topics_of([each])]
    names = labels(Capacity, language)
    said = dict.fromkeys(names[each.capacity] for each in entitling)
    why = _("It comes with your mandate: %(mandates)s.") % {"mandates": ", ".join(said)}
    return Choice(
        key=topic.value,
        topic=topic,
        topic_label=labels(Topic, language)[topic],
        subject="",
        label=labels(Topic, language)[topic],
        lang="",
        within="",
        url="",
        frequency=frequency,
        possible=possible_of(topic, language),
        why=why,
    )


def _chosen(rows: Sequence[Subscription], recipient: Recipient, language: str) -> list[Choice]:
    names = named([(Topic(row.topic), row.subject) for row in rows], language)
    return [_own(row, recipient, language, *names[row.topic, row.subject]) for row in rows]


def _own(
    row: Subscription, recipient: Recipient, language: str, label: str, lang: str, within: str
) -> Choice:
    topic = Topic(row.topic)
    day = when_day((row.confirmed_at or row.begun_at).date(), language)["text"]
    chose = (
        _("You chose it on %(day)s.") if recipient.user_id else _("You confirmed it on %(day)s.")
    )
    return Choice(
        key=str(row.pk),
        topic=topic,
        topic_label=labels(Topic, language)[topic],
        subject=row.subject,
        label=label,
        lang=lang,
        within=within,
        url=path_of(topic, row.subject, language),
        frequency=Frequency(row.frequency),
        possible=possible_of(topic, language),
        why=chose % {"day": day},
    )


def possible_of(topic: Topic, language: str) -> tuple[tuple[str, str], ...]:
    """Return how often `topic` may come, as a form offers it."""
    names = labels(Frequency, language)
    return tuple((each.value, names[each]) for each in TERMS[topic].possible)


def _mandates(recipient_ids: Collection[UUID], at: datetime) -> dict[UUID, list[Mandate]]:
    found: dict[UUID, list[Mandate]] = defaultdict(list)
    readers = dict(
        Recipient.objects.filter(pk__in=recipient_ids, user__isnull=False).values_list(
            "user_id", "pk"
        )
    )
    if readers:
        for mandate in Mandate.objects.active_at(at).filter(user_id__in=readers).order_by("pk"):
            found[readers[mandate.user_id]].append(mandate)
    return found


def _confirmed(recipient_ids: Collection[UUID]) -> dict[UUID, list[Subscription]]:
    found: dict[UUID, list[Subscription]] = defaultdict(list)
    rows = Subscription.objects.filter(
        recipient_id__in=recipient_ids, confirmed_at__isnull=False
    ).order_by("topic", "subject")
    for row in rows:
        found[row.recipient_id].append(row)
    return found
