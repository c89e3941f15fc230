"""A round's window in words, and whether something may still be handed over in it."""

from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.errors import Conflict
from core.languages import DEFAULT_LANGUAGE, LANGUAGES
from core.when import when_zoned

from .enums import RoundState
from .models import Round


def is_closed(round_: Round, at: datetime) -> bool:
    """Return whether the window has ended at `at`, or an act has closed the round already."""
    return round_.state == RoundState.CLOSED or round_.closes_at <= at


def check_takes_submissions(round_: Round, at: datetime) -> None:
    """Raise Conflict unless something that arrived at `at` may be handed over now.

    `round_` is held by the caller, with its framework. Raises `round_not_open` before the window
    and `round_closed` after it; also for what arrived in time but was overtaken by the act of
    closing, whose manifest says what there was.
    """
    if is_closed(round_, at):
        raise Conflict(closed_sentence(round_, at), code="round_closed")
    if not round_.is_open_at(at):
        raise Conflict(not_open_sentence(round_), code="round_not_open")


def closed_sentence(round_: Round, at: datetime) -> str:
    """Return, in the language in force, when the round closed: in its framework's zone, named,
    and in UTC. `at` is when it was asked; a round that closed while that was on its way says so.
    """
    said = {"number": round_.number, "when": _when(round_.closes_at, round_)}
    if at < round_.closes_at:
        return _("Review round %(number)d was closed while this was on its way: %(when)s.") % said
    return _("Review round %(number)d closed on %(when)s.") % said


def not_open_sentence(round_: Round) -> str:
    """Return, in the language in force, when the round will open."""
    said = {"number": round_.number, "when": _when(round_.opens_at, round_)}
    return _("Review round %(number)d opens on %(when)s.") % said


def _when(instant: datetime, round_: Round) -> str:
    language = (get_language() or DEFAULT_LANGUAGE)[:2]
    spoken = language if language in LANGUAGES else DEFAULT_LANGUAGE
    return when_zoned(instant, round_.framework.time_zone, spoken)["text"]
