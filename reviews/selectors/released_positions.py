"""Released positions: in the name of an actor, never of a person. Two queries for any number."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from core.keyset import Order
from core.languages import Texts
from frameworks.selectors import WHOLE, Slice, Stretch
from frameworks.selectors.slices import DOCUMENT_ORDER, sliced
from reviews.answering_querysets import PositionQuerySet
from reviews.enums import AlignmentKind
from reviews.models import Position
from stakeholders.enums import CircleKind, Group

# Frozen for ever at the release: framework, round, number.
POSITION_ORDERS = {DOCUMENT_ORDER: Order(("framework", "round_number", "public_number"))}
_GROUP_PLACES = {group: place for place, group in enumerate(Group.values)}
# The widest first.
_KIND_PLACES = {
    CircleKind.GROUP.value: 0,
    CircleKind.REGIONAL_GROUP.value: 1,
    CircleKind.DELEGATION.value: 2,
}


class ActorFacts(NamedTuple):
    """Who takes a position. `code` is the group's (`employers`) or the organization's, `kind` that
    of the circle, `name` the organization's by language, empty for a group.
    """

    code: str
    kind: str
    group: str
    name: Texts


class PublicPosition(NamedTuple):
    """A released position, as everybody may know it. `framework`, `round` and `provision` are
    public keys, `number` is the one within the round.

    `is_current`: nothing that this actor released on this version replaces it. `corrects` is the
    key of the released position that had been recorded in error; where the error was never
    public, neither that nor the reason is told. A named tuple: lists hold thousands of these.
    """

    key: str
    framework: str
    round: str
    number: int
    provision: str
    version: int
    actor: ActorFacts
    stance: str
    ad_referendum: bool
    reasons: str
    wording: str
    language: str
    joined: tuple[ActorFacts, ...]
    not_joining: tuple[ActorFacts, ...]
    is_current: bool
    is_corrected: bool
    corrects: str | None
    correction_reason: str
    released_at: datetime
    release: str
    is_invented: bool


def read_positions(
    stretch: Stretch = WHOLE,
    *,
    frameworks: Collection[str] = (),
    rounds: Collection[str] = (),
    provisions: Collection[str] = (),
    groups: Collection[str] = (),
    actors: Collection[str] = (),
    stances: Collection[str] = (),
    current: bool | None = None,
) -> Slice[PublicPosition]:
    """Return released positions; `stretch.keys` are their public keys, the filters hold public
    keys and codes, an empty one keeps all. `current` keeps those that stand on their version
    (True) or those that were replaced (False).
    """
    wanted = {
        "framework__in": frameworks,
        "round_key__in": rounds,
        "provision__in": provisions,
        "group__in": groups,
        "stance__in": stances,
    }
    rows = released_rows().filter(
        **{path: list(values) for path, values in wanted.items() if values}
    )
    if actors:
        is_group = Q(code=None, group__in=list(actors))
        rows = rows.filter(is_group | Q(code__in=list(actors)))
    if current is not None:
        rows = rows.filter(is_current=current)
    found = sliced(rows, POSITION_ORDERS, stretch, lambda row: row, key="key")
    return Slice(public_positions(found.rows), found.next)


def released_rows() -> "QuerySet[Any]":
    """Return released positions as named rows, for `public_positions` to make facts of."""
    rows = Position.objects.released().annotate(
        framework=F("item__round__framework__slug"),
        round_key=F("item__round__key"),
        round_number=F("item__round__number"),
        provision=F("item__provision__key"),
        document_order=F("item__provision__document_order"),
        version=F("item__version__number"),
        code=F("circle__organization__code"),
        kind=F("circle__kind"),
        group=F("circle__group"),
        name=F("circle__organization__name"),
        is_current=~Exists(_replacing()),
        is_corrected=Exists(Position.objects.released().filter(corrects=OuterRef("pk"))),
        corrects_key=F("corrects__key"),
        is_invented=F("item__round__framework__is_sample"),
    )
    # What it is made of are rows with these names and not models, which the type can't tell.
    return cast("QuerySet[Any]", rows.order_by().values_list(*_COLUMNS, named=True))


def public_positions(rows: Iterable[Any]) -> tuple[PublicPosition, ...]:
    """Return rows of `released_rows` as facts, in their order. One query, or none for no rows."""
    found = list(rows)
    words = _alignments([str(row.pk) for row in found])
    return tuple(_public(row, words.get(str(row.pk), ())) for row in found)


def actor_order(actor: ActorFacts) -> tuple[int, int, str]:
    """Return where an actor stands among others: governments, employers, workers; the Government
    group before regional groups, these before countries.
    """
    return _GROUP_PLACES[actor.group], _KIND_PLACES[actor.kind], actor.code


# A list of ids is one value here; as a condition of models each would be a parameter.
_WORDS = """
    SELECT DISTINCT ON (a.position_id, a.circle_id)
        a.position_id::text, a.kind, o.code, c.kind, c."group", o.name::text
    FROM reviews_alignment a
    JOIN stakeholders_circle c ON c.id = a.circle_id
    JOIN stakeholders_organization o ON o.id = c.organization_id
    WHERE a.position_id = ANY(%(ids)s::uuid[])
    ORDER BY a.position_id, a.circle_id, a.number DESC
