"""The one door to the record: `with act(...)` opens the transaction and appends at its end.

Appending as one goes would hold the heads' locks for the length of each act; the entries are
collected instead and written at the outermost exit, with the heads locked in name order.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from core.actor import Actor
from core.canonical import canonical_bytes
from core.ids import new_id

from .hashing import entry_hash, genesis
from .models import PUBLIC, Chain, Entry

# What may stand in a payload: ids, codes, numbers, digests, public facts. Never an address,
# never prose: an erasure could not reach it there.
_PAYLOAD_TEXT = re.compile(r"[^\s@][^@\n]{0,198}|")


@dataclass(slots=True)
class Act:
    """What one act changes and who may read that it happened."""

    code: str
    subject: str
    actor: Actor
    at: datetime
    touched: set[str] = field(default_factory=set)
    entered: dict[str, bytes] = field(default_factory=dict)

    def touch(self, *public_keys: str) -> None:
        """Name public keys whose representation changes, for caches and the change feed."""
        self.touched.update(public_keys)

    def enter(self, circle: str, payload: Mapping[str, object]) -> None:
        """Enter the act into a circle's chain, once per circle.

        Raises ValueError if the circle has it already or if the payload holds prose or an
        address, TypeError if the payload has no canonical form.
        """
        if circle in self.entered:
            raise ValueError(f"{self.code} is entered into {circle} already.")
        _refuse_prose(payload)
        self.entered[circle] = canonical_bytes(payload)


@dataclass(slots=True)
class _Collector:
    acts: list[Act] = field(default_factory=list)


_open: ContextVar[_Collector | None] = ContextVar("open_acts", default=None)


@contextmanager
def act(code: str, *, subject: str, actor: Actor, at: datetime) -> Iterator[Act]:
    """Do something that the record must know, in one transaction with its entries.

    `subject` is the public key (or id) of what is acted on; `at` is timezone-aware. Acts
    nest: an inner act joins the outer one's transaction and is appended with it. Raises
    ValueError for a naive `at` and RuntimeError for an act that entered no chain.
    """
    if at.tzinfo is None:
        raise ValueError("`at` needs a time zone.")
    collector = _open.get()
    if collector is None:
        with _outermost() as collector, _collected(collector, code, subject, actor, at) as made:
            yield made
    else:
        # A savepoint, so that a refused inner act leaves nothing behind it when caught.
        with transaction.atomic(), _collected(collector, code, subject, actor, at) as made:
            yield made


@contextmanager
def _collected(
    collector: _Collector, code: str, subject: str, actor: Actor, at: datetime
) -> Iterator[Act]:
    made = Act(code, subject, actor, at)
    kept = len(collector.acts)
    collector.acts.append(made)
    try:
        yield made
    except BaseException:
        del collector.acts[kept:]
        raise
    if not made.entered:
        raise RuntimeError(f"The act {code} entered no circle's chain.")


@contextmanager
def _outermost() -> Iterator[_Collector]:
    collector = _Collector()
    token = _open.set(collector)
    try:
        with transaction.atomic():
            yield collector
            _append(collector.acts)
    finally:
        _open.reset(token)


def _append(acts: Sequence[Act]) -> None:
    heads = _locked_heads(sorted({circle for made in acts for circle in made.entered}))
    entries: list[Entry] = []
    for made in acts:
        for circle in sorted(made.entered):
            entries.append(_chained(made, heads[circle]))
    Entry.objects.bulk_create(entries)
    Chain.objects.bulk_update(heads.values(), ["number", "hash"])


def _locked_heads(circles: list[str]) -> dict[str, Chain]:
    """Lock the heads in name order, which is what makes a deadlock impossible."""
    with connection.cursor() as cursor:
        for circle in circles:
            cursor.execute(
                "INSERT INTO record_chain (circle, number, hash) VALUES (%s, 0, %s)"
                " ON CONFLICT (circle) DO NOTHING",
                [circle, genesis(circle)],
            )
    locked = Chain.objects.select_for_update().filter(circle__in=circles).order_by("circle")
    return {chain.circle: chain for chain in locked}


def _chained(made: Act, head: Chain) -> Entry:
    entry = Entry(
        id=new_id(),
        circle=head.circle,
        number=head.number + 1,
        code=made.code,
        subject=made.subject,
        # Other circles must not learn what moved in public, nor the public what moved in them.
        touches=sorted(made.touched) if head.circle == PUBLIC else [],
        at=made.at,
        actor_kind=made.actor.kind.value,
        actor_user=made.actor.user_id,
        actor_mandate=made.actor.mandate_id,
        actor_for_mandate=made.actor.for_mandate_id,
        actor_origin=made.actor.origin,
        payload=made.entered[head.circle],
        previous=bytes(head.hash),
    )
    entry.hash = entry_hash(entry)
    head.number, head.hash = entry.number, entry.hash
    return entry


def _refuse_prose(value: object) -> None:
    if isinstance(value, str) and _PAYLOAD_TEXT.fullmatch(value) is None:
        raise ValueError("A payload holds ids, codes and public facts, never prose or addresses.")
    if isinstance(value, Mapping):
        for item in value.values():
            _refuse_prose(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_prose(item)
