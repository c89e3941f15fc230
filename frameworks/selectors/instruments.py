"""Instruments that provisions may link to. One query for any number."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from core.keyset import Order
from core.languages import Texts
from frameworks.models import Instrument

from .slices import DOCUMENT_ORDER, WHOLE, Slice, Stretch, sliced

INSTRUMENT_ORDERS = {
    DOCUMENT_ORDER: Order(("order_key", "code")),
    "year": Order(("year", "code")),
    "-year": Order(("-year", "code")),
}


@dataclass(frozen=True, slots=True)
class InstrumentFacts:
    """An instrument. What is not confirmed is general knowledge, looked at on `status_as_of`."""

    code: str
    kind: str
    tier: str
    year: int
    title: Texts
    themes: tuple[str, ...]
    normlex_id: str
    address: str
    is_confirmed: bool
    status_as_of: date


def instrument_codes() -> tuple[str, ...]:
    """Return the codes of all instruments, in their order. One query."""
    return tuple(Instrument.objects.order_by("order_key").values_list("code", flat=True))


def read_instruments(
    stretch: Stretch = WHOLE,
    *,
    kinds: Collection[str] = (),
    tiers: Collection[str] = (),
    themes: Collection[str] = (),
) -> Slice[InstrumentFacts]:
    """Return instruments of these kinds and tiers and of any of these themes."""
    rows = Instrument.objects.all()
    if kinds:
        rows = rows.filter(kind__in=list(kinds))
    if tiers:
        rows = rows.filter(tier__in=list(tiers))
    if themes:
        rows = rows.filter(themes__overlap=list(themes))
    return sliced(rows, INSTRUMENT_ORDERS, stretch, _instrument, key="code")


def _instrument(row: Instrument) -> InstrumentFacts:
    return InstrumentFacts(
        code=row.code,
        kind=row.kind,
        tier=row.tier,
        year=row.year,
        title=row.title,
        themes=tuple(row.themes),
        normlex_id=row.normlex_id,
        address=row.address,
        is_confirmed=row.is_confirmed,
        status_as_of=row.status_as_of,
    )
