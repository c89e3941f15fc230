"""The real framework and the practice framework, loaded as `up` loads them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from core.actor import Actor
from frameworks.loading.entries import DraftT, Entry
from frameworks.loading.reference import read_instruments, read_sessions
from frameworks.services.reference import load_instruments, load_sessions
from provisions.loading.load_framework import load_framework
from public.cache import ANSWERS, REVISION

DATA = Path(__file__).parents[3] / "frameworks" / "data"
LOADED_AT = datetime(2026, 11, 22, 13, 40, tzinfo=UTC)
ACTOR = Actor.importer("tests")


def load_house() -> None:
    """Load the reference data and both frameworks."""
    load_instruments(drafts=_drafts(read_instruments()), actor=ACTOR, at=LOADED_AT)
    load_sessions(drafts=_drafts(read_sessions()), actor=ACTOR, at=LOADED_AT)
    for name in ("ai-manufacturing-2026", "practice-framework"):
        load_framework(file=DATA / f"{name}.yaml", actor=ACTOR, at=LOADED_AT)


def _drafts(entries: Iterable[Entry[DraftT]]) -> dict[str, DraftT]:
    return {entry.slug: entry.draft for entry in entries}


@contextmanager
def taken_back() -> Iterator[None]:
    """Undo at the end whatever is written within, acts included."""
    block: Any = transaction.atomic()
    block._from_testcase = True  # as Django's own tests do: acts open durable transactions
    with block:
        yield
        transaction.set_rollback(True)


def forget_answers() -> None:
    """Empty the memory of answers: a revision taken back will be used again for other data."""
    ANSWERS.clear()
    REVISION.forget()
