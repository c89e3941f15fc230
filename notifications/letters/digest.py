"""The daily and the weekly digest: what is due, what changed, where there is news in a room, and
where things stand.

Everything but the news in rooms is public. Of those, and of what waits for the reader, it says no
more than that there is some. Nothing to say, no mail.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.labels import labels
from core.languages import localized
from core.public_paths import absolute, framework_path, round_path
from core.when import when_day, when_zoned
from core.words import said
from frameworks.enums import OfficialStatus
from frameworks.keys import KeyKind, read_key
from notifications.enums import DropReason, Frequency, Kind, Topic
from notifications.models import Delivery
from notifications.selectors.changes import EVERYTHING, Happened, changes_between
from notifications.selectors.reader import Reader, Told, reader_of, told_before
from notifications.selectors.rooms import RoomNews, news_in_rooms
from notifications.selectors.standing import (
    ComingRound,
    StageStanding,
    Standing,
    coming_rounds,
    framework_slugs,
    standing_of,
)
from notifications.selectors.waits import something_waits
from provisions.lifecycle import Stage
from record.models import PUBLIC
from record.stretches import heads_of
from record.verify import Head

from .letter import Letter, Line, Part, Silence
from .rooms import room_lines
from .told import changed_lines, deadline_in_words, round_in_words

_FREQUENCY = {Kind.DAILY_DIGEST: Frequency.DAILY, Kind.WEEKLY_DIGEST: Frequency.WEEKLY}
# A deadline nearer than this is worth a digest of its own: the next one may come too late.
_NEAR = {Frequency.DAILY: timedelta(days=2), Frequency.WEEKLY: timedelta(days=8)}


@dataclass(frozen=True, slots=True)
class _Digest:
    """What there is to say to one reader. `changed` is by public key."""

    reader: Reader
    frequency: Frequency
    told: Told
    head: Head
    at: datetime
    changed: Mapping[str, Sequence[Happened]]
    coming: Sequence[ComingRound]
    rooms: RoomNews
    standing: Sequence[Standing]

    @property
    def language(self) -> str:
        return self.reader.recipient.language

    @property
    def says_something(self) -> bool:
        return bool(self.changed or self.rooms or any(map(self._is_newly_due, self.coming)))

    def _is_newly_due(self, coming: ComingRound) -> bool:
        near = coming.closes_at - _NEAR[self.frequency]
        instants = (coming.announced_at, coming.opens_at, near)
        return any(self.told.since < instant <= self.at for instant in instants)


def digest(delivery: Delivery, at: datetime) -> Letter | Silence:
    """Return what is to be told since the last digest of this kind that was sent."""
    frequency = _FREQUENCY[Kind(delivery.kind)]
    reader = reader_of(delivery.recipient, frequency, at)
    if not reader.followed and not reader.hears_of_rooms:
        lost = delivery.recipient.user_id is not None and not reader.mandates
        return Silence(DropReason.NOT_ENTITLED if lost else DropReason.NOT_WANTED)
    found = _read(reader, frequency, told_before(delivery), at)
    if not found.says_something:
        return Silence(DropReason.NOTHING_TO_SAY)
    return _letter(found, delivery)


def digest_since(told: Told, reader: Reader, delivery: Delivery, at: datetime) -> Letter:
    """Return the digest for `reader` of what is new since `told`, be it nothing."""
    return _letter(_read(reader, _FREQUENCY[Kind(delivery.kind)], told, at), delivery)


def _read(reader: Reader, frequency: Frequency, told: Told, at: datetime) -> _Digest:
    language = reader.recipient.language
    head = heads_of([PUBLIC])[PUBLIC]  # before the data, so that nothing falls between two digests
    changed = changes_between(told.after, head).followed(reader.followed, language)
    scope = _scope(reader, changed, head)
    return _Digest(
        reader=reader,
        frequency=frequency,
        told=told,
        head=head,
        at=at,
        changed=changed,
        coming=[
            each
            for each in coming_rounds(head)
            if each.framework in scope and each.announced_at <= at < each.closes_at
        ],
        rooms=news_in_rooms(reader.mandates, at, told=told.rooms, since=told.rooms_since)
        if reader.hears_of_rooms
        else RoomNews(),
        standing=standing_of(scope, told.after, head),
    )


def _scope(reader: Reader, changed: Iterable[str], head: Head) -> set[str]:
    """Return the frameworks (slugs) that the reader follows, or something in which changed."""
    known = framework_slugs(head)
    if any(each.topic is Topic.STATUS and each.subject == EVERYTHING for each in reader.followed):
        return set(known)
    of_one = (Topic.STATUS, Topic.FRAMEWORK, Topic.PROVISION, Topic.ROUND)
    keys = [each.subject for each in reader.followed if each.topic in of_one]
    keys += [key for key in changed if read_key(key).kind is not KeyKind.INSTRUMENT]
    return {key.partition(".")[0] for key in keys} & known


def _letter(found: _Digest, delivery: Delivery) -> Letter:
    recipient, language = found.reader.recipient, found.language
    zone = ZoneInfo(recipient.time_zone)
    day = when_day(delivery.due_at.astimezone(zone).date(), language)["text"]
    is_daily = found.frequency is Frequency.DAILY
    subject = _("Daily digest, %(day)s") if is_daily else _("Weekly digest, %(day)s")
    since = when_zoned(found.told.since, recipient.time_zone, language)["text"]
    desk = Line(_("Open the desk"), absolute(reverse("desk_home")))
    changes = Line(_("Read all changes"), absolute(localized("/changes/", language)))
    return Letter(
        subject=subject % {"day": day},
        preheader=_preheader(found),
        opening=(_("What is new since %(since)s.") % {"since": since},),
        why=_why(found),
        parts=tuple(part for part in _parts(found) if part.lines),
        action=desk if found.reader.mandates else changes,
        marks={PUBLIC: found.head.number, **found.rooms.heads},
    )


def _preheader(found: _Digest) -> str:
    told = []
    if found.coming:
        many = len(found.coming)
        told.append(
            ngettext(
                "%(count)d review round runs or is announced",
                "%(count)d review rounds run or are announced",
                many,
            )
            % {"count": many}
        )
    if found.changed:
        many = len(found.changed)
        told.append(
            ngettext("%(count)d thing changed", "%(count)d things changed", many) % {"count": many}
        )
    if found.rooms:
        told.append(_("there is news in your rooms"))
    return "; ".join(told)


def _why(found: _Digest) -> str:
    is_daily = found.frequency is Frequency.DAILY
    if found.reader.topics:
        if is_daily:
            return _("You get it every day because you hold a mandate on this portal.")
        return _("You get it every week because you hold a mandate on this portal.")
    if is_daily:
        return _("You get it because you asked to hear every day of what you follow.")
    return _("You get it because you asked to hear every week of what you follow.")


def _parts(found: _Digest) -> Iterable[Part]:
    language = found.language
    yield Part(_("What is due"), tuple(_due(found)))
    yield Part(_("What changed"), changed_lines(found.changed, language, found.head))
    yield Part(_("In your rooms"), room_lines(found.rooms))
    yield Part(_("Where things stand"), tuple(_stands(each, language) for each in found.standing))


def _due(found: _Digest) -> Iterable[Line]:
    for each in found.coming:
        title = said(each.framework_title, found.language)["text"]
        name, url = round_in_words(each.key, title), round_path(each.key, found.language)
        yield Line(name, absolute(url), "", (_window(each, found),))
    if something_waits(found.reader.mandates, found.at):
        yield Line(_("Something waits for you."), absolute(reverse("desk_home")))


def _window(coming: ComingRound, found: _Digest) -> str:
    zones = (coming.time_zone, found.reader.recipient.time_zone, found.language)
    closes = deadline_in_words(coming.closes_at, *zones)
    if coming.opens_at <= found.at:
        return _("Open until %(closes)s.") % {"closes": closes}
    opens = deadline_in_words(coming.opens_at, *zones)
    return _("Opens on %(opens)s. Closes on %(closes)s.") % {"opens": opens, "closes": closes}


def _stands(standing: Standing, language: str) -> Line:
    title = said(standing.title, language)
    details = [_official(standing, language)]
    if standing.stages:
        stages = ", ".join(_stage(each, language) for each in standing.stages)
        details.append(_("On this portal: %(stages)s.") % {"stages": stages})
    url = absolute(framework_path(standing.framework, language))
    return Line(title["text"], url, title["lang"], tuple(details))


def _official(standing: Standing, language: str) -> str:
    if standing.checked_on is None:
        return _("Official status: not recorded here.")
    return _("Official status: %(status)s (last checked on %(day)s).") % {
        "status": labels(OfficialStatus, language)[standing.official_status],
        "day": when_day(standing.checked_on, language)["text"],
    }


def _stage(standing: StageStanding, language: str) -> str:
    """Return `In review 3 (+1)`."""
    counted = f"{labels(Stage, language)[standing.stage]} {standing.provisions}"
    return f"{counted} ({standing.change:+d})" if standing.change else counted
