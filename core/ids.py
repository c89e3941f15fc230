"""One factory for every identifier, so that two databases can be compared byte by byte."""

import random
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_factory: ContextVar[Callable[[], uuid.UUID]] = ContextVar("id_factory", default=uuid.uuid4)


def new_id() -> uuid.UUID:
    """Return a fresh version 4 UUID from the factory in force."""
    return _factory.get()()


@contextmanager
def seeded_ids(seed: int) -> Iterator[None]:
    """Within the block `new_id` yields the same sequence for the same `seed`."""
    source = random.Random(seed)  # noqa: S311 - repeatable on purpose, only in tests
    token = _factory.set(lambda: uuid.UUID(int=source.getrandbits(128), version=4))
    try:
        yield
    finally:
        _factory.reset(token)
