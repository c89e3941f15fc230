"""What a file's schema says about its values: typed readers that collect every error.

A reader never raises: it notes the error with its place and returns an empty value, so that
one run names everything that is wrong. `Reading.finish` raises if anything was noted.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

from core.dates import HonestDate, parse_honest_date
from core.languages import LANGUAGES, Texts
from core.naming import is_slug
from core.reading import Place, Reading, shorten
from core.textform import normalize_line, normalize_text
from core.yamlfile import Listing, Mapping, Mark, Node, Scalar

_INTEGER = re.compile(r"0|[1-9][0-9]{0,8}")
_INSTANT = re.compile(r"2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_LINE_LENGTH = 300
_TEXT_LENGTH = 20_000


@dataclass(frozen=True, slots=True)
class Value:
    """One value with its place. `node` is None where nothing was written."""

    reading: Reading
    node: Node | None
    path: str
    mark: Mark

    @property
    def place(self) -> Place:
        return Place(self.path, self.mark)

    @property
    def is_given(self) -> bool:
        return self.node is not None

    def is_word(self, word: str) -> bool:
        """Return whether this is exactly `word`, which stands for something else than itself."""
        return isinstance(self.node, Scalar) and self.node.text == word

    def refuse(self, detail: str) -> None:
        self.reading.refuse(self.place, detail)

    def line(self, limit: int = _LINE_LENGTH) -> str:
        """Return one line of text in normal form, at most `limit` characters long."""
        return self._normalized(normalize_line, limit)

    def text(self, limit: int = _TEXT_LENGTH) -> str:
        """Return text in normal form, with a blank line between its paragraphs."""
        return self._normalized(normalize_text, limit)

    def texts(self, *, limit: int = _TEXT_LENGTH, needs: Iterable[str] = ()) -> Texts:
        """Return a text per language; each language of `needs` must be there."""
        found: Texts = {}
        with self.fields() as fields:
            for language in LANGUAGES:
                required = self.is_given and language in needs
                value = fields.need(language) if required else fields.may(language)
                if text := value.text(limit):
                    found[language] = text
        if self.is_given and isinstance(self.node, Mapping) and not self.node.entries:
            self.refuse(f"Give a text in one of {', '.join(LANGUAGES)}, or write null.")
        return found

    def flag(self) -> bool:
        """Return whether `true` is written; nothing written is false."""
        raw = self._raw()
        if raw not in (None, "true", "false"):
            self.refuse(f"“{raw}” is neither true nor false; write one of the two.")
        return raw == "true"

    def integer(self, lowest: int = 0, highest: int = 1_000_000) -> int | None:
        """Return a whole number within the bounds, which are allowed."""
        raw = self._raw()
        if raw is None:
            return None
        if not _INTEGER.fullmatch(raw) or not lowest <= int(raw) <= highest:
            self.refuse(f"“{shorten(raw)}” is not a whole number from {lowest} to {highest}.")
            return None
        return int(raw)

    def code(self, known: Collection[str], what: str = "code") -> str:
        """Return one of the `known` codes."""
        raw = self._raw()
        if raw is None:
            return ""
        if raw not in known:
            suggested = self.reading.suggest(raw, known)
            self.refuse(f"“{shorten(raw)}” is no {what}; {suggested}")
            return ""
        return raw

    def codes(self, known: Collection[str], what: str = "code", *, empty: str = "") -> list[str]:
        """Return a list of the `known` codes, each at most once.

        `empty` is what is said to a list without any entry; without it, an empty list is fine.
        """
        found: dict[str, None] = {}
        if empty and isinstance(self.node, Listing) and not self.node.items:
            self.refuse(empty)
        for item in self.items():
            code = item.code(known, what)
            if code and code in found:
                item.refuse(f"“{code}” stands in this list twice.")
            elif code:
                found[code] = None
        return list(found)

    def slug(self) -> str:
        """Return a slug, "" for none or a malformed one."""
        raw = self._raw()
        if raw is not None and not is_slug(raw):
            self.refuse(
                f"“{shorten(raw)}” is no slug: small letters and digits, joined by single hyphens,"
                " at most 80 characters."
            )
            return ""
        return raw or ""

    def matching(self, pattern: str, advice: str) -> str:
        """Return text that fits `pattern` as a whole; `advice` says what it looks like."""
        raw = self._raw()
        if raw is not None and not re.fullmatch(pattern, raw):
            self.refuse(f"“{shorten(raw)}” does not fit; {advice}")
            return ""
        return raw or ""

    def address(self) -> str:
        """Return an absolute http(s) address."""
        raw = self._raw()
        if raw is None:
            return ""
        if len(raw) > 500 or not re.fullmatch(
            r"https?://[a-zA-Z0-9.-]+(:[0-9]+)?([/?#][!-~]*)?", raw
        ):
            self.refuse(f"“{shorten(raw)}” is no address; begin with https:// and leave no space.")
            return ""
        return raw

    def day(self) -> date | None:
        """Return a single day, written `2026-04-13`."""
        honest = self.honest_date()
        if honest and honest.first != honest.last:
            self.refuse(f"“{honest.iso()}” is not a single day; write it as 2026-04-13.")
            return None
        return honest.first if honest else None

    def honest_date(self) -> HonestDate | None:
        """Return a year, a month, a day or a range of days."""
        raw = self._raw()
        if raw is None:
            return None
        try:
            return parse_honest_date(shorten(raw))
        except ValueError as error:
            self.refuse(str(error))
            return None

    def instant(self) -> datetime | None:
        """Return an instant in UTC, written `2026-09-01T07:00:00Z`."""
        raw = self._raw()
        if raw is None:
            return None
        try:
            if not _INSTANT.fullmatch(raw):
                raise ValueError
            return datetime.fromisoformat(raw).astimezone(UTC)
        except ValueError:
            self.refuse(f"“{shorten(raw)}” is no instant in UTC; write 2026-09-01T07:00:00Z.")
            return None

    def items(self) -> list["Value"]:
        """Return the values of a list."""
        if self.node is None:
            return []
        if not isinstance(self.node, Listing):
            self.refuse("A list is expected here: one “- ” before each entry, or [a, b].")
            return []
        return [
            Value(self.reading, item, f"{self.path}[{index}]", item.mark)
            for index, item in enumerate(self.node.items)
        ]

    def entries(self) -> list[tuple["Value", "Value"]]:
        """Return the keys and values of a mapping whose keys are data."""
        if self.node is None:
            return []
        if not isinstance(self.node, Mapping):
            self.refuse("Pairs are expected here, written “name: value”.")
            return []
        pairs = []
        for name, node in self.node.entries.items():
            path = f"{self.path}.{name}" if self.path else name
            mark = self.node.key_marks[name]
            key = Value(self.reading, Scalar(name, mark, is_plain=False), path, mark)
            pairs.append((key, Value(self.reading, node, path, node.mark)))
        return pairs

    @contextmanager
    def fields(self) -> Iterator["Fields"]:
        """Read a mapping's fields; at the block's end those nobody asked for are refused."""
        fields = Fields(self)
        yield fields
        fields.refuse_unknown()

    def _raw(self) -> str | None:
        if self.node is None:
            return None
        if isinstance(self.node, Scalar):
            if not self.node.is_null:
                return self.node.text
            self.refuse("There is nothing here; give a value.")
            return None
        self.refuse("A single value is expected here, not a list or a mapping.")
        return None

    def _normalized(self, normalize: Callable[[str], str], limit: int) -> str:
        raw = self._raw()
        if raw is None:
            return ""
        try:
            text = normalize(raw)
        except ValueError as error:
            self.refuse(str(error))
            return ""
        if not text:
            self.refuse("There is nothing here; give a text or leave the field out.")
        if len(text) > limit:
            self.refuse(f"This has {len(text)} characters; {limit} are allowed.")
        return text


def root_of(reading: Reading, node: Node) -> Value:
    """Return the whole document as a value of `reading`."""
    return Value(reading, node, "", node.mark)


class Fields:
    """The fields of one mapping, each asked for by name."""

    def __init__(self, value: Value) -> None:
        self.value = value
        self._asked: list[str] = []
        self._mapping: Mapping | None = None
        if isinstance(value.node, Mapping):
            self._mapping = value.node
        elif value.node is not None:
            value.refuse("Fields are expected here, written “name: value”, one on each line.")

    @property
    def place(self) -> Place:
        return self.value.place

    def may(self, name: str) -> Value:
        """Return the field's value; an absent or null one is not given."""
        self._asked.append(name)
        path = f"{self.value.path}.{name}" if self.value.path else name
        node = self._mapping.entries.get(name) if self._mapping else None
        if node is None or (isinstance(node, Scalar) and node.is_null):
            return Value(self.value.reading, None, path, node.mark if node else self.value.mark)
        return Value(self.value.reading, node, path, node.mark)

    def need(self, name: str) -> Value:
        """Return the field's value, and note an error if it is absent or null."""
        value = self.may(name)
        if self._mapping is not None and not value.is_given:
            value.refuse(f"The field “{name}” is missing here.")
        return value

    def stated(self, name: str) -> Value:
        """Return a value that may be null but has to be written: nobody forgets to say so."""
        value = self.may(name)
        if self._mapping is not None and name not in self._mapping.entries:
            value.refuse(f"The field “{name}” is missing here; write null if it is not known.")
        return value

    def accept_the_rest(self) -> None:
        """Refuse no further field: which there may be depends on one that was refused."""
        self._asked.extend(self._mapping.entries if self._mapping else ())

    def refuse_unknown(self) -> None:
        """Refuse the fields of this mapping that nobody asked for."""
        if self._mapping is None:
            return
        reading = self.value.reading
        for name, mark in self._mapping.key_marks.items():
            if name not in self._asked:
                path = f"{self.value.path}.{shorten(name)}" if self.value.path else shorten(name)
                known = reading.suggest(name, self._asked)
                reading.refuse(
                    Place(path, mark), f"There is no field “{shorten(name)}” here; {known}"
                )
