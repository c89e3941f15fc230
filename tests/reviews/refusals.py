"""Asking for something that has to be refused, and hearing why."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from core.errors import DomainError


class Refusal:
    """What was answered, once the block has ended."""

    detail: str
    code: str
    errors: dict[str, str]  # code of each field error by its pointer


@contextmanager
def refused(kind: type[DomainError], code: str | None = None) -> Iterator[Refusal]:
    """Expect the block to raise exactly `kind`, with this stable code."""
    refusal = Refusal()
    with pytest.raises(kind) as raised:
        yield refusal
    error = raised.value
    assert type(error) is kind
    refusal.detail, refusal.code = error.detail, error.code
    refusal.errors = {each.pointer: each.code for each in error.errors}
    if code is not None:
        assert error.code == code, error.detail
