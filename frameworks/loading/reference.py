"""The two reference files: the instruments, and the sessions of the Governing Body."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from core.errors import Invalid
from core.fields import Value, root_of
from core.reading import Reading
from core.yamlfile import read_yaml
from frameworks.drafts import InstrumentDraft, SessionDraft
from frameworks.enums import InstrumentKind, InstrumentTier, Theme

from .entries import UNKNOWN_DAY, DraftT, Entry, check_format, read_session, refuse_repeated

DATA = Path(__file__).parents[1] / "data"
INSTRUMENTS_FORMAT = "tripartite-instruments/1"
SESSIONS_FORMAT = "tripartite-sessions/1"


def read_instruments(file: Path = DATA / "instruments.yaml") -> list[Entry[InstrumentDraft]]:
    """Return the instruments. Raises Invalid with every mistake of the file and its place."""
    return _read(file, INSTRUMENTS_FORMAT, "instruments", _instrument)


def read_sessions(file: Path = DATA / "governing-body.yaml") -> list[Entry[SessionDraft]]:
    """Return the real sessions. Raises Invalid with every mistake of the file and its place."""
    entries = _read(file, SESSIONS_FORMAT, "sessions", _real_session)
    numbers = Counter(entry.draft.number for entry in entries)
    for number, times in numbers.items():
        if number is not None and times > 1:
            raise Invalid(f"{file} gives the number {number} to two sessions.")
    return entries


def _read(
    file: Path, expected: str, name: str, read: Callable[[Value], Entry[DraftT]]
) -> list[Entry[DraftT]]:
    reading = Reading(str(file))
    with root_of(reading, read_yaml(file)).fields() as fields:
        check_format(fields, expected)
        listed = fields.need(name)
        entries: Sequence[Entry[DraftT]] = [read(value) for value in listed.items()]
        refuse_repeated(entries, listed, name.rstrip("s"))
    reading.finish()
    return list(entries)


def _real_session(value: Value) -> Entry[SessionDraft]:
    return read_session(value, is_sample=False)


def _instrument(value: Value) -> Entry[InstrumentDraft]:
    with value.fields() as fields:
        code = fields.need("code")
        draft = InstrumentDraft(
            kind=fields.need("kind").code(InstrumentKind.values, "kind of instrument"),
            tier=fields.stated("tier").code(InstrumentTier.values, "tier"),
            year=fields.need("year").integer(1800, 2200) or 0,
            title=fields.need("title").texts(needs=("en",)),
            themes=fields.need("themes").codes(Theme.values, "theme"),
            normlex_id=fields.stated("normlex_id").matching(r"[0-9]{1,20}", "write digits."),
            address=fields.may("address").address(),
            is_confirmed=fields.need("is_confirmed").flag(),
            status_as_of=fields.need("status_as_of").day() or UNKNOWN_DAY,
        )
        written = code.matching(
            r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*", "write it as C142, DECL-1998 or EU-2024-1689."
        )
        if len(written) > 40:
            code.refuse("A code has at most 40 characters.")
    return Entry(written, draft, code.place)
