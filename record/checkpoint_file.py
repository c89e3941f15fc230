"""The checkpoint file: whole lines, appended under a lock and forced to the disk."""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

log = logging.getLogger(__name__)


def read_lines(file: Path) -> list[str]:
    """Return the lines of the file, none if it does not exist. A torn last line is one too."""
    if not file.exists():
        return []
    with file.open("rb") as stream:
        fcntl.flock(stream, fcntl.LOCK_SH)
        return _lines(stream.read())


@dataclass(frozen=True, slots=True)
class OpenFile:
    """The checkpoint file while nobody else may write to it."""

    stream: BinaryIO
    lines: list[str]

    def append(self, line: str) -> None:
        """Write one more line and return when it is on the disk. All of it or nothing.

        Raises OSError, for instance when the disk is full.
        """
        end = self.stream.seek(0, os.SEEK_END)
        try:
            self.stream.write(f"{line}\n".encode())
            _force(self.stream)
        except OSError:
            self.stream.truncate(end)
            raise
        self.lines.append(line)

    def keep(self, count: int) -> None:
        """Keep the first `count` lines and drop the others."""
        self.stream.truncate(sum(len(line.encode()) + 1 for line in self.lines[:count]))
        _force(self.stream)
        del self.lines[count:]


@contextmanager
def opened(file: Path) -> Iterator[OpenFile]:
    """Open the file for appending, made if need be, and keep other processes out."""
    file.parent.mkdir(parents=True, exist_ok=True)
    is_new = not file.exists()
    with open(os.open(file, os.O_RDWR | os.O_CREAT, 0o644), "r+b", buffering=0) as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        if is_new:
            _force_folder(file.parent)
        _drop_torn_line(stream, file)
        stream.seek(0)
        yield OpenFile(stream, _lines(stream.read()))


def _drop_torn_line(stream: BinaryIO, file: Path) -> None:
    """Drop what a crash left half written: it was never confirmed, so no row knows it."""
    stream.seek(0)
    content = stream.read()
    whole = content.rfind(b"\n") + 1
    if whole < len(content):
        log.warning("%s ended in half a line; the half was dropped.", file)
        stream.truncate(whole)
        _force(stream)


def _lines(content: bytes) -> list[str]:
    lines = content.decode(errors="replace").split("\n")
    return lines if lines[-1] else lines[:-1]


def _force(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def _force_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
