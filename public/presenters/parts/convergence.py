"""The table provision × actor: what each says, and what moved. No shares, no ranks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.labels import labels
from core.public_paths import position_path, provision_path
from core.words import foreign
from provisions.enums import Stance
from provisions.selectors.rows import ProvisionRow
from provisions.signs import Sign, sign_of
from public.presenters.actors import name_of
from reviews.enums import Moved
from reviews.selectors.convergence import ConvergenceRow
from reviews.selectors.released_positions import actor_order
from reviews.selectors.stances import ActorFacts, PublicPosition, Standing
from stakeholders.enums import CircleKind, Group

from .rounds import round_title
from .stances import Glyph, glyph_of, needs_from


class Said(TypedDict):
    """What one actor says in a cell, and how it stands to what it said before."""

    sign: Sign
    url: str
    about: str
    moved: str


class Line(TypedDict):
    """A provision with one cell for each actor; None where the actor has no position."""

    number: str
    title: str
    lang: str
    url: str
    needs: str
    stances: Glyph | None
    cells: list[Said | None]


class Table(TypedDict):
    actors: list[str]
    lines: list[Line]


def table(
    rows: Sequence[ConvergenceRow],
    provisions: Iterable[ProvisionRow],
    standing: Mapping[str, Standing],
    language: str,
) -> Table:
    """Return a line for each provision and a column for each actor. `rows` hold one word of an
    actor on a provision, or several: then the last of them counts.
    """
    actors = _columns(rows)
    said = {(row.provision, row.actor.code): row for row in rows}
    return Table(
        actors=[_heading(each, language) for each in actors],
        lines=[
            _line(
                each,
                standing[each.key],
                [_cell(said.get((each.key, actor.code)), language) for actor in actors],
                language,
            )
            for each in provisions
        ],
    )


def _columns(rows: Iterable[ConvergenceRow]) -> list[ActorFacts]:
    """Return the groups, whether they said something or not, and then everybody else who did."""
    groups = {each: ActorFacts(each, CircleKind.GROUP, each, {}) for each in Group.values}
    others = {row.actor.code: row.actor for row in rows if row.actor.code not in groups}
    return [*groups.values(), *sorted(others.values(), key=actor_order)]


def _heading(actor: ActorFacts, language: str) -> str:
    """Return what a column is called: governments in common are not all that governments say."""
    if (actor.kind, actor.group) == (CircleKind.GROUP, Group.GOVERNMENTS):
        return _("Governments in common")
    return name_of(actor, language)


def _line(
    provision: ProvisionRow, standing: Standing, cells: list[Said | None], language: str
) -> Line:
    return Line(
        number=provision.number,
        title=provision.title,
        lang=foreign(provision.text_language, language),
        url=provision_path(provision.key, language),
        needs=needs_from(provision, standing).sentence,
        stances=glyph_of(standing, language),
        cells=cells,
    )


def _cell(row: ConvergenceRow | None, language: str) -> Said | None:
    if row is None:
        return None
    told = row.position or row.previous
    return Said(
        sign=sign_of(row.stance or None, language),
        url=position_path(row.provision, told.key, language) if told else "",
        about=_about(row, language),
        moved=row.moved,
    )


def _about(row: ConvergenceRow, language: str) -> str:
    """Say on which version and in which round, and what it was before."""
    here = _("Version %(version)d, %(round)s") % {
        "version": row.version,
        "round": _round(row.round) if row.round else _("no round yet"),
    }
    match row.moved:
        case Moved.NEW:
            return here
        case Moved.SAME:
            return f"{here} · {_as_before(row.previous)}"
        case Moved.CHANGED:
            return f"{here} · {_was(row.previous, language)}"
        case Moved.TO_RECONFIRM:
            to_confirm = _("To be confirmed on version %(version)d") % {"version": row.version}
            return f"{to_confirm} · {_was(row.previous, language)}"


def _round(key: str) -> str:
    return round_title(int(key.rpartition(".")[2]))


def _as_before(previous: PublicPosition | None) -> str:
    return _("as in %(round)s") % {"round": _round(previous.round)} if previous else ""


def _was(previous: PublicPosition | None, language: str) -> str:
    if previous is None:
        return ""
    named = {
        "stance": labels(Stance, language)[previous.stance],
        "round": _round(previous.round),
    }
    return _("was “%(stance)s” in %(round)s") % named


def sentence(rows: Iterable[ConvergenceRow]) -> str:
    """Say in one sentence how much was released and what moved, or that nothing was."""
    told = [row for row in rows if row.position is not None]
    if not told:
        return _("No position has been released.")
    actors = len({row.actor.code for row in told})
    provisions = len({row.provision for row in told})
    changed = sum(row.moved == Moved.CHANGED for row in told)
    who = ngettext("One actor", "%(count)d actors", actors) % {"count": actors}
    what = ngettext("one provision", "%(count)d provisions", provisions) % {"count": provisions}
    said = _("%(who)s released positions on %(what)s.") % {"who": who, "what": what}
    if not changed:
        return said
    moved = ngettext(
        "One position changed from one round to a later one.",
        "%(count)d positions changed from one round to a later one.",
        changed,
    ) % {"count": changed}
    return f"{said} {moved}"
