"""Writing collected acts into their chains, at the end of a transaction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from django.db import connection

from core.actor import Actor
from core.ids import new_id

from .hashing import SCHEMA, Sealed, entry_hash, genesis, instant_text
from .models import PUBLIC, Entry


class Enterable(Protocol):
    """What an act brings: its words, and its payload for each circle that may read it."""

    code: str
    subject: str
    actor: Actor
    at: datetime
    touched: set[str]
    entered: dict[str, bytes]


def append(acts: Sequence[Enterable]) -> None:
    """Lock the heads of all circles that are entered, append, and move the heads on.

    The caller's transaction ends right after: nothing may be locked behind these heads.
    """
    if not acts:
        return
    heads = _locked_heads(sorted({circle for made in acts for circle in made.entered}))
    entries: list[Entry] = []
    for made in acts:
        for circle in sorted(made.entered):
            entries.append(_chained(made, heads[circle]))
    Entry.objects.bulk_create(entries)
    _move_heads(heads.values())


@dataclass(slots=True)
class _End:
    """The head of a chain while we hold its lock."""

    circle: str
    number: int
    hash: bytes


def _locked_heads(circles: list[str]) -> dict[str, _End]:
    """Lock the heads in name order, which is what makes a deadlock impossible.

    New heads are inserted first, in the same order: whoever waits for an insertion holds no
    lock on a head that stood before. Both in one round trip: others may be waiting.
    """
    rows = ", ".join(["(%s, 0, %s)"] * len(circles))
    values = [value for circle in circles for value in (circle, genesis(circle))]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO record_chain (circle, number, hash) VALUES {rows}"  # noqa: S608
            " ON CONFLICT (circle) DO NOTHING;"
            " SELECT circle, number, hash FROM record_chain WHERE circle = ANY(%s)"
            " ORDER BY circle FOR UPDATE",
            [*values, circles],
        )
        return {
            circle: _End(circle, number, bytes(hash)) for circle, number, hash in cursor.fetchall()
        }


def _chained(made: Enterable, head: _End) -> Entry:
    sealed = Sealed(
        id=str(new_id()),
        circle=head.circle,
        number=head.number + 1,
        code=made.code,
        schema=SCHEMA,
        subject=made.subject,
        # Other circles must not learn what moved in public.
        touches=tuple(sorted(made.touched)) if head.circle == PUBLIC else (),
        at=instant_text(made.at),
        actor_kind=made.actor.kind.value,
        actor_user=_text(made.actor.user_id),
        actor_mandate=_text(made.actor.mandate_id),
        actor_for_mandate=_text(made.actor.for_mandate_id),
        actor_origin=made.actor.origin,
        payload=made.entered[head.circle],
        previous=head.hash,
    )
    sealed = replace(sealed, hash=entry_hash(sealed))
    head.number, head.hash = sealed.number, sealed.hash
    return row_of(sealed, made.at)


def row_of(sealed: Sealed, at: datetime) -> Entry:
    """Return the row, unsaved, that holds a sealed entry."""
    return Entry(
        id=sealed.id,
        circle=sealed.circle,
        number=sealed.number,
        code=sealed.code,
        schema=sealed.schema,
        subject=sealed.subject,
        touches=list(sealed.touches),
        at=at,
        actor_kind=sealed.actor_kind,
        actor_user=sealed.actor_user,
        actor_mandate=sealed.actor_mandate,
        actor_for_mandate=sealed.actor_for_mandate,
        actor_origin=sealed.actor_origin,
        payload=sealed.payload,
        previous=sealed.previous,
        hash=sealed.hash,
    )


def _move_heads(heads: Collection[_End]) -> None:
    """Move all of them in one statement: the close of a round is told to hundreds of circles."""
    rows = ", ".join(["(%s, %s::bigint, %s::bytea)"] * len(heads))
    values = [value for head in heads for value in (head.circle, head.number, head.hash)]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE record_chain SET number = moved.number, hash = moved.hash"  # noqa: S608
            f" FROM (VALUES {rows}) AS moved (circle, number, hash)"
            " WHERE record_chain.circle = moved.circle",
            values,
        )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
