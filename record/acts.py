"""The one door to the record: `with act(...)` opens the transaction and appends at its end.

Appending as one goes would hold the heads' locks for the length of each act; the entries are
collected instead and written at the outermost exit, with the heads locked in name order.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.transaction import Atomic

from core.actor import Actor
from core.canonical import canonical_bytes

from .appending import append
from .models import PUBLIC

_CODE = re.compile(r"[a-z]+(?:_[a-z]+)*\.[a-z]+(?:_[a-z]+)*")
_CIRCLE = re.compile(r"[a-z0-9-]{1,80}")
# What may stand in a payload, a subject or a touched key: ids, codes, numbers, digests, public
# facts. Never an address and never prose: an erasure could not reach it there.
_WORD = re.compile(r"[^\s@]{1,200}")


@dataclass(slots=True, eq=False)
class Act:
    """What one act changes and who may read that it happened."""

    code: str
    subject: str
    actor: Actor
    at: datetime
    touched: set[str] = field(default_factory=set)
    entered: dict[str, bytes] = field(default_factory=dict)
    is_committed: bool = False

    def touch(self, *public_keys: str) -> None:
        """Name public keys whose representation changes, for caches and the change feed.

        Raises ValueError for what can't be a key.
        """
        for key in public_keys:
            _demand(_WORD, key, "A public key")
        self.touched.update(public_keys)

    def enter(self, circle: str, payload: Mapping[str, object]) -> None:
        """Enter the act into a circle's chain, once per circle.

        Raises ValueError if the circle has it already or if the payload holds prose or an
        address, TypeError if the payload has no canonical form.
        """
        _demand(_CIRCLE, circle, "The name of a chain")
        if circle in self.entered:
            raise ValueError(f"{self.code} is entered into {circle} already.")
        _refuse_prose(payload)
        self.entered[circle] = canonical_bytes(payload)

    def commit(self) -> None:
        """Note that the transaction was committed. Called by the database connection alone."""
        self.is_committed = True

    def check_complete(self) -> None:
        """Raise RuntimeError if the act entered no chain, or moved public things in secret."""
        if not self.entered:
            raise RuntimeError(f"The act {self.code} entered no circle's chain.")
        if self.touched and PUBLIC not in self.entered:
            raise RuntimeError(
                f"The act {self.code} touches public keys without an entry in the public chain: "
                "caches would go on answering with what was."
            )


@dataclass(slots=True)
class _Collector:
    """The acts of one transaction that is under way."""

    block: Atomic
    acts: list[Act] = field(default_factory=list)


# By connection, for that is where the transaction lives: neither a thread nor an asynchronous
# task that inherits our context may add to a transaction that is not its own.
_collectors: WeakKeyDictionary[BaseDatabaseWrapper, _Collector] = WeakKeyDictionary()


@contextmanager
def act(code: str, *, subject: str, actor: Actor, at: datetime) -> Iterator[Act]:
    """Do something that the record must know, in one transaction with its entries.

    `code` is what was done (`provision.agreed`), `subject` the public key or id of what it was
    done to, `at` an aware instant. Acts nest: an inner act joins the outer one's transaction
    and is appended with it, or not at all when it raises. Raises ValueError for a naive `at`
    or a malformed code or subject, and RuntimeError for an act that entered no chain or was
    begun in a transaction that somebody else had opened.
    """
    _demand(_CODE, code, "The code of an act")
    _demand(_WORD, subject, "The subject of an act")
    if at.tzinfo is None:
        raise ValueError("`at` needs a time zone.")
    with _joined() as collector:
        made = Act(code, subject, actor, at)
        collector.acts.append(made)
        transaction.on_commit(made.commit)
        yield made
        made.check_complete()


@contextmanager
def together(*, rehearse: bool = False) -> Iterator[None]:
    """Do several acts in one transaction, all or none; nests like an act.

    With `rehearse` everything is done, deferred constraints included, and then taken back:
    what a dry run reports is what would really have happened. Raises what an act raises.
    """
    with _joined(rehearse=rehearse):
        yield


@contextmanager
def _joined(*, rehearse: bool = False) -> Iterator[_Collector]:
    """Yield the collector of the transaction under way, or else of a new one."""
    wrapper = connections[DEFAULT_DB_ALIAS]
    collector = _collectors.get(wrapper)
    if collector is not None and collector.block in wrapper.atomic_blocks:
        # A savepoint, so that a refused inner act leaves nothing behind it when caught.
        with transaction.atomic():
            yield collector
            if rehearse:
                _take_back()
        return
    block = transaction.atomic(durable=True)
    with ExitStack() as stack:
        _open(block, stack)
        collector = _collectors[wrapper] = _Collector(block)
        yield collector
        append(_standing(collector.acts))
        if rehearse:
            _take_back()


def _open(block: Atomic, stack: ExitStack) -> None:
    """Open a transaction that nobody else has opened already.

    Two acts in a caller's transaction would lock their heads one after the other, in any
    order, and hold them until that caller commits: deadlocks.
    """
    try:
        stack.enter_context(block)
    except RuntimeError as error:
        raise RuntimeError(
            "An act was begun inside a transaction.atomic() block of its caller. Open that "
            "transaction with `record.acts.together()` instead; it nests and locks the same."
        ) from error


def _take_back() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    transaction.set_rollback(True)


def _standing(acts: list[Act]) -> list[Act]:
    """Leave out the acts that were taken back, even after their end, with a savepoint.

    Django drops a commit callback when its savepoint is rolled back; so each act's own
    callback says whether the act still stands.
    """
    owners = {id(getattr(row[1], "__self__", None)) for row in connection.run_on_commit}
    return [made for made in acts if id(made) in owners]


def _demand(form: re.Pattern[str], text: str, what: str) -> None:
    if form.fullmatch(text) is None:
        raise ValueError(f"{what} can't be “{text[:80]}”.")


def _refuse_prose(value: object) -> None:
    if isinstance(value, str) and value and _WORD.fullmatch(value) is None:
        raise ValueError("A payload holds ids, codes and public facts, never prose or addresses.")
    if isinstance(value, Mapping):
        for key, item in value.items():
            _refuse_prose(key)
            _refuse_prose(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_prose(item)
