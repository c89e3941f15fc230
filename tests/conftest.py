"""What every test stands on: fixed actors and instants, no network, a flush that gets through."""

import ipaddress
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from django.db.backends.postgresql.operations import DatabaseOperations
from django.utils import translation

from core.actor import Actor
from core.ids import seeded_ids
from tests.guards.watch import every_write_is_in_an_act

__all__ = ["every_write_is_in_an_act"]  # a fixture: it watches every test

# What a migration inserted and every later test relies on, cached answers included.
FOUNDED = {"record_installation"}


class OutsideRefused(Exception):
    """A test tried to reach another machine."""


@pytest.fixture(autouse=True, scope="session")
def only_this_machine() -> Iterator[None]:
    """Refuse connections to, and look-ups of, anything but loopback and unix sockets."""
    connect, connect_ex, look_up = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def refuse_outside(family: int, address: Any) -> None:
        if family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            raise OutsideRefused(f"A test may not connect to {address[0]}.")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        refuse_outside(self.family, address)
        return connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        refuse_outside(self.family, address)
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        if host is not None and not _is_loopback(host):
            raise OutsideRefused(f"A test may not look up {host}.")
        return look_up(host, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


def _is_loopback(host: str | bytes) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def flush_gets_through() -> Iterator[None]:
    """Let tests with real transactions empty the tables, which refuse TRUNCATE otherwise.

    Only that one transaction runs without triggers. What the migrations founded stays.
    """
    sql_flush = DatabaseOperations.sql_flush

    def without_triggers(
        self: DatabaseOperations, style: Any, tables: Sequence[str], **options: Any
    ) -> list[str]:
        statements = sql_flush(self, style, [t for t in tables if t not in FOUNDED], **options)
        return ["SET LOCAL session_replication_role = replica;", *statements]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", without_triggers)
        yield


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Begin and end each test in the default language: a page leaves its own in the thread."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture
def at() -> datetime:
    """The instant at which a test happens."""
    return datetime(2026, 11, 22, 13, 40, tzinfo=UTC)


@pytest.fixture
def system_actor() -> Actor:
    return Actor.system("tests")


@pytest.fixture
def import_actor() -> Actor:
    return Actor.importer("tests")


@pytest.fixture
def person_actor() -> Actor:
    """A person under a mandate; the record has no foreign keys, so no rows are needed."""
    return Actor.person(
        UUID("11111111-1111-4111-8111-111111111111"), UUID("22222222-2222-4222-8222-222222222222")
    )


@pytest.fixture
def other_person_actor() -> Actor:
    return Actor.person(
        UUID("33333333-3333-4333-8333-333333333333"), UUID("44444444-4444-4444-8444-444444444444")
    )


@pytest.fixture
def ids() -> Iterator[None]:
    """The same identifiers in every run, in this test's thread."""
    with seeded_ids(20261122):
        yield


AtOnce = Callable[..., list[Any]]


@pytest.fixture
def at_once() -> AtOnce:
    """Run callables at the same time, each in a thread with a database connection of its own.

    Returns their results in order. Raises the first error that one of them raised, and fails
    when they don't end: that is a deadlock. Needs `django_db(transaction=True)`.
    """

    def run(*calls: Callable[[], Any], seconds: float = 60) -> list[Any]:
        results: list[Any] = [None] * len(calls)
        errors: list[BaseException] = []
        start = threading.Barrier(len(calls))

        def one(index: int) -> None:
            try:
                start.wait(seconds)
                results[index] = calls[index]()
            except BaseException as error:
                errors.append(error)
            finally:
                connections.close_all()

        threads = [
            threading.Thread(target=one, args=(index,), daemon=True) for index in range(len(calls))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(seconds)
        assert not any(thread.is_alive() for thread in threads), "They wait for each other."
        if errors:
            raise errors[0]
        return results

    return run
