"""The small house, walked once in a process and laid out again for each later test.

Walking it takes a thousand statements, and was half of the suite's time. What is laid out are the
rows that the acts wrote, taken up and put down by PostgreSQL itself.
"""

import io
import pickle
import sys
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import _lru_cache_wrapper, lru_cache
from types import ModuleType
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import connection

from core import ids
from record.models import Entry
from stakeholders.models import Circle, Organization, User
from tests.guards.house import apps
from tests.public.api.house import forget_answers

T = TypeVar("T")


@dataclass(frozen=True)
class _Taken:
    """What one walk left: new rows by table, in PostgreSQL's own text, and what it returned."""

    rows: dict[str, bytes]
    returned: bytes


_taken: dict[Callable[[], object], _Taken] = {}


def walked_once(walk: Callable[[], T]) -> T:
    """Return what `walk` returns, with its rows in the database.

    It is really walked where a test could tell the difference: after anything happened, with
    identifiers of the test's own, and in transactions that are committed.
    """
    if not _nothing_happened():
        return walk()
    if walk not in _taken:
        before = _contents()
        first = walk()
        _taken[walk] = _Taken(_added(before, _contents()), pickle.dumps(first))
        return first
    _lay_out(_taken[walk].rows)
    returned: T = pickle.loads(_taken[walk].returned)  # noqa: S301 - our own bytes
    return returned


def _nothing_happened() -> bool:
    return (
        connection.in_atomic_block
        and ids._factory.get() is uuid.uuid4  # not those of `seeded_ids`
        and not any(model.objects.exists() for model in (Entry, User, Organization, Circle))
    )


def _contents() -> dict[str, bytes]:
    with connection.cursor() as cursor:
        return {table: _copied(cursor, table) for table in connection.introspection.table_names()}


def _copied(cursor: Any, table: str) -> bytes:
    rows = io.BytesIO()
    cursor.copy_expert(f'COPY (TABLE "{table}") TO STDOUT', rows)
    return rows.getvalue()


def _added(before: dict[str, bytes], after: dict[str, bytes]) -> dict[str, bytes]:
    changed = {table: rows for table, rows in after.items() if rows != before[table]}
    assert not any(before[table] for table in changed), "A walk may add rows, and change none."
    return changed


def _lay_out(rows: dict[str, bytes]) -> None:
    """Put rows down as they were: no trigger has a say, since all had it when they were made."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, text in rows.items():
            cursor.copy_expert(f'COPY "{table}" FROM STDIN', io.BytesIO(text))
        cursor.execute("SET LOCAL session_replication_role = origin")
    _forget()


def _forget() -> None:
    """Empty what the house remembers of other tests under the identifiers that now come back."""
    cache.clear()
    forget_answers()
    for memory in _memories(len(sys.modules)):
        memory.cache_clear()


@lru_cache(maxsize=1)
def _memories(_modules: int) -> list["_lru_cache_wrapper[Any]"]:
    ours = tuple(f"{app}." for app in apps())
    found = [module for name, module in sys.modules.items() if name.startswith(ours)]
    return [each for module in found for each in _bounded(module)]


def _bounded(module: ModuleType) -> list["_lru_cache_wrapper[Any]"]:
    """What is remembered of the database; unbounded memory is of what never changes."""
    values = [each for each in vars(module).values() if isinstance(each, _lru_cache_wrapper)]
    return [each for each in values if each.cache_parameters()["maxsize"] is not None]
