"""Rounds as the desk shows them: what is open now is judged at the instant of the request."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.labels import labels
from core.when import When, when_instant, when_zoned
from core.words import Said, language_names, said
from desk.forms.rounds import PUBLICATION_WORDS
from reviews.enums import Publication, RoundState, WindowKind
from reviews.lifecycle import CommentStage
from reviews.models import Round, Submission
from reviews.selectors.manifests import ManifestFacts
from reviews.selectors.progress import ActorProgress, CircleFacts, Counts, RoomProgress
from reviews.selectors.released_positions import ActorFacts
from reviews.selectors.rounds import ItemFacts, RoundFacts
from stakeholders.enums import Group

from . import links
from .names import circle_name


def round_title(number: int) -> str:
    return _("Review round %(number)d") % {"number": number}


def is_open(facts: RoundFacts, at: datetime) -> bool:
    """Return whether something may be submitted at `at`, by the one rule that services ask."""
    window = Round(opens_at=facts.opens_at, closes_at=facts.closes_at)
    return facts.state != RoundState.CLOSED and window.is_open_at(at)


def is_over(facts: RoundFacts, at: datetime) -> bool:
    return facts.state == RoundState.CLOSED or facts.closes_at <= at


def round_line(facts: RoundFacts, at: datetime, language: str) -> dict[str, Any]:
    """Return a round for a list; `when` is the instant that `about` speaks of."""
    about, when = _next_instant(facts, at, language)
    count = len(facts.items)
    return {
        "title": round_title(facts.number),
        "url": links.round_path(facts.id),
        "framework": said(facts.framework_title, language),
        "purpose": said(facts.purpose, language),
        "about": about,
        "when": when,
        "is_open": is_open(facts, at),
        "state_label": labels(RoundState, language)[_state(facts, at)],
        "count": ngettext("%(count)d provision", "%(count)d provisions", count) % {"count": count},
    }


def _state(facts: RoundFacts, at: datetime) -> str:
    """Return what the window says at `at`: the act that follows from it may be minutes behind."""
    if is_over(facts, at):
        return RoundState.CLOSED
    return RoundState.OPEN if is_open(facts, at) else RoundState.ANNOUNCED


def _next_instant(facts: RoundFacts, at: datetime, language: str) -> tuple[str, When]:
    zone = facts.time_zone
    if is_over(facts, at):
        return _("Closed"), when_zoned(facts.closes_at, zone, language)
    if is_open(facts, at):
        return _("Closes"), when_zoned(facts.closes_at, zone, language)
    return _("Opens"), when_zoned(facts.opens_at, zone, language)


def round_facts_list(facts: RoundFacts, language: str) -> list[dict[str, Any]]:
    """Return what everybody knows of a round, for `components/facts.html`."""
    zone = facts.time_zone
    public = links.public_round_path(facts.framework, facts.number, language)
    return [
        {"label": _("Opens"), "when": when_zoned(facts.opens_at, zone, language)},
        {"label": _("Closes"), "when": when_zoned(facts.closes_at, zone, language)},
        {"label": _("Languages"), "value": language_names(facts.languages, language)},
        {
            "label": _("Comments become public"),
            "value": PUBLICATION_WORDS[Publication(facts.publication)],
        },
        {"label": _("Announced"), "when": when_instant(facts.announced_at, language)},
        {"label": _("As everybody sees it"), "links": [{"label": facts.key, "url": public}]},
    ]


def item_lines(facts: RoundFacts, ours: Mapping[UUID, int], language: str) -> list[dict[str, Any]]:
    """Return the provisions under review; `ours` counts the comments in the reader's rooms by
    item, and is empty where the reader is in none.
    """
    return [_item(facts, item, ours, language) for item in facts.items]


def _item(
    facts: RoundFacts, item: ItemFacts, ours: Mapping[UUID, int], language: str
) -> dict[str, Any]:
    count = ours.get(item.id, 0)
    return {
        "number": item.number,
        "title": said(item.title, language),
        "url": links.reading_path(item.key, facts.key),
        "version": item.version,
        "version_url": links.public_version_path(item.key, item.version, language),
        "questions": [said(question.text, language) for question in item.questions],
        "count": count,
        "ours": ngettext(
            "%(count)d comment in your rooms", "%(count)d comments in your rooms", count
        )
        % {"count": count},
    }


def window_events(facts: RoundFacts, language: str) -> list[dict[str, Any]]:
    """Return every setting of the window, newest first, for `components/timeline.html`."""
    names, zone = labels(WindowKind, language), facts.time_zone
    return [
        {
            "when": when_instant(window.at, language),
            "what": names[window.kind],
            "note": _("%(opens)s to %(closes)s")
            % {
                "opens": when_zoned(window.opens_at, zone, language)["text"],
                "closes": when_zoned(window.closes_at, zone, language)["text"],
            },
            "reason": window.reason,
        }
        for window in reversed(facts.windows)
    ]


def actor_name(facts: CircleFacts | ActorFacts, language: str) -> Said:
    """Return what a circle is called in a list: its organization's name, or its group's."""
    if facts.name:
        return said(facts.name, language)
    return Said(text=labels(Group, language)[facts.group], lang="")


def stage_counts(stages: Counts, language: str) -> list[dict[str, Any]]:
    """Return the stages that hold any comment, in their order."""
    names = labels(CommentStage, language)
    return [
        {"stage": code, "label": names[code], "count": stages[code]}
        for code in CommentStage.values
        if stages.get(code)
    ]


def actor_lines(progress: Iterable[ActorProgress], language: str) -> list[dict[str, Any]]:
    return [
        {"name": actor_name(each.actor, language), "stages": stage_counts(each.stages, language)}
        for each in progress
    ]


def room_lines(
    facts: RoundFacts, rooms: Iterable[RoomProgress], own: UUID | None, language: str
) -> list[dict[str, Any]]:
    """Return the reader's rooms; `own` is the circle whose cut-off the reader may set."""
    return [
        {
            "name": actor_name(each.room, language),
            "url": links.room_path(each.room.id),
            "stages": stage_counts(each.stages, language),
            "cutoff": each.cutoff_at and when_zoned(each.cutoff_at, facts.time_zone, language),
            "cutoff_url": links.cutoff_path(facts.id, each.room.id) if each.room.id == own else "",
        }
        for each in rooms
    ]


def receipt_lines(
    submissions: Iterable[Submission], facts: RoundFacts, language: str
) -> list[dict[str, Any]]:
    """Return receipts, loaded with whom they speak for and `count`, the number of comments."""
    return [
        {
            "number": each.number,
            "url": links.receipt_path(each.pk),
            "name": circle_name(each.speaks_for, language),
            "when": when_zoned(each.at, facts.time_zone, language),
            "is_late": each.is_late,
            "count": each.count,  # type: ignore[attr-defined]  # annotated
        }
        for each in submissions
    ]


def manifest_lines(parts: Iterable[ManifestFacts], language: str) -> list[dict[str, Any]]:
    """Return what stood at the close for each of the reader's rooms."""
    return [
        {
            "name": actor_name(part.circle, language),
            "entitled": len(part.entitled),
            "submitted": len(part.submitted),
            "digest": part.digest,
            "salt": part.salt,
            "payload": part.payload.decode(),
            "matches": part.matches,
        }
        for part in parts
    ]
