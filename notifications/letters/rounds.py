"""Mails about a round and its deadline. What they say is public; whether a reader still gets
them is asked when they are written.

Of a circle's own earlier cut-off they say only that there may be one: it is nobody else's to know.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from core.public_paths import absolute, framework_path, round_path
from core.when import when_zoned
from core.words import said
from notifications.enums import DropReason
from notifications.models import Delivery, Recipient
from notifications.selectors.audience import mandates_of
from reviews.enums import Publication, RoundState, WindowKind
from reviews.payloads import instant_text
from reviews.selectors.finished import has_handed_over_all
from reviews.selectors.rounds import RoundFacts, WindowFacts, round_facts
from stakeholders.models import Mandate

from .deadlines import closes_soon, closes_text, deadline_of, in_own_zone, round_name
from .letter import Letter, Line, Part, Silence


@dataclass(frozen=True, slots=True)
class Told:
    """A round and who is told of it: their language, IANA zone, and the mandates that reach it."""

    facts: RoundFacts
    language: str
    zone: str
    mandates: tuple[Mandate, ...]

    @property
    def name(self) -> str:
        return round_name(self.facts.number)

    @property
    def speaks(self) -> bool:
        """Return whether the reader takes part from a room."""
        return any(mandate.group for mandate in self.mandates)


def told_of(recipient: Recipient, key: str, at: datetime) -> Told | None:
    """Return the round with this public key for a reader; None where no mandate of theirs reaches
    it at `at`. Six queries. Raises Missing for a round that is not there.
    """
    facts = round_facts(key)
    mandates = mandates_of(recipient, facts.framework, at)
    if not mandates:
        return None
    return Told(facts, recipient.language, recipient.time_zone, tuple(mandates))


def round_opened(delivery: Delivery, at: datetime) -> Letter | Silence:
    """Compose the notice that a round has opened, while it is open."""
    told = told_of(delivery.recipient, delivery.subject, at)
    if told is None:
        return Silence(DropReason.NOT_ENTITLED)
    if not told.facts.opens_at <= at < told.facts.closes_at:
        return Silence(DropReason.SUPERSEDED)
    return opened_letter(told)


def due(delivery: Delivery, at: datetime) -> Letter | Silence:
    """Compose a reminder of the deadline that its window names."""
    told = told_of(delivery.recipient, delivery.subject, at)
    if told is None or not told.speaks:
        return Silence(DropReason.NOT_ENTITLED)
    facts = told.facts
    if delivery.window != instant_text(facts.closes_at):
        return Silence(DropReason.SUPERSEDED)
    if at >= facts.closes_at:
        return Silence(DropReason.NOTHING_TO_SAY)
    speaking = [mandate for mandate in told.mandates if mandate.group]
    if all(has_handed_over_all(facts.id, mandate, at) for mandate in speaking):
        return Silence(DropReason.DONE)
    return due_letter(told, at)


def round_closed(delivery: Delivery, at: datetime) -> Letter | Silence:
    """Compose the notice that a round has closed, once the act of closing was entered."""
    told = told_of(delivery.recipient, delivery.subject, at)
    if told is None:
        return Silence(DropReason.NOT_ENTITLED)
    if told.facts.state != RoundState.CLOSED:
        return Silence(DropReason.NOTHING_TO_SAY)
    return closed_letter(told)


def deadline_moved(delivery: Delivery, at: datetime) -> Letter | Silence:
    """Compose the notice of the setting of the window whose number its window names."""
    told = told_of(delivery.recipient, delivery.subject, at)
    if told is None:
        return Silence(DropReason.NOT_ENTITLED)
    latest = told.facts.windows[-1]
    if delivery.window != str(latest.number):
        return Silence(DropReason.SUPERSEDED)
    if latest.kind == WindowKind.SET:
        return Silence(DropReason.NOTHING_TO_SAY)
    return moved_letter(told)


def opened_letter(told: Told) -> Letter:
    """Return until when a round takes what the groups have to say."""
    when = closes_text(told.facts, told.language)
    sentences = [
        _("%(round)s has opened. What the groups have to say can be handed over until %(when)s.")
        % {"round": told.name, "when": when},
        *_own_clock(told),
        *_own_cutoff(told),
    ]
    subject = _("%(round)s is open until %(when)s") % {"round": told.name, "when": when}
    return _letter(told, subject, sentences)


def due_letter(told: Told, at: datetime) -> Letter:
    """Return a reminder; in how many days the round closes is counted from `at`."""
    when = closes_text(told.facts, told.language)
    sentences = [
        _("%(round)s closes on %(when)s.") % {"round": told.name, "when": when},
        *_own_clock(told),
        *_own_cutoff(told),
        _(
            "These reminders stop once your circle has handed over a comment on every provision"
            " of the round."
        ),
    ]
    return _letter(told, closes_soon(told.facts, at, told.zone), sentences, preheader=when)


def closed_letter(told: Told) -> Letter:
    """Return when a round closed, and what becomes public of it."""
    when = closes_text(told.facts, told.language)
    sentences = [
        _("%(round)s closed on %(when)s.") % {"round": told.name, "when": when},
        *_what_becomes_public(told.facts),
    ]
    return _letter(told, _("%(round)s has closed") % {"round": told.name}, sentences)


def moved_letter(told: Told) -> Letter:
    """Return what the latest setting of a window changed, and why."""
    old, new = told.facts.windows[-2:]
    before = when_zoned(old.closes_at, told.facts.time_zone, told.language)["text"]
    after = closes_text(told.facts, told.language)
    said_ = {"round": told.name, "before": before, "after": after}
    if new.kind == WindowKind.CLOSED_EARLY:
        subject = _("%(round)s was closed early") % said_
        sentences = [
            _("%(round)s was closed early, on %(after)s.") % said_,
            _("It was to close on %(before)s.") % said_,
            *_what_becomes_public(told.facts),
        ]
    else:
        subject = _("%(round)s now closes on %(after)s") % said_
        sentences = [
            _("The deadline of %(round)s was moved: it closes later, on %(after)s.") % said_,
            *_own_clock(told),
            _("Until now it was to close on %(before)s.") % said_,
            *_own_cutoff(told),
        ]
    return _letter(told, subject, sentences, parts=[_why_moved(new)])


def _letter(
    told: Told,
    subject: str,
    sentences: Iterable[str],
    *,
    preheader: str = "",
    parts: Iterable[Part] = (),
) -> Letter:
    framework = said(told.facts.framework_title, told.language)
    return Letter(
        subject=subject,
        preheader=preheader or framework["text"],
        opening=tuple(sentences),
        why=_("You get this mail because a mandate of yours covers the review of “%(framework)s”.")
        % {"framework": framework["text"]},
        parts=(*parts, _about(told)),
        action=_way_on(told),
        events=deadline_of(told.facts, told.language),
        thread=told.facts.key,
    )


def _about(told: Told) -> Part:
    framework = said(told.facts.framework_title, told.language)
    purpose = said(told.facts.purpose, told.language)
    url = absolute(framework_path(told.facts.framework, told.language))
    return Part(
        _("What this round is about"),
        (
            Line(framework["text"], url, framework["lang"]),
            *(Line(each, lang=purpose["lang"]) for each in _paragraphs(purpose["text"])),
        ),
    )


def _way_on(told: Told) -> Line:
    if told.speaks:
        return Line(_("Open the round at your desk"), absolute(f"/desk/rounds/{told.facts.id}/"))
    return Line(_("Read about the round"), absolute(round_path(told.facts.key, told.language)))


def _own_clock(told: Told) -> tuple[str, ...]:
    return in_own_zone(told.facts.closes_at, told.facts, told.zone, told.language)


def _own_cutoff(told: Told) -> tuple[str, ...]:
    if not told.speaks:
        return ()
    return (_("Your circle may have set itself an earlier cut-off: your desk shows it."),)


def _why_moved(window: WindowFacts) -> Part:
    """Return the reason, which is public, in the language it was given in."""
    return Part(_("Why"), tuple(Line(each) for each in _paragraphs(window.reason)))


def _paragraphs(text: str) -> list[str]:
    return [each.strip() for each in text.split("\n") if each.strip()]


def _what_becomes_public(facts: RoundFacts) -> tuple[str, ...]:
    """Say of a closed round what is public of it, and what will be."""
    match Publication(facts.publication):
        case Publication.AT_CLOSE:
            comments = _(
                "The comments that were handed over are public now, in the name of the actors. The"
                " review secretariat’s answers become public later, all together."
            )
        case Publication.WITH_ANSWERS:
            comments = _(
                "The comments that were handed over become public together with the review"
                " secretariat’s answers, in the name of the actors."
            )
        case Publication.NEVER:
            comments = _(
                "The comments that were handed over are not published. Each circle reads the review"
                " secretariat’s answers to its own."
            )
    return comments, _("Positions taken in the round are public since it closed.")
