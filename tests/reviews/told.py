"""What positions told whom: the public list, and the chains of the record."""

import json
from typing import Any

from record.models import PUBLIC, Entry
from reviews.selectors.stances import PublicPosition, read_positions
from stakeholders.enums import CircleKind
from stakeholders.models import Circle


def public() -> list[PublicPosition]:
    return list(read_positions().rows)


def payloads(chain: str, code: str) -> list[dict[str, Any]]:
    rows = Entry.objects.filter(circle=chain, code=code).order_by("number")
    return [json.loads(bytes(row.payload)) for row in rows]


def touches(code: str) -> set[str]:
    """Return the public keys that the one act of this code touched."""
    return set(Entry.objects.get(circle=PUBLIC, code=code).touches)


def secretariat() -> str:
    return Circle.objects.get(kind=CircleKind.SECRETARIAT).chain


def everything_in(chain: str) -> str:
    """Return all that a chain says, subjects included."""
    rows = Entry.objects.filter(circle=chain).order_by("number")
    return "\n".join(f"{row.code} {row.subject} {bytes(row.payload).decode()}" for row in rows)
