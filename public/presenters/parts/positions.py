"""Released positions as pages show them: each actor's statement, and what it replaced."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict

from django.utils.translation import gettext as _

from core.labels import labels
from core.public_paths import position_path, round_path, version_path
from core.textform import paragraphs
from core.when import When, when_instant
from core.words import foreign
from provisions.redline import Redline, SpanKind, redline
from provisions.redline_blocks import Block, blocks
from provisions.selectors.versions import VersionRow
from provisions.signs import Sign, sign_of
from public.presenters.actors import name_of
from reviews.enums import ReleaseKind
from reviews.selectors.stances import ActorFacts, PublicPosition, Standing
from stakeholders.enums import CircleKind

from .rounds import round_title

Versions = Mapping[int, VersionRow]


class Statement(TypedDict):
    """One position. `change` marks the amendment against the version's text where it is one of
    the whole of it; otherwise `wording` is the words alone.
    """

    id: str
    label: str
    url: str
    actor: str
    sign: Sign
    version: str
    version_url: str
    round: str
    round_url: str
    ad_referendum: bool
    lang: str
    reasons: list[str]
    wording: list[str]
    change: list[Block]
    joined: str
    not_joining: str
    is_corrected: bool
    corrects: dict[str, str] | None
    correction_reason: str
    release: str
    when: When


class Voice(TypedDict):
    """What one actor says by now; `outdated` where it speaks of an earlier version. `earlier` is
    what it said before, the last first.
    """

    statement: Statement
    outdated: str
    earlier: list[Statement]


class Stance(TypedDict):
    """A cell of `components/stance.html`."""

    code: str
    word: str
    url: str
    version: int | None


def voices(
    found: Iterable[PublicPosition], versions: Sequence[VersionRow], language: str
) -> list[Voice]:
    """Return every actor with its latest position and the earlier ones, in the order given."""
    by_actor: dict[str, list[PublicPosition]] = {}
    for position in found:
        by_actor.setdefault(position.actor.code, []).append(position)
    texts = {version.number: version for version in versions}
    return [_voice(said, texts, language) for said in by_actor.values()]


def _voice(said: Sequence[PublicPosition], versions: Versions, language: str) -> Voice:
    *earlier, last = (_statement(each, versions, language) for each in said)
    present = max(versions, default=0)
    outdated = ""
    if said[-1].version != present:
        outdated = _("On an earlier version: nothing is recorded on version %(number)d.") % {
            "number": present
        }
    return Voice(statement=last, outdated=outdated, earlier=earlier[::-1])


def _statement(facts: PublicPosition, versions: Versions, language: str) -> Statement:
    change = _amendment(facts, versions)
    return Statement(
        id=f"position-{_numbers(facts.key)}",
        label=position_label(facts.key),
        url=position_path(facts.provision, facts.key, language),
        actor=name_of(facts.actor, language),
        sign=sign_of(facts.stance, language),
        version=_("Version %(number)d") % {"number": facts.version},
        version_url=version_path(facts.provision, facts.version, language),
        round=round_title(int(facts.round.rpartition(".")[2])),
        round_url=round_path(facts.round, language),
        ad_referendum=facts.ad_referendum,
        lang=foreign(facts.language, language),
        reasons=paragraphs(facts.reasons),
        wording=[] if change else paragraphs(facts.wording),
        change=change,
        joined=_names(facts.joined, language),
        not_joining=_names(facts.not_joining, language),
        is_corrected=facts.is_corrected,
        corrects=_corrected(facts, language),
        correction_reason=facts.correction_reason,
        release=labels(ReleaseKind, language)[facts.release],
        when=when_instant(facts.released_at, language),
    )


def position_label(key: str) -> str:
    return _("Position %(number)s") % {"number": _numbers(key)}


def _numbers(key: str) -> str:
    return key.rpartition(".")[2]


def _names(actors: Iterable[ActorFacts], language: str) -> str:
    return ", ".join(name_of(each, language) for each in actors)


def _corrected(facts: PublicPosition, language: str) -> dict[str, str] | None:
    if facts.corrects is None:
        return None
    url = position_path(facts.provision, facts.corrects, language)
    return {"label": position_label(facts.corrects), "url": url}


def _amendment(facts: PublicPosition, versions: Versions) -> list[Block]:
    """Return the amendment marked against the version's text, or nothing: where the text is in
    another language, or the amendment is only a part of it, marks would strike out everything.
    """
    version = versions.get(facts.version)
    if not facts.wording or version is None or version.language != facts.language:
        return []
    compared = redline(version.body, facts.wording)
    return blocks(compared.spans) if _is_alike(compared) else []


def _is_alike(compared: Redline) -> bool:
    """Return whether at least half of the longer text stands in both."""
    shared = sum(len(span.text) for span in compared.spans if span.kind is SpanKind.EQUAL)
    return shared * 2 >= max(len(compared.old()), len(compared.new()))


def stances_shown(key: str, standing: Standing, language: str) -> dict[str, Stance]:
    """Return the glyph written out, each group's own position with a link to its statement."""
    own = {
        each.actor.group: each for each in standing.positions if each.actor.kind == CircleKind.GROUP
    }
    return {
        group: _stance(key, stance, own.get(group), language)
        for group, stance in standing.stances.items()
    }


def _stance(key: str, stance: str | None, own: PublicPosition | None, language: str) -> Stance:
    sign = sign_of(stance, language)
    if own is not None:
        url = position_path(key, own.key, language)
        return Stance(code=sign["code"], word=sign["word"], url=url, version=own.version)
    url = "#positions" if stance else ""
    return Stance(code=sign["code"], word=sign["word"], url=url, version=None)
