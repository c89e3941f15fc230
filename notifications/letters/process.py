"""The weekly digest of the review secretariat: how the review goes, in counts and dates.

Of comments it says how many wait for an answer and since when, never of whom or what they are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.labels import labels
from core.public_paths import absolute
from core.when import when_day
from core.words import said
from notifications.enums import DeliveryState, DropReason, Kind
from notifications.models import Delivery
from notifications.selectors.process import Course, RoundCourse, course_of
from notifications.selectors.reader import mandates_of
from reviews.enums import RoundState
from reviews.querysets import reads_submissions
from stakeholders.models import Mandate

from .letter import Letter, Line, Part, Silence
from .told import deadline_in_words, round_in_words

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Reader:
    """How somebody reads dates: their language (a code), their zone, and what is now."""

    language: str
    zone: str
    at: datetime


def process_digest(delivery: Delivery, at: datetime) -> Letter | Silence:
    """Return how the review went since the last one that was sent, or in the week before `at`."""
    mandate = _office(mandates_of(delivery.recipient, at), at)
    if mandate is None:
        return Silence(DropReason.NOT_ENTITLED)
    course = course_of(mandate, at, since=_last_sent(delivery) or at - _WEEK)
    if not course:
        return Silence(DropReason.NOTHING_TO_SAY)
    reader = _Reader(delivery.recipient.language, delivery.recipient.time_zone, at)
    day = delivery.due_at.astimezone(ZoneInfo(reader.zone)).date()
    return Letter(
        subject=_("The course of the review, week of %(day)s")
        % {"day": when_day(day, reader.language)["text"]},
        preheader=_("Rounds, answers that are waited for, and notices."),
        opening=(_("What the review secretariat has to see to."),),
        why=_("You get it every week because you hold a mandate of the review secretariat."),
        parts=tuple(part for part in _parts(course, reader) if part.lines),
        action=Line(_("Open the desk"), absolute(reverse("desk_secretariat"))),
    )


def _office(mandates: Iterable[Mandate], at: datetime) -> Mandate | None:
    """Return the mandate of the review secretariat, the widest where there are several."""
    held = [each for each in mandates if reads_submissions(each, at)]
    return min(held, key=lambda each: each.framework_key, default=None)


def _last_sent(delivery: Delivery) -> datetime | None:
    rows = Delivery.objects.filter(
        recipient=delivery.recipient_id, kind=Kind.PROCESS_DIGEST, state=DeliveryState.SENT
    )
    return rows.order_by("-ended_at").values_list("ended_at", flat=True).first()


def _parts(course: Course, reader: _Reader) -> Iterable[Part]:
    running = [each for each in course.rounds if each.state != RoundState.CLOSED]
    waiting = [each for each in course.rounds if each.waiting]
    yield Part(_("Review rounds"), tuple(_running(each, reader) for each in running))
    yield Part(
        _("Comments that wait for an answer"), tuple(_waiting(each, reader) for each in waiting)
    )
    yield Part(_("Comments in new versions"), tuple(_placements(course.placements)))
    yield Part(
        _("Notices that did not arrive"), tuple(_undelivered(course, labels(Kind, reader.language)))
    )


def _running(course: RoundCourse, reader: _Reader) -> Line:
    closes = deadline_in_words(course.closes_at, course.time_zone, reader.zone, reader.language)
    if course.closes_at <= reader.at:
        window = _("Its time ended on %(closes)s; the close is not entered yet.")
    elif course.opens_at <= reader.at:
        window = _("Open until %(closes)s.")
    else:
        window = _("Announced; closes on %(closes)s.")
    url = absolute(reverse("desk_secretariat_round", args=[course.id]))
    return Line(_name(course, reader), url, "", (window % {"closes": closes},))


def _waiting(course: RoundCourse, reader: _Reader) -> Line:
    details = [_waiting_in_words(course.waiting)]
    if course.oldest is not None:
        days = (reader.at - course.oldest).days
        first = course.oldest.astimezone(ZoneInfo(reader.zone)).date()
        text = ngettext(
            "The oldest has waited %(count)d day, since %(day)s.",
            "The oldest has waited %(count)d days, since %(day)s.",
            days,
        )
        details.append(text % {"count": days, "day": when_day(first, reader.language)["text"]})
    url = absolute(reverse("desk_answer_queue", args=[course.id]))
    return Line(_name(course, reader), url, "", tuple(details))


def _waiting_in_words(waiting: int) -> str:
    text = ngettext(
        "%(count)d comment waits for an answer.", "%(count)d comments wait for an answer.", waiting
    )
    return text % {"count": waiting}


def _placements(number: int) -> Iterable[Line]:
    if number:
        text = ngettext(
            "%(count)d comment waits for a person to confirm its place.",
            "%(count)d comments wait for a person to confirm their places.",
            number,
        )
        yield Line(text % {"count": number}, absolute(reverse("desk_placements")))


def _undelivered(course: Course, names: Mapping[str, str]) -> Iterable[Line]:
    for (kind, state), number in course.undelivered.items():
        if state == DeliveryState.MISSED:
            text = _("%(notice)s: %(count)d missed")
        else:
            text = _("%(notice)s: %(count)d failed")
        url = absolute(reverse("desk_notices"))
        yield Line(text % {"notice": names[kind], "count": number}, url)


def _name(course: RoundCourse, reader: _Reader) -> str:
    return round_in_words(course.key, said(course.framework_title, reader.language)["text"])
