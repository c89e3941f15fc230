"""Reading a YAML file that somebody else may have written: as text with places, nothing more.

The parser's events are turned into plain nodes by hand. No tag is resolved, so `no`, `1e3` and
`010` stay the words that were typed until a schema says what they mean; anchors are refused,
so nothing can explode; depth and size are bounded before anything is built.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import yaml

from core.errors import FieldError, Invalid

MAX_BYTES = 16 * 1024 * 1024
MAX_NODES = 1_000_000
MAX_DEPTH = 32
# Structural mistakes named at once; a file with more is not the file that was meant.
MAX_PROBLEMS = 50

# libyaml reads a thousand provisions in half a second; the Python parser needs ten.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNPRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_NULLS = frozenset({"", "~", "null"})


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the file; both numbers count from one."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Scalar:
    text: str
    mark: Mark
    is_plain: bool

    @property
    def is_null(self) -> bool:
        """Return whether nothing was written, or `~` or `null` without quotes."""
        return self.is_plain and self.text in _NULLS


@dataclass(frozen=True, slots=True)
class Listing:
    mark: Mark
    items: list["Node"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Mapping:
    mark: Mark
    entries: dict[str, "Node"] = field(default_factory=dict)
    key_marks: dict[str, Mark] = field(default_factory=dict)


Node = Scalar | Listing | Mapping


@dataclass(slots=True)
class _Frame:
    """A collection that is still open, and the key that waits for its value."""

    node: Listing | Mapping
    path: str
    key: str | None = None

    def child_path(self) -> str:
        if isinstance(self.node, Listing):
            return f"{self.path}[{len(self.node.items)}]"
        return ".".join(part for part in (self.path, self.key) if part)


def locate(name: str, mark: Mark, path: str) -> str:
    """Return `file.yaml:12:5 sections[0].slug`, which editors and terminals make clickable."""
    return f"{name}:{mark.line}:{mark.column} {path}".rstrip()


def read_yaml(file: Path) -> Node:
    """Return the file's one document. Raises Invalid that names every place and says what to do.

    Refused: what is no readable file, larger than `MAX_BYTES`, not UTF-8, not YAML, empty,
    several documents, anchors, aliases, tags, keys that are not words, keys given twice,
    nesting beyond `MAX_DEPTH`, control characters.
    """
    name = str(file)
    return parse_yaml(_decoded(_bytes_of(file), name), name)


def parse_yaml(text: str, name: str) -> Node:
    """Return the one document in `text`; `name` stands in the errors. Raises Invalid."""
    _refuse_unprintable(text, name)
    builder = _Builder(name)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise _malformed(name, error) from None
    except yaml.YAMLError:
        raise Invalid(f"{name} can’t be read as YAML.", code="yaml_malformed") from None
    return builder.finished()


def _bytes_of(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise Invalid(f"There is no file {file}. Check the path.", code="file_missing") from None
    except IsADirectoryError:
        raise Invalid(f"{file} is a folder; name a file in it.", code="file_is_folder") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise Invalid(f"{file} can’t be read: {reason}.", code="file_unreadable") from None
    if len(content) > MAX_BYTES:
        raise Invalid(
            f"{file} is larger than {MAX_BYTES // 1024 // 1024} MB; split it.",
            code="file_too_large",
        )
    return content


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        raise Invalid(
            f"{name} is not UTF-8 text (byte {content[error.start]:#04x} on line {line});"
            " save it as UTF-8.",
            code="file_not_utf8",
            errors=[FieldError(locate(name, Mark(line, column), ""), "This is not UTF-8.")],
        ) from None


def _refuse_unprintable(text: str, name: str) -> None:
    errors = []
    for found in _UNPRINTABLE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        detail = f"The character U+{ord(found[0]):04X} can’t stand in a text; remove it."
        errors.append(FieldError(locate(name, Mark(line, column), ""), detail, "unprintable"))
        if len(errors) == MAX_PROBLEMS:
            break
    if errors:
        raise Invalid(
            f"{name} holds characters that no text may hold.",
            code="yaml_unprintable",
            errors=errors,
        )


def _malformed(name: str, error: yaml.MarkedYAMLError) -> Invalid:
    mark = error.problem_mark or error.context_mark
    place = Mark(mark.line + 1, mark.column + 1) if mark else Mark(1, 1)
    said = ", ".join(part for part in (error.context, error.problem) if part)
    hint = (
        "Indent with spaces, never with tabs."
        if "tab" in said or "'\\t'" in said
        else ("Check the indentation, colons and quotes there and on the line before.")
    )
    detail = f"This is not YAML ({said}). {hint}"
    return Invalid(
        f"{name} can’t be read as YAML.",
        code="yaml_malformed",
        errors=[FieldError(locate(name, place, ""), detail, "yaml_malformed")],
    )


class _Builder:
    """Takes the parser's events and builds nodes, without recursion."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._frames: list[_Frame] = []
        self._root: Node | None = None
        self._nodes = 0
        self._documents = 0
        self._problems: list[FieldError] = []

    def take(self, event: yaml.Event) -> None:
        start = event.start_mark
        mark = Mark(start.line + 1, start.column + 1) if start else Mark(1, 1)
        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._stop(mark, "A second document begins here; one file holds one.")
            case yaml.AliasEvent():
                self._report(mark, "Aliases (*) are refused; write the value out.")
                self._place(Scalar("", mark, is_plain=True))
            case yaml.ScalarEvent():
                self._refuse_properties(event, mark)
                self._scalar(Scalar(event.value, mark, event.implicit[0]))
            case yaml.SequenceStartEvent():
                self._refuse_properties(event, mark)
                self._open(Listing(mark), mark)
            case yaml.MappingStartEvent():
                self._refuse_properties(event, mark)
                self._open(Mapping(mark), mark)
            case yaml.CollectionEndEvent():
                self._frames.pop()

    def finished(self) -> Node:
        if self._problems:
            raise self._refusal()
        if self._root is None or (isinstance(self._root, Scalar) and self._root.is_null):
            raise Invalid(f"{self._name} is empty.", code="file_empty")
        return self._root

    def _scalar(self, scalar: Scalar) -> None:
        frame = self._frames[-1] if self._frames else None
        if frame is None or isinstance(frame.node, Listing) or frame.key is not None:
            self._place(scalar)
            return
        frame.key = scalar.text
        if scalar.text in frame.node.entries:
            first = frame.node.key_marks[scalar.text].line
            self._report(scalar.mark, f"“{scalar.text}” stands here twice (first on line {first}).")
        frame.node.key_marks.setdefault(scalar.text, scalar.mark)

    def _open(self, node: Listing | Mapping, mark: Mark) -> None:
        frame = self._frames[-1] if self._frames else None
        if frame is not None and isinstance(frame.node, Mapping) and frame.key is None:
            self._stop(mark, "A field’s name must be a word, not a list or a mapping.")
        if len(self._frames) >= MAX_DEPTH:
            self._stop(mark, f"This is nested more than {MAX_DEPTH} levels deep.")
        path = frame.child_path() if frame else ""
        self._place(node)
        self._frames.append(_Frame(node, path))

    def _place(self, node: Node) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._stop(node.mark, f"The file holds more than {MAX_NODES} values; split it.")
        if not self._frames:
            self._root = node
            return
        frame = self._frames[-1]
        if isinstance(frame.node, Listing):
            frame.node.items.append(node)
        else:
            frame.node.entries.setdefault(str(frame.key), node)
            frame.key = None

    def _refuse_properties(self, event: yaml.NodeEvent, mark: Mark) -> None:
        if event.anchor is not None:
            self._report(mark, "Anchors (&) are refused; write the value out where it is needed.")
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._report(mark, f"The tag {tag} is refused; write the plain value.")

    def _report(self, mark: Mark, detail: str) -> None:
        path = self._frames[-1].child_path() if self._frames else ""
        self._problems.append(FieldError(locate(self._name, mark, path), detail, "yaml_refused"))
        if len(self._problems) >= MAX_PROBLEMS:
            raise self._refusal()

    def _stop(self, mark: Mark, detail: str) -> NoReturn:
        self._report(mark, detail)
        raise self._refusal()

    def _refusal(self) -> Invalid:
        return Invalid(
            f"{self._name} is YAML that is not accepted here.",
            code="yaml_refused",
            errors=self._problems,
        )
