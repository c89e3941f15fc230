"""Review rounds as pages show them. What is open or closed is what the record has."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.labels import labels
from core.public_paths import (
    framework_path,
    position_path,
    provision_path,
    round_path,
    version_path,
)
from core.when import When, when_instant, when_zoned
from core.words import Said, language_names, said
from provisions.signs import Sign, sign_of
from public.presenters.actors import name_of
from reviews.enums import Publication, RoundState, WindowKind
from reviews.selectors.released_positions import actor_order
from reviews.selectors.rounds import ItemFacts, RoundFacts
from reviews.selectors.stances import PublicPosition, Standing

from .facts import Fact, Link, fact
from .stances import Glyph, glyph_of


class RoundLine(TypedDict):
    """A round in a list. `when` belongs to `about`: what happens, or happened, at that time."""

    title: str
    url: str
    state: str
    state_label: str
    framework: Said
    purpose: Said
    about: str
    when: When
    count: str


class PositionLine(TypedDict):
    """A released position in short; `replaced` says that a later one of the actor holds."""

    id: str
    actor: str
    sign: Sign
    url: str
    replaced: bool


class ItemLine(TypedDict):
    """A provision in a round; `positions` are those that were released from the round."""

    key: str
    number: str
    title: str
    lang: str
    url: str
    version: str
    version_url: str
    stances: Glyph | None
    positions: list[PositionLine]
    questions: list[Said]


def round_title(number: int) -> str:
    return _("Review round %(number)d") % {"number": number}


def round_line(facts: RoundFacts, language: str) -> RoundLine:
    about, when = _next_instant(facts, language)
    return RoundLine(
        title=round_title(facts.number),
        url=round_path(facts.key, language),
        state=facts.state,
        state_label=labels(RoundState, language)[facts.state],
        framework=said(facts.framework_title, language),
        purpose=said(facts.purpose, language),
        about=about,
        when=when,
        count=_count(len(facts.items)),
    )


def _count(items: int) -> str:
    return ngettext("%(count)d provision", "%(count)d provisions", items) % {"count": items}


def _next_instant(facts: RoundFacts, language: str) -> tuple[str, When]:
    """Return what a reader waits for. The state is the record's: no page holds a “now”."""
    match RoundState(facts.state):
        case RoundState.ANNOUNCED:
            return _("Opens"), when_zoned(facts.opens_at, facts.time_zone, language)
        case RoundState.OPEN:
            return _("Closes"), when_zoned(facts.closes_at, facts.time_zone, language)
        case RoundState.CLOSED:
            return _("Closed"), when_zoned(facts.closes_at, facts.time_zone, language)


def item_lines(
    facts: RoundFacts,
    standing: Mapping[str, Standing],
    positions: Iterable[PublicPosition],
    language: str,
) -> list[ItemLine]:
    """Return the provisions under review, as the frozen texts name them, with where the groups
    stand on them now and what was released from this round.
    """
    released: dict[str, list[PositionLine]] = {}
    for each in sorted(positions, key=lambda each: actor_order(each.actor)):
        released.setdefault(each.provision, []).append(_position(each, language))
    return [
        _item(item, glyph_of(standing[item.key], language), released.get(item.key, []), language)
        for item in facts.items
    ]


def _position(facts: PublicPosition, language: str) -> PositionLine:
    return PositionLine(
        id=f"position-{facts.key.rpartition('.')[2]}",
        actor=name_of(facts.actor, language),
        sign=sign_of(facts.stance, language),
        url=position_path(facts.provision, facts.key, language),
        replaced=not facts.is_current,
    )


def _item(
    item: ItemFacts, stances: Glyph | None, positions: list[PositionLine], language: str
) -> ItemLine:
    title = said(item.title, language)
    return ItemLine(
        key=item.key,
        number=item.number,
        title=title["text"],
        lang=title["lang"],
        url=provision_path(item.key, language),
        version=_("Version %(number)d") % {"number": item.version},
        version_url=version_path(item.key, item.version, language),
        stances=stances,
        positions=positions,
        questions=[said(question.text, language) for question in item.questions],
    )


def round_facts(facts: RoundFacts, language: str) -> list[Fact]:
    title = said(facts.framework_title, language)
    framework = Link(
        label=title["text"],
        lang=title["lang"],
        url=framework_path(facts.framework, language),
        note="",
    )
    zone = facts.time_zone
    return [
        fact(_("Framework"), links=[framework]),
        fact(_("State"), labels(RoundState, language)[facts.state]),
        fact(_("Opens"), when=when_zoned(facts.opens_at, zone, language)),
        fact(
            _("Closed") if facts.state == RoundState.CLOSED else _("Closes"),
            when=when_zoned(facts.closes_at, zone, language),
        ),
        fact(_("Languages of its texts"), language_names(facts.languages, language)),
        fact(_("Comments are published"), labels(Publication, language)[facts.publication]),
        fact(_("Announced"), when=when_instant(facts.announced_at, language)),
        *_closing(facts, language),
        fact(_("Key"), facts.key),
    ]


def _closing(facts: RoundFacts, language: str) -> Iterable[Fact]:
    if facts.closed_at is not None:
        yield fact(_("Closing entered"), when=when_instant(facts.closed_at, language))


def window_events(facts: RoundFacts, language: str) -> list[dict[str, object]]:
    """Return the settings of the window, newest first, as `components/timeline.html`."""
    names = labels(WindowKind, language)
    return [
        {
            "when": when_instant(window.at, language),
            "what": _("%(what)s: closes %(when)s")
            % {
                "what": names[window.kind],
                "when": when_zoned(window.closes_at, facts.time_zone, language)["text"],
            },
            "note": _("Reason: %(reason)s") % {"reason": window.reason} if window.reason else "",
        }
        for window in reversed(facts.windows)
    ]


def answers_note(comments: Sequence[bool]) -> str:
    """Say how many of the published comments have a released answer; nothing without one."""
    answered = sum(comments)
    if not answered:
        return ""
    return ngettext(
        "One of %(all)d published comments has a released answer.",
        "%(count)d of %(all)d published comments have a released answer.",
        answered,
    ) % {"count": answered, "all": len(comments)}


def publication_note(facts: RoundFacts) -> str:
    """Return what the reader of a round may expect to read of its comments."""
    match Publication(facts.publication):
        case Publication.AT_CLOSE:
            if facts.state == RoundState.CLOSED:
                return _("Comments that were submitted are published in the name of their actors.")
            return _(
                "What the groups submit is read by the review secretariat alone until the round"
                " closes; then it is published in the name of the actors, never of persons."
            )
        case Publication.WITH_ANSWERS:
            return _(
                "What the groups submit is published together with the review secretariat’s"
                " answers, in the name of the actors, never of persons."
            )
        case Publication.NEVER:
            return _("What the groups submit in this round is not published.")
