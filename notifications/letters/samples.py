"""What a mail of each kind looks like, with what is really there: the latest round, the newest
changes. A sample asks whether the reader may know, as every mail does, and leaves out only whether
there is still something to do.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils import translation
from django.utils.translation import gettext as _

from core.errors import Conflict, NotAllowed
from frameworks.models import Framework
from notifications.enums import DropReason, Frequency, Kind, Topic
from notifications.models import Delivery, Recipient, Subscription
from notifications.planning.occasions import REMINDERS
from notifications.selectors.changes import EVERYTHING, Followed, changes_between
from notifications.selectors.reader import Told as ToldBefore
from notifications.selectors.reader import mandates_of, reader_of
from notifications.selectors.rooms import readers_of_rooms
from record.models import PUBLIC
from record.stretches import heads_of, number_at
from reviews.enums import RoundState
from reviews.models import Round
from reviews.querysets import RoundQuerySet
from reviews.selectors.own_work import (
    Duty,
    duty_past_close,
    duty_to_clear,
    duty_to_reconfirm,
    duty_to_reply,
)
from reviews.selectors.rounds import RoundFacts
from stakeholders.models import Circle, Mandate
from stakeholders.permissions import admits_at

from .addresses import address_fails_letter
from .confirmation import confirmation_letter
from .digest import digest_since
from .letter import Letter, Silence
from .news import news_letter
from .process import process_digest
from .rooms import room_news_letter
from .rounds import Told, closed_letter, due_letter, moved_letter, opened_letter, told_of
from .work import overdue_letter, to_clear_letter, to_reconfirm_letter, to_reply_letter

Sampler = Callable[[Delivery, datetime], Letter]

_SHOWN = timedelta(days=30)  # so far back a sample of news looks
_MOST_NEWS = 3


def sample_letter(delivery: Delivery, at: datetime) -> Letter:
    """Return a sample of the kind of `delivery`, which is on no table, in its reader's language.

    Raises NotAllowed where the reader never gets this kind, Conflict where there is nothing to
    show.
    """
    with translation.override(delivery.recipient.language):
        letter = _SAMPLERS[Kind(delivery.kind)](delivery, at)
        return replace(
            letter,
            subject=_("Example of a mail: %(subject)s") % {"subject": letter.subject},
            opening=(
                _("This is an example, sent because somebody asked for it. Nothing has happened."),
                *letter.opening,
            ),
            thread="",  # it is no part of the conversation that it shows
        )


def _opened(delivery: Delivery, at: datetime) -> Letter:
    return opened_letter(_told(delivery.recipient, Round.objects.all(), at))


def _due(delivery: Delivery, at: datetime) -> Letter:
    told = _told(delivery.recipient, Round.objects.all(), at)
    if not told.speaks:
        raise _not_theirs()
    days = timedelta(days=REMINDERS[Kind(delivery.kind)])
    return due_letter(told, told.facts.closes_at - days)


def _closed(delivery: Delivery, at: datetime) -> Letter:
    rounds = Round.objects.filter(state=RoundState.CLOSED)
    return closed_letter(_told(delivery.recipient, rounds, at))


def _moved(delivery: Delivery, at: datetime) -> Letter:
    several = Round.objects.annotate(settings=Count("windows")).filter(settings__gt=1)
    return moved_letter(_told(delivery.recipient, several, at))


def _to_clear(delivery: Delivery, at: datetime) -> Letter:
    return to_clear_letter(_on_duty(delivery, duty_to_clear, at))


def _to_reply(delivery: Delivery, at: datetime) -> Letter:
    return to_reply_letter(_on_duty(delivery, duty_to_reply, at))


def _overdue(delivery: Delivery, at: datetime) -> Letter:
    told = _on_duty(delivery, duty_past_close, at)
    return overdue_letter(told, is_over=told.facts.closes_at <= at)


def _to_reconfirm(delivery: Delivery, at: datetime) -> Letter:
    recipient = delivery.recipient
    facts = _told(recipient, Round.objects.all(), at).facts
    held = mandates_of(recipient, at)
    _check_on_duty(duty_to_reconfirm(each, facts.framework, at) for each in held)
    return to_reconfirm_letter(facts.framework_title, facts.framework, recipient.language)


def _address_fails(delivery: Delivery, at: datetime) -> Letter:
    for mandate in mandates_of(delivery.recipient, at):
        home = Circle.objects.home_of(mandate).get()
        if admits_at(mandate, home):
            return address_fails_letter(home.pk)
    raise _not_theirs()


def _room_news(delivery: Delivery, at: datetime) -> Letter:
    told = _told(delivery.recipient, Round.objects.all(), at)
    if not readers_of_rooms(mandates_of(delivery.recipient, at), at):
        raise _not_theirs()
    delivery.subject = told.facts.key
    return room_news_letter(delivery)


def _process(delivery: Delivery, at: datetime) -> Letter:
    return _spoken(process_digest(delivery, at))


def _news(delivery: Delivery, at: datetime) -> Letter:
    language, head = delivery.recipient.language, heads_of([PUBLIC])[PUBLIC]
    wanted = Followed(Topic.FRAMEWORK, EVERYTHING, at - _SHOWN)
    changes = changes_between(number_at(PUBLIC, wanted.since), head)
    changed = changes.followed([wanted], language)
    if not changed:
        raise _nothing_to_show()
    shown = list(changed)[:_MOST_NEWS]
    return news_letter({key: changed[key] for key in shown}, language, head)


def _digest(delivery: Delivery, at: datetime) -> Letter:
    often = Frequency.DAILY if delivery.kind == Kind.DAILY_DIGEST else Frequency.WEEKLY
    since = at - _SHOWN
    told = ToldBefore(number_at(PUBLIC, since), {}, since, since)
    reader = reader_of(delivery.recipient, often, at)
    followed = [each._replace(since=since) for each in reader.followed]
    everything = Followed(Topic.FRAMEWORK, EVERYTHING, since)
    shown = replace(reader, followed=tuple(followed) or (everything,))
    letter = digest_since(told, shown, delivery, at)
    if not letter.parts:
        raise _nothing_to_show()
    return replace(letter, marks={})


def _confirmation(delivery: Delivery, at: datetime) -> Letter:
    framework = Framework.objects.order_by("-created_at", "slug").first()
    if framework is None:
        raise _nothing_to_show()
    asked = Subscription(
        recipient=delivery.recipient,
        topic=Topic.FRAMEWORK,
        subject=framework.slug,
        frequency=Frequency.WEEKLY,
        begun_at=at,
    )
    return confirmation_letter(asked, delivery.recipient.language)


_SAMPLERS: dict[Kind, Sampler] = {
    Kind.CONFIRMATION: _confirmation,
    Kind.ROUND_OPENED: _opened,
    **dict.fromkeys(REMINDERS, _due),
    Kind.ROUND_CLOSED: _closed,
    Kind.DEADLINE_MOVED: _moved,
    Kind.TO_CLEAR: _to_clear,
    Kind.TO_REPLY: _to_reply,
    Kind.TO_RECONFIRM: _to_reconfirm,
    Kind.OVERDUE: _overdue,
    Kind.ROOM_NEWS: _room_news,
    Kind.NEWS: _news,
    Kind.DAILY_DIGEST: _digest,
    Kind.WEEKLY_DIGEST: _digest,
    Kind.PROCESS_DIGEST: _process,
    Kind.ADDRESS_FAILS: _address_fails,
}


def _told(recipient: Recipient, rounds: RoundQuerySet, at: datetime) -> Told:
    """Return the latest of `rounds` that a mandate of the reader reaches. Raises NotAllowed,
    Conflict.
    """
    mandates = mandates_of(recipient, at)
    if not mandates:
        raise _not_theirs()
    scopes = {each.framework_key for each in mandates}
    if "" not in scopes:
        rounds = rounds.filter(framework__slug__in=scopes)
    latest = rounds.order_by("-opens_at", "-number").first()
    told = told_of(recipient, latest.key, at) if latest else None
    if told is None:
        raise _nothing_to_show()
    return told


def _on_duty(
    delivery: Delivery, duty: Callable[[Mandate, RoundFacts, datetime], Duty], at: datetime
) -> Told:
    told = _told(delivery.recipient, Round.objects.all(), at)
    _check_on_duty(duty(each, told.facts, at) for each in told.mandates)
    return told


def _check_on_duty(duties: Iterable[Duty]) -> None:
    if max(duties, default=Duty.NOT_ENTITLED) is Duty.NOT_ENTITLED:
        raise _not_theirs()


def _spoken(said: Letter | Silence) -> Letter:
    if isinstance(said, Letter):
        return said
    raise _not_theirs() if said.reason == DropReason.NOT_ENTITLED else _nothing_to_show()


def _not_theirs() -> NotAllowed:
    return NotAllowed(
        _("Mails of this kind go to people with another mandate than this reader has."),
        code="kind_not_theirs",
    )


def _nothing_to_show() -> Conflict:
    return Conflict(
        _("There is nothing yet that a mail of this kind could show."), code="nothing_to_show"
    )
