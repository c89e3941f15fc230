"""Mails about one's own work. They say what kind of act waits, and until when, and nothing of what
it is about: mail is read by assistants and servers too. The desk shows the rest.

Each asks under every mandate that the reader holds now; one for which it waits is enough.
"""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from core.languages import Texts
from core.public_paths import absolute
from core.words import said
from frameworks.models import Framework
from notifications.enums import DropReason
from notifications.models import Delivery
from notifications.selectors.audience import mandates_of
from reviews.payloads import instant_text
from reviews.selectors.own_work import (
    Duty,
    duty_past_close,
    duty_past_cutoff,
    duty_to_clear,
    duty_to_reconfirm,
    duty_to_reply,
)

from .deadlines import closes_text, deadline_of, in_own_zone
from .letter import Letter, Line, Silence
from .rounds import Told, told_of

_SILENT = {
    Duty.NOT_ENTITLED: Silence(DropReason.NOT_ENTITLED),
    Duty.DONE: Silence(DropReason.DONE),
}


def to_clear(delivery: Delivery, at: datetime) -> Letter | Silence:
    """Compose a reminder of comments to endorse or submit before the close its window names."""
    told = told_of(delivery.recipient, delivery.subject, at)
    if told is None:
        return _SILENT[Duty.NOT_ENTITLED]
    if delivery.window.partition(":")[2] != instant_text(told.facts.closes_at):
        return Silence(DropReason.SUPERSEDED)
    duty = _highest(duty_to_clear(each, told.facts, at) for each in told.mandates)
    return _SILENT.get(duty) or to_clear_letter(told)


def to_reply(delivery: Delivery, at: datetime) -> Letter | Silence:
    """Compose a reminder of released answers to reply to."""
    told = told_of(delivery.recipient, delivery.subject, at)
    if told is None:
        return _SILENT[Duty.NOT_ENTITLED]
    duty = _highest(duty_to_reply(each, told.facts, at) for each in told.mandates)
    return _SILENT.get(duty) or to_reply_letter(told)


def to_reconfirm(delivery: Delivery, at: datetime) -> Letter | Silence:
    """Compose a reminder of positions to confirm again in the framework that it is about."""
    recipient, framework = delivery.recipient, delivery.subject
    mandates = mandates_of(recipient, framework, at, to_rooms=True)
    duty = _highest(duty_to_reconfirm(each, framework, at) for each in mandates)
    title = Framework.objects.get(slug=framework).title
    return _SILENT.get(duty) or to_reconfirm_letter(title, framework, recipient.language)


def overdue(delivery: Delivery, at: datetime) -> Letter | Silence:
    """Compose what a circle's coordinator is told: that its own cut-off, which the window names,
    or the close of the round has passed.
    """
    told = told_of(delivery.recipient, delivery.subject, at)
    if told is None:
        return _SILENT[Duty.NOT_ENTITLED]
    occasion, _separator, cutoff = delivery.window.partition(":")
    duty = _highest(
        duty_past_cutoff(each, told.facts, datetime.fromisoformat(cutoff), at)
        if cutoff
        else duty_past_close(each, told.facts, at)
        for each in told.mandates
    )
    return _SILENT.get(duty) or overdue_letter(told, is_over=not cutoff)


def to_clear_letter(told: Told) -> Letter:
    """Return what is said of comments that wait, with the deadline and its date."""
    sentences = [
        _("Something waits to be endorsed or handed over in the name of your circle."),
        *_deadline(told),
        _("These reminders stop once it is done."),
    ]
    return _waits(told, sentences, has_deadline=True)


def to_reply_letter(told: Told) -> Letter:
    """Return what is said of answers that wait; a reply has no deadline."""
    sentences = [
        _("An answer of the review secretariat waits for a reply in the name of your circle."),
        _("These reminders stop once it has one, or after the fourth."),
    ]
    return _waits(told, sentences)


def to_reconfirm_letter(title: Texts, framework: str, language: str) -> Letter:
    """Return a reminder about the framework with this slug and title."""
    return Letter(
        subject=_("Something waits for you in the review"),
        preheader=_shown_at_desk(),
        opening=(
            _("A position of your circle waits to be confirmed again."),
            _("These reminders stop once it is, or after the fourth."),
        ),
        why=_why(title, language),
        action=_desk(),
        thread=framework,
    )


def overdue_letter(told: Told, *, is_over: bool) -> Letter:
    """Return what the coordinator reads; `is_over`: the round has closed."""
    when = {"round": told.name, "when": closes_text(told.facts, told.language)}
    deadline = [_("%(round)s closed on %(when)s.") % when] if is_over else _deadline(told)
    framework = said(told.facts.framework_title, told.language)["text"]
    return Letter(
        subject=_("Something in your circle is overdue in %(round)s") % {"round": told.name},
        preheader=_shown_at_desk(),
        opening=(
            _("Something in your circle is overdue. Nobody outside your circle is told of it."),
            *deadline,
        ),
        why=_("You get this mail because you coordinate your circle in the review of “%(title)s”.")
        % {"title": framework},
        action=_desk(),
        events=() if is_over else deadline_of(told.facts, told.language),
        thread=told.facts.key,
    )


def _highest(duties: Iterable[Duty]) -> Duty:
    return max(duties, default=Duty.NOT_ENTITLED)


def _waits(told: Told, sentences: Iterable[str], *, has_deadline: bool = False) -> Letter:
    return Letter(
        subject=_("Something waits for you in %(round)s") % {"round": told.name},
        preheader=_shown_at_desk(),
        opening=tuple(sentences),
        why=_why(told.facts.framework_title, told.language),
        action=_desk(),
        events=deadline_of(told.facts, told.language) if has_deadline else (),
        thread=told.facts.key,
    )


def _deadline(told: Told) -> list[str]:
    when = {"round": told.name, "when": closes_text(told.facts, told.language)}
    own = in_own_zone(told.facts.closes_at, told.facts, told.zone, told.language)
    return [_("%(round)s closes on %(when)s.") % when, *own]


def _why(title: Texts, language: str) -> str:
    return _(
        "You get this mail because you may act for your circle in the review of “%(title)s”."
    ) % {"title": said(title, language)["text"]}


def _shown_at_desk() -> str:
    return _("Your desk shows what it is.")


def _desk() -> Line:
    return Line(_("Open your desk"), absolute("/desk/"))
