"""Chains of ten thousand entries, in memory and in the database, and the files around them."""

import random
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.actor import Actor
from core.canonical import canonical_bytes
from record.appending import row_of
from record.checkpoints import take_checkpoint
from record.hashing import SCHEMA, Sealed, entry_hash, genesis, instant_text
from record.models import PUBLIC, SYSTEM, Chain, Entry
from record.verify import Head

ROOM = "5a5a5a5a-0000-4000-8000-000000000000"
LENGTHS = {ROOM: 3000, PUBLIC: 6000, SYSTEM: 1000}
BEGIN = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)


def build_chain(circle: str, length: int) -> list[Sealed]:
    """Make a whole chain: system, import and person actors by turns, all columns filled."""
    source = random.Random(circle)
    entries, previous = [], genesis(circle)
    for number in range(1, length + 1):
        who = number % 3
        person = who == 2
        sealed = Sealed(
            id=str(uuid.UUID(int=source.getrandbits(128), version=4)),
            circle=circle,
            number=number,
            code="thing.done",
            schema=SCHEMA,
            subject=f"thing-{number % 50}-é",
            touches=(f"thing-{number % 50}",) if circle == PUBLIC else (),
            at=instant_text(BEGIN + timedelta(minutes=number, microseconds=number)),
            actor_kind=("system", "import", "person")[who],
            actor_user=str(uuid.UUID(int=number, version=4)) if person else None,
            actor_mandate=str(uuid.UUID(int=number + 1, version=4)) if person else None,
            actor_for_mandate=str(uuid.UUID(int=number + 2, version=4)) if person else None,
            actor_origin="" if person else "tests",
            payload=canonical_bytes({"count": number}),
            previous=previous,
        )
        sealed = replace(sealed, hash=entry_hash(sealed))
        previous = sealed.hash
        entries.append(sealed)
    return entries


def head_of(entries: list[Sealed]) -> Head:
    return Head(entries[-1].number, entries[-1].hash)


@pytest.fixture(scope="session")
def ten_thousand() -> dict[str, list[Sealed]]:
    return {circle: build_chain(circle, LENGTHS[circle]) for circle in sorted(LENGTHS)}


def store(chains: dict[str, list[Sealed]]) -> None:
    """Put whole chains and their heads into the database and take one good checkpoint."""
    for circle, entries in chains.items():
        Entry.objects.bulk_create(
            [row_of(sealed, datetime.fromisoformat(sealed.at)) for sealed in entries],
            batch_size=2000,
        )
        Chain.objects.create(circle=circle, number=entries[-1].number, hash=entries[-1].hash)
    assert take_checkpoint(actor=Actor.system("tests"), at=BEGIN + timedelta(days=30))


@pytest.fixture
def stored(ten_thousand, db, record_files):
    """Ten thousand entries in the database. Takes two seconds; most tests do with `few`."""
    store(ten_thousand)
    return ten_thousand


@pytest.fixture
def few(db, record_files):
    """A hundred entries in three chains, in the same proportion."""
    chains = {circle: build_chain(circle, LENGTHS[circle] // 100) for circle in sorted(LENGTHS)}
    store(chains)
    return chains


@pytest.fixture
def record_files(tmp_path: Path, settings) -> Path:
    """A folder of its own for the checkpoint file and the signing key."""
    settings.CHECKPOINT_FILE = tmp_path / "checkpoints.jsonl"
    settings.RECORD_SIGNING_KEY_FILE = tmp_path / "key.pem"
    return tmp_path
