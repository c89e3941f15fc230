"""The instruments that provisions link to."""

from datetime import datetime

from core.actor import Actor
from frameworks.act_codes import ActCode
from frameworks.drafts import InstrumentDraft
from frameworks.enums import InstrumentKind
from frameworks.keys import instrument_key
from frameworks.models import Instrument
from frameworks.permissions import check_can_write
from record.acts import together

from .writing import lock_row, refuse_taken, write_row

# C029 before P029 before R195; what carries no number of the ILO's follows, by kind.
_FIRST = {"C": "1", "P": "2", "R": "3"}


def register_instrument(
    *, code: str, draft: InstrumentDraft, actor: Actor, at: datetime
) -> Instrument:
    """Return a new instrument. Raises NotAllowed, Conflict for a code that is taken."""
    check_can_write(actor=actor, at=at)
    with together():
        refuse_taken(Instrument.objects.filter(code=code), f"The instrument {code}")
        instrument = Instrument(code=code)
        _write(instrument, draft, ActCode.INSTRUMENT_REGISTERED, actor, at)
    return instrument


def change_instrument(
    *, instrument: Instrument, draft: InstrumentDraft, actor: Actor, at: datetime
) -> Instrument:
    """Return the instrument with what `draft` says. Raises NotAllowed."""
    check_can_write(actor=actor, at=at)
    with together():
        locked = lock_row(Instrument, instrument.code)
        _write(locked, draft, ActCode.INSTRUMENT_CHANGED, actor, at)
    return locked


def _write(
    instrument: Instrument, draft: InstrumentDraft, code: ActCode, actor: Actor, at: datetime
) -> None:
    instrument.order_key = order_of(instrument.code, draft.kind)
    write_row(
        instrument,
        draft,
        code=code,
        key=instrument_key(instrument.code),
        framework=None,
        actor=actor,
        at=at,
    )


def order_of(code: str, kind: str) -> str:
    """Return what lists sort by: `1C029`, `3R195`, `40declaration DECL-1998`."""
    if code[:1] in _FIRST and code[1:].isdecimal():
        return f"{_FIRST[code[0]]}{code[0]}{code[1:].zfill(4)}"
    rank = InstrumentKind.values.index(kind)
    return f"4{rank:02d}{kind} {code}"
