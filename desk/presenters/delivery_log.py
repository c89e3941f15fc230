"""The delivery log in words, for the page and for the file."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.labels import labels
from core.when import When, when_zoned
from core.words import Said, said
from notifications.enums import DeliveryState, DropReason, Kind
from notifications.selectors.log import LogFilter, Notice, NoticedRound, Troubles
from notifications.topics import NOTICES
from stakeholders.models import Mandate

from . import links
from .names import group_name, mandate_name
from .rounds import round_title

GENEVA = "Europe/Zurich"
# Columns of the file; docs/operations.md says what they hold.
COLUMNS = (
    "person",
    "organizations",
    "groups",
    "kind",
    "kind_label",
    "round",
    "deadline",
    "due_at",
    "ended_at",
    "ended_at_geneva",
    "state",
    "reason",
    "last_failure",
    "message_id",
)


def notice_lines(notices: Iterable[Notice], language: str) -> list[dict[str, Any]]:
    """Return the notices of one page."""
    return [_line(each, language) for each in notices]


def notice_rows(notices: Iterable[Notice], language: str) -> Iterator[dict[str, Any]]:
    """Return the notices as rows of a table with COLUMNS; codes stay codes, times are UTC."""
    kinds = labels(Kind, language)
    for each in notices:
        ended = when_zoned(each.ended_at, GENEVA, language)["text"] if each.ended_at else ""
        yield {
            "person": each.person,
            "organizations": [name["text"] for name in _names(each.mandates, language)],
            "groups": _groups(each.mandates, language),
            "kind": each.kind,
            "kind_label": kinds[each.kind],
            "round": each.round.key if each.round else "",
            "deadline": each.deadline,
            "due_at": each.due_at,
            "ended_at": each.ended_at,
            "ended_at_geneva": ended,
            "state": each.state,
            "reason": each.reason,
            "last_failure": each.last_failure,
            "message_id": each.message_id,
        }


def filters_of(
    wanted: LogFilter, rounds: Sequence[NoticedRound], language: str
) -> list[dict[str, Any]]:
    """Return the choices of the filter form, each with what is chosen."""
    kinds, states = labels(Kind, language), labels(DeliveryState, language)
    of_rounds = [(each.key, _round_name(each, language)) for each in rounds]
    return [
        _select("round", _("Round"), wanted.round, of_rounds),
        _select("kind", _("Notice"), wanted.kind, [(each, kinds[each]) for each in NOTICES]),
        _select(
            "state",
            _("State"),
            wanted.state,
            [(each, states[each]) for each in DeliveryState.values],
        ),
    ]


def trouble_lines(troubles: Troubles, wanted: LogFilter) -> list[dict[str, str]]:
    """Return a sentence for what was missed and one for what failed, each with where it stands."""
    found = []
    if troubles.missed:
        sentence = ngettext(
            "%(count)d notice was missed: its time passed while nothing was sent.",
            "%(count)d notices were missed: their time passed while nothing was sent.",
            troubles.missed,
        ) % {"count": troubles.missed}
        found.append({"text": sentence, "url": log_path(wanted, DeliveryState.MISSED)})
    if troubles.failed:
        sentence = ngettext(
            "%(count)d notice failed: the mail could not be handed over.",
            "%(count)d notices failed: the mails could not be handed over.",
            troubles.failed,
        ) % {"count": troubles.failed}
        found.append({"text": sentence, "url": log_path(wanted, DeliveryState.FAILED)})
    return found


def log_path(wanted: LogFilter, state: str) -> str:
    """Return where the notices in a state stand, under the same round and kind."""
    chosen = {"round": wanted.round, "kind": wanted.kind, "state": state}
    return f"{links.NOTICES}?{urlencode({name: value for name, value in chosen.items() if value})}"


def _line(notice: Notice, language: str) -> dict[str, Any]:
    def when(at: datetime | None, zone: str = GENEVA) -> When | None:
        """Return an instant that nobody counts down to: a log says when, not how long ago."""
        return When(**when_zoned(at, zone, language) | {"exact": False}) if at else None

    zone = notice.round.time_zone if notice.round else GENEVA
    return {
        "person": notice.person,
        "bodies": _bodies(notice.mandates, language),
        "kind": labels(Kind, language)[notice.kind],
        "round": _round(notice.round, language),
        "deadline": when(notice.deadline, zone),
        "due": when(notice.due_at),
        "ended": when(notice.ended_at),
        "state": notice.state,
        "state_label": labels(DeliveryState, language)[notice.state],
        "is_trouble": notice.state in (DeliveryState.MISSED, DeliveryState.FAILED),
        "reason": labels(DropReason, language)[notice.reason] if notice.reason else "",
        "last_failure": notice.last_failure,
        "message_id": notice.message_id,
    }


def _round(found: NoticedRound | None, language: str) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "title": round_title(found.number),
        "url": links.secretariat_round_path(found.id),
        "framework": said(found.framework_title, language),
    }


def _round_name(found: NoticedRound, language: str) -> str:
    return _("%(round)s, %(framework)s") % {
        "round": round_title(found.number),
        "framework": said(found.framework_title, language)["text"],
    }


def _bodies(mandates: Iterable[Mandate], language: str) -> list[dict[str, Any]]:
    """Return for whom the person acted: organization and group, each pair once."""
    found: list[dict[str, Any]] = []
    for mandate in mandates:
        name, group = mandate_name(mandate, language), group_name(mandate, language)
        body = {"name": name, "group": "" if name["text"] == group else group}
        if name["text"] and body not in found:
            found.append(body)
    return found


def _names(mandates: Iterable[Mandate], language: str) -> list[Said]:
    found = [said(each.organization.name, language) for each in mandates if each.organization]
    return [each for place, each in enumerate(found) if each not in found[:place]]


def _groups(mandates: Iterable[Mandate], language: str) -> list[str]:
    return list(dict.fromkeys(name for each in mandates if (name := group_name(each, language))))


def _select(name: str, label: str, chosen: str, options: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "name": name,
        "label": label,
        "options": [
            {"value": value, "label": text, "chosen": value == chosen}
            for value, text in [("", _("all")), *options]
        ],
    }
