"""Keeps the children of `up` alive: starts them, starts them again, ends them in order."""

import re
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Protocol

from config.embedded.datafolder import DataFolder
from config.embedded.processes import clear_group, end, how_it_ended, last_lines
from config.embedded.report import Stop, say, step

_LOOK_EVERY = 0.2
# Seconds before the first, second, … attempt to start a child again; then everything stops.
_PAUSES = (0.2, 0.5, 1, 2, 5, 10, 20, 30)
# A child that ran this long is well again: its earlier failures are forgotten.
_WELL_AFTER = 60.0
# Lines of the logs that a person at the terminal should see. PostgreSQL's ERROR is a refused
# statement, which its client reports better.
_WORTH_SHOWING = {"postgres": re.compile(r"\bPANIC\b")}
_WORTH_SHOWING_ELSEWHERE = re.compile(r"\b(ERROR|CRITICAL)\b")
_SHOWN_AT_ONCE = 10


class AskedToEnd(BaseException):
    """SIGINT, SIGTERM or SIGHUP arrived."""


class Service(Protocol):
    """A program that `up` keeps running."""

    @property
    def name(self) -> str:
        """For people."""

    @property
    def log_name(self) -> str:
        """Its log is `<log_name>.log`."""

    @property
    def stopping(self) -> Sequence[tuple[signal.Signals, float]]:
        """The signals that end it, each with the seconds it is given."""

    def start(self) -> "subprocess.Popen[bytes]":
        """Start it from the main thread."""


@dataclass
class _Child:
    service: Service
    process: "subprocess.Popen[bytes]"
    log: Path
    log_read: int
    started: float
    failures: int = 0
    again_at: float | None = None


@contextmanager
def ends_on_signals() -> Iterator[None]:
    """Inside, the signals that ask a program to end raise `AskedToEnd` in the main thread."""

    def ask(number: int, frame: FrameType | None) -> None:
        raise AskedToEnd(number)

    asking = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(number, ask) for number in asking]
    try:
        yield
    finally:
        for number, handler in zip(asking, before, strict=True):
            signal.signal(number, handler)


class Supervisor:
    """The children, in the order they were started."""

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        self._children: list[_Child] = []

    def start(self, service: Service) -> "subprocess.Popen[bytes]":
        """Start a service and keep it from now on."""
        log = self._folder.log(service.log_name)
        read = log.stat().st_size if log.exists() else 0
        process = service.start()
        self._children.append(_Child(service, process, log, read, time.monotonic()))
        return process

    def watch(self) -> None:
        """Start again whatever ends. Returns never; raises `Stop` when one cannot be kept."""
        while True:
            self.look()
            time.sleep(_LOOK_EVERY)

    def look(self) -> None:
        """One round: who ended, who is due to be started again, what the logs say."""
        for child in self._children:
            _show_log(child)
            if child.again_at is None and child.process.poll() is not None:
                _lay_out(child)
            if child.again_at is not None and time.monotonic() >= child.again_at:
                child.process = child.service.start()
                child.started, child.again_at = time.monotonic(), None
                say(f"  Started {child.service.name} again (process {child.process.pid})")

    def stop(self, *, quietly: bool = False) -> None:
        """End the children, the last started first. A second Ctrl-C ends them at once."""
        try:
            for child in reversed(self._children):
                if child.process.poll() is not None:
                    continue
                if quietly:
                    end(child.process, child.service.stopping)
                    continue
                with step(f"Stopping {child.service.name}"):
                    end(child.process, child.service.stopping)
        except AskedToEnd:
            say("  Asked again: ending the rest at once. Nothing that was acknowledged is lost.")
        finally:
            for child in self._children:
                clear_group(child.process)


def _lay_out(child: _Child) -> None:
    """A child ended by itself: clear what it left, and set when to start it again."""
    clear_group(child.process)
    if time.monotonic() - child.started > _WELL_AFTER:
        child.failures = 0
    ended = f"{child.service.name} ended ({how_it_ended(child.process.returncode)})"
    if child.failures == len(_PAUSES):
        raise Stop(
            f"{ended} again and again; its log {child.log} ends with\n{last_lines(child.log)}"
        )
    say(f"  {ended[0].upper()}{ended[1:]}; it is started again. Its log: {child.log}")
    child.again_at = time.monotonic() + _PAUSES[child.failures]
    child.failures += 1


def _show_log(child: _Child) -> None:
    """Print what is important among the lines that a child wrote since we last looked."""
    try:
        with open(child.log, "rb") as log:
            log.seek(child.log_read)
            new = log.read(1_000_000)
    except OSError:
        return
    whole = new[: new.rfind(b"\n") + 1] if len(new) < 1_000_000 else new
    child.log_read += len(whole)
    pattern = _WORTH_SHOWING.get(child.service.log_name, _WORTH_SHOWING_ELSEWHERE)
    lines = [line for line in whole.decode(errors="replace").splitlines() if pattern.search(line)]
    for line in lines[:_SHOWN_AT_ONCE]:
        say(f"  {child.service.log_name}: {line}")
    if len(lines) > _SHOWN_AT_ONCE:
        say(f"  {child.service.log_name}: … {len(lines) - _SHOWN_AT_ONCE} more in {child.log}")
