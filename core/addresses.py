"""The four kinds of address. Every route's view says which it is; a guard test asks all."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

ViewT = TypeVar("ViewT", bound=Callable[..., object])


class AddressKind(StrEnum):
    PUBLIC = "public"  # the same bytes for everyone, cacheable anywhere
    DESK = "desk"  # depends on who asks: private, no-store, second factor
    DOOR = "door"  # sign-in, subscribe, unsubscribe: no-store, cookies or tokens
    OPS = "ops"  # health and metrics: no-store, no session


def address(kind: AddressKind) -> Callable[[ViewT], ViewT]:
    """Mark a view as standing behind an address of `kind`."""

    def mark(view: ViewT) -> ViewT:
        view.address_kind = kind  # type: ignore[attr-defined]
        return view

    return mark
