"""How comments are placed in a version, and how the record is told where each one stands."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from core.actor import Actor
from provisions.models import Version, VersionText
from record.acts import Act, act
from record.models import PUBLIC
from reviews.act_codes import ActCode
from reviews.anchors import as_selectors
from reviews.enums import PlacementKind
from reviews.models import Comment, Placement
from reviews.placement_sources import (
    Handed,
    Source,
    handed_of,
    placements_since,
    source_of,
)
from reviews.reanchoring import ORPHANED, SAME, Found, Rewriting

from .moves import secretariat_chain

_AT_ONCE = 500  # rows of one INSERT


def place(
    comments: Sequence[Comment], version: Version, *, actor: Actor, at: datetime
) -> list[Placement]:
    """Place locked comments, which come with their room and provision, in a version, in one act.

    Those whose words have a place in it already are left as they are. A constant number of
    queries, however many there are.
    """
    handed = handed_of([each.pk for each in comments])
    known = placements_since(handed)
    due = [
        each
        for each in comments
        if each.pk in handed and not _is_placed(known[each.pk], version.number)
    ]
    if not due:
        return []
    rows = _rows(due, version, handed, known, at)
    code, subject = ActCode.COMMENTS_PLACED, due[0].item.provision.key
    with act(code, subject=subject, actor=actor, at=at) as made:
        Placement.objects.bulk_create(rows, batch_size=_AT_ONCE)
        enter_placements(made, rows)
    return rows


def enter_placements(made: Act, rows: Sequence[Placement]) -> None:
    """Tell the review secretariat of placements, each room of those of its comments, and the
    public of those of published ones.
    """
    by_room: dict[str, list[dict[str, object]]] = {}
    for row in rows:
        by_room.setdefault(row.comment.circle.chain, []).append(_line(row))
    for chain, lines in by_room.items():
        made.enter(chain, {"version": rows[0].version.number, "placements": lines})
    whole = {"version": rows[0].version.number, "placements": [_line(row) for row in rows]}
    made.enter(secretariat_chain(), whole)
    published = [row for row in rows if row.comment.key]
    if published:
        lines = [_facts(row) | {"key": row.comment.key} for row in published]
        made.touch(*(str(row.comment.key) for row in published))
        made.touch(rows[0].comment.item.provision.key)
        made.enter(PUBLIC, {"version": rows[0].version.number, "placements": lines})


def _is_placed(placements: Collection[Placement], version: int) -> bool:
    return any(row.version.number == version for row in placements)


def _rows(
    comments: Sequence[Comment],
    version: Version,
    handed: Mapping[UUID, Handed],
    known: Mapping[UUID, Sequence[Placement]],
    at: datetime,
) -> list[Placement]:
    texts = {row.language: row for row in version.texts.order_by("issue")}  # the latest issue
    numbers = _last_numbers(comments, version)
    compared: dict[UUID, Rewriting] = {}
    rows = []
    for comment in comments:
        source = source_of(handed[comment.pk], known[comment.pk], version.number)
        text = texts.get(source.text.language)
        found = _found(source, text, compared)
        rows.append(
            Placement(
                comment=comment,
                version=version,
                number=numbers.get(comment.pk, 0) + 1,
                kind=found.kind,
                score=found.score,
                text=text,
                selectors=as_selectors(found.anchor),
                at=at,
            )
        )
    return rows


def _last_numbers(comments: Sequence[Comment], version: Version) -> dict[UUID, int]:
    """Return the last number of each comment in the version, of words replaced since too."""
    rows = Placement.objects.filter(version=version, comment__in=comments).order_by("number")
    return dict(rows.values_list("comment", "number"))


def _found(source: Source, text: VersionText | None, compared: dict[UUID, Rewriting]) -> Found:
    """Find words in a text; two texts are compared once for all the comments on them."""
    if text is None:
        return ORPHANED
    if source.anchor is None:
        return Found(PlacementKind.EXACT, SAME, None)
    if source.text.pk not in compared:
        compared[source.text.pk] = Rewriting(source.text.body, text.body)
    return compared[source.text.pk].find(source.anchor)


def _line(row: Placement) -> dict[str, object]:
    return _facts(row) | {"comment": str(row.comment_id), "placement": str(row.pk)}


def _facts(row: Placement) -> dict[str, object]:
    """What everybody may know of a published comment: which words of the public text it is on."""
    start, end = next(
        ((each["start"], each["end"]) for each in row.selectors if "start" in each), (None, None)
    )
    return {
        "number": row.number,
        "kind": str(row.kind),
        "score": row.score,
        "language": row.text.language if row.text else None,
        "start": start,
        "end": end,
        "is_confirmed": row.mandate_id is not None,
    }
