"""How a mail says what changed in public and where it stands: names, acts with their instants,
stages, needs and the groups' positions in words.

All of it is public and the same for every reader of a language; it is said once a head.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.labels import labels
from core.languages import localized
from core.public_paths import (
    absolute,
    framework_path,
    instrument_path,
    provision_path,
    round_path,
)
from core.when import when_instant, when_zoned
from core.words import foreign, said
from frameworks.keys import KeyKind, read_key
from frameworks.models import Framework, Instrument
from notifications.act_labels import act_labels
from notifications.selectors.changes import Happened
from provisions.lifecycle import Stage
from provisions.selectors.rows import ProvisionRow, provisions_by_key
from provisions.signs import glyph
from record.verify import Head
from reviews.selectors.stances import Standing, standings
from stakeholders.enums import Group

from .letter import Line

MOST_NAMED = 40  # things with a line of their own in one mail; the others are counted
_MOST_ACTS = 5  # of one thing


def changed_lines(
    changed: Mapping[str, Sequence[Happened]], language: str, head: Head
) -> tuple[Line, ...]:
    """Return a line for each thing that changed, with what was done and where it stands now; the
    first `MOST_NAMED`, and then how many more there are.
    """
    keys = tuple(changed)
    named = _named(keys[:MOST_NAMED], language, head)
    lines = [_with_acts(named[key], changed[key], language) for key in keys[:MOST_NAMED]]
    more = len(keys) - MOST_NAMED
    if more > 0:
        text = _("and %(count)d more") % {"count": more}
        lines.append(Line(text, absolute(localized("/changes/", language))))
    return tuple(lines)


@lru_cache(maxsize=1024)  # the same for every follower of one thing
def acts_in_words(acts: tuple[Happened, ...], language: str) -> tuple[str, ...]:
    """Return what was done and when, the latest first; an act done several times stands once."""
    times = Counter(each.code for each in acts)
    latest = {each.code: each.at for each in acts}  # they come oldest first
    newest = sorted(latest.items(), key=lambda each: each[1], reverse=True)
    said_of = [_act(code, at, times[code], language) for code, at in newest[:_MOST_ACTS]]
    more = len(newest) - _MOST_ACTS
    if more > 0:
        text = ngettext("and %(count)d other act", "and %(count)d other acts", more)
        said_of.append(text % {"count": more})
    return tuple(said_of)


def deadline_in_words(closes_at: datetime, of_round: str, of_reader: str, language: str) -> str:
    """Return an instant by the clock of the round's IANA zone and in UTC, and by the reader's
    where it shows another time.
    """
    text = when_zoned(closes_at, of_round, language)["text"]
    shown, read = (closes_at.astimezone(ZoneInfo(each)) for each in (of_round, of_reader))
    if read.utcoffset() in (shown.utcoffset(), timedelta()):
        return text
    own = when_zoned(closes_at, of_reader, language)["text"]
    return _("%(deadline)s; where you are: %(own)s") % {"deadline": text, "own": own}


def _act(code: str, at: datetime, times: int, language: str) -> str:
    told = {
        "act": act_labels(language).get(code, code),
        "when": when_instant(at, language)["text"],
        "count": times,
    }
    if times == 1:
        return _("%(act)s: %(when)s") % told
    return _("%(act)s: %(count)d times, the last on %(when)s") % told


def _with_acts(line: Line, acts: Sequence[Happened], language: str) -> Line:
    done = acts_in_words(tuple(acts), language)
    return Line(line.text, line.url, line.lang, (*done, *line.details))


@lru_cache(maxsize=64)
def _named(keys: tuple[str, ...], language: str, head: Head) -> Mapping[str, Line]:
    """Return each thing's name, page and standing. Six queries, for any number of keys."""
    kinds = {key: read_key(key) for key in keys}
    provisions = [key for key, named in kinds.items() if named.kind is KeyKind.PROVISION]
    rows, held = provisions_by_key(provisions, language=language), standings(provisions)
    titles = dict(
        Framework.objects.filter(slug__in={each.framework for each in kinds.values()}).values_list(
            "slug", "title"
        )
    )
    codes = [each.name for each in kinds.values() if each.kind is KeyKind.INSTRUMENT]
    instruments = dict(Instrument.objects.filter(code__in=codes).values_list("code", "title"))
    lines = {}
    for key, named in kinds.items():
        title = said(titles.get(named.framework, {}), language)
        if key in rows:
            lines[key] = _provision(rows[key], held[key], language)
        elif named.kind is KeyKind.ROUND:
            lines[key] = round_line(key, title["text"], language)
        elif named.kind is KeyKind.INSTRUMENT:
            words = said(instruments.get(named.name, {}), language)
            text = f"{named.name} {words['text']}".strip()
            lines[key] = Line(text, absolute(instrument_path(named.name, language)), words["lang"])
        else:
            url = absolute(framework_path(named.framework, language))
            lines[key] = Line(title["text"] or key, url, title["lang"])
    return lines


def round_line(key: str, title: str, language: str, *details: str) -> Line:
    """Return a round by its number and its framework's title, with its public page."""
    return Line(round_in_words(key, title), absolute(round_path(key, language)), "", details)


def round_in_words(key: str, title: str) -> str:
    number = int(key.rpartition(".")[2])
    return _("Review round %(number)d, %(framework)s") % {"number": number, "framework": title}


def _provision(row: ProvisionRow, standing: Standing, language: str) -> Line:
    needs = standing.needs(stage=row.stage, text_status=row.text_status, version=row.version)
    stage = _("Stage on this portal: %(stage)s.") % {"stage": labels(Stage, language)[row.stage]}
    details = [f"{stage} {needs.sentence}".strip()]
    if any(standing.stances.values()):
        details.append(_stances(standing.stances, language))
    return Line(
        f"{row.number} {row.title}",
        absolute(provision_path(row.key, language)),
        foreign(row.text_language, language),
        tuple(details),
    )


def _stances(stances: Mapping[str, str | None], language: str) -> str:
    """Return the three cells of the glyph in words."""
    groups, signs = labels(Group, language), glyph(stances, language)
    return "; ".join(
        _("%(group)s: %(stance)s") % {"group": groups[group], "stance": signs[group]["word"]}
        for group in Group.values
    )
