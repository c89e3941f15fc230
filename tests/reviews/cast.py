"""What tests of rooms say again and again: who is there, what is refused, what was entered."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from core.errors import DomainError
from record.models import Entry
from reviews.models import Comment
from stakeholders.enums import Capacity
from stakeholders.models import Mandate
from tests.factories.reviews import DURING
from tests.stakeholders.cast import House, admitted

LATER = DURING + timedelta(hours=1)


@contextmanager
def _refused(code: str, kind: type[DomainError]) -> Iterator[None]:
    with pytest.raises(kind) as refused:
        yield
    assert type(refused.value) is kind
    assert refused.value.code == code, refused.value.detail


def refusal(code: str | None, kind: type[DomainError]) -> Any:
    """Expect a refusal of exactly this kind and code; with None, expect none."""
    return nullcontext() if code is None else _refused(code, kind)


def fresh(comment: Comment) -> Comment:
    """Return the comment as it is stored now."""
    return Comment.objects.select_related("circle", "speaks_for").get(pk=comment.pk)


def codes_in(chain: str) -> list[str]:
    """Return the codes of a chain's entries in order."""
    rows = Entry.objects.filter(circle=chain).order_by("number")
    return list(rows.values_list("code", flat=True))


def acts_of(subject: UUID | str) -> set[tuple[str, str]]:
    """Return in which chains which acts on a subject were entered."""
    return set(Entry.objects.filter(subject=str(subject)).values_list("circle", "code"))


def in_delegation(
    house: House, capacity: str, *, code: str = "AAA", name: str = "", **terms: Any
) -> Mandate:
    """Return somebody new in a State's delegation, admitted by its focal point."""
    return admitted(
        house[f"{code}-focal"],
        name or f"{code.lower()}-{capacity}",
        capacity,
        group="governments",
        organization=house.states[code],
        **terms,
    )


def in_group(house: House, capacity: str, group: str, *, name: str = "", **terms: Any) -> Mandate:
    """Return somebody new in a group, admitted by its secretariat."""
    return admitted(house[group], name or f"{group}-{capacity}", capacity, group=group, **terms)


def in_region(house: House, capacity: str, *, code: str = "north-group", name: str = "") -> Mandate:
    """Return somebody new in a regional group, admitted by its coordinator."""
    return admitted(
        house[code],
        name or f"{code}-{capacity}",
        capacity,
        group="governments",
        organization=house.regions[code],
    )


def governments_spokesperson(house: House) -> Mandate:
    return in_group(house, Capacity.SPOKESPERSON, "governments")