"""
_COLUMNS = (
    "pk",
    "key",
    "framework",
    "round_key",
    "round_number",
    "public_number",
    "provision",
    "document_order",
    "version",
    "code",
    "kind",
    "group",
    "name",
    "stance",
    "ad_referendum",
    "reasons",
    "wording",
    "language",
    "is_current",
    "is_corrected",
    "corrects_key",
    "correction_reason",
    "released_at",
    "release",
    "is_invented",
)


def _replacing() -> PositionQuerySet:
    """Return what replaces a position: the same actor's later one on the same version, in the
    same round or in a later one.
    """
    later = Q(item__round__number__gt=OuterRef("item__round__number")) | Q(
        item=OuterRef("item"), number__gt=OuterRef("number")
    )
    return Position.objects.released().filter(
        later, circle=OuterRef("circle"), item__version=OuterRef("item__version")
    )


def _alignments(ids: Sequence[str]) -> dict[str, list[tuple[str, ActorFacts]]]:
    """Return the latest word of each government on each position, in the order of their codes."""
    if not ids:
        return {}
    words: dict[str, list[tuple[str, ActorFacts]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_WORDS, {"ids": list(ids)})
        for position, word, code, kind, group, name in cursor.fetchall():
            actor = ActorFacts(code, kind, group, json.loads(name))
            words.setdefault(position, []).append((word, actor))
    for said in words.values():
        said.sort(key=lambda each: each[1].code)
    return words


def _public(row: Any, words: Sequence[tuple[str, ActorFacts]]) -> PublicPosition:
    return PublicPosition(
        key=row.key,
        framework=row.framework,
        round=row.round_key,
        number=row.public_number,
        provision=row.provision,
        version=row.version,
        actor=ActorFacts(row.code or row.group, row.kind, row.group, row.name or {}),
        stance=row.stance,
        ad_referendum=row.ad_referendum,
        reasons=row.reasons,
        wording=row.wording,
        language=row.language,
        joined=_saying(AlignmentKind.JOINS, words),
        not_joining=_saying(AlignmentKind.DOES_NOT_JOIN, words),
        is_current=row.is_current,
        is_corrected=row.is_corrected,
        corrects=row.corrects_key,
        correction_reason=row.correction_reason if row.corrects_key else "",
        released_at=row.released_at,
        release=row.release,
        is_invented=row.is_invented,
    )


def _saying(kind: AlignmentKind, words: Sequence[tuple[str, ActorFacts]]) -> tuple[ActorFacts, ...]:
    return tuple(actor for word, actor in words if word == kind)
