"""Running the real `portal` and the real services, on data and ports of their own."""

import ctypes
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from config.embedded.datafolder import DataFolder
from config.embedded.processes import PROJECT, wait_until

_OURS = re.compile(r"^(DATABASE_URL|REDIS_URL|TRIPARTITE_|DJANGO_|PYTEST_|PUBLIC_BASE_URL)")


def outside_environment() -> dict[str, str]:
    """The environment without what the test run itself has put there."""
    return {name: value for name, value in os.environ.items() if not _OURS.match(name)}


def run_portal(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run the file `portal` as a newcomer would, and return what it said."""
    return subprocess.run(
        [sys.executable, str(PROJECT / "portal"), *words],
        env=outside_environment() | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def command(*words: str) -> list[str]:
    """The command behind `portal`, without looking after the environment the tests run in."""
    return [sys.executable, "-m", "config.embedded", *words]


class Up:
    """One `./portal up` that a test may treat as badly as it likes."""

    def __init__(self, data: Path, port: int, *options: str) -> None:
        self.data, self.port = data, port
        self._output = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed by end()
        libc, parent = ctypes.CDLL(None), os.getpid()

        def end_with_the_tests() -> None:
            libc.prctl(1, int(signal.SIGTERM))
            if os.getppid() != parent:
                os._exit(1)

        self.process = subprocess.Popen(
            command("up", "--port", str(port), "--data", str(data), *options),
            cwd=PROJECT,
            env=outside_environment(),
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
            preexec_fn=end_with_the_tests,
        )

    @property
    def output(self) -> str:
        """All it has printed."""
        self._output.seek(0)
        return self._output.read()

    def wait_ready(self) -> None:
        """Return when it says that it is ready, and fail with its output otherwise."""
        ended = lambda: self.process.poll() is not None or "Ready after" in self.output  # noqa: E731
        assert wait_until(ended, seconds=300), self.output
        assert self.process.poll() is None, self.output

    def get(self, path: str) -> tuple[int, str]:
        """Status and body of a GET; status 0 when nobody answers."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            asked.request("GET", path)
            got = asked.getresponse()
            return got.status, got.read().decode()
        except (OSError, http.client.HTTPException) as error:
            return 0, str(error)
        finally:
            asked.close()

    def answers(self) -> bool:
        """Whether /readyz says so."""
        return self.get("/readyz")[0] == 200

    def children(self) -> dict[int, str]:
        """Its living direct children, by process number, with their command lines."""
        return _children_of(self.process.pid)

    def child(self, word: str) -> int:
        """The one direct child whose command line contains `word`."""
        [found] = [process for process, line in self.children().items() if word in line]
        return found

    def kill_and_see_it_back(self, word: str) -> None:
        """kill -9 a child, and return when another one runs in its place and all answers."""
        runs = lambda: any(word in line for line in self.children().values())  # noqa: E731
        assert wait_until(runs, seconds=60), self.output
        before = self.child(word)
        os.kill(before, signal.SIGKILL)

        def back() -> bool:
            after = [process for process, line in self.children().items() if word in line]
            return len(after) == 1 and after[0] != before and self.answers()

        assert wait_until(back, seconds=60, every=0.2), self.output

    def end(self) -> None:
        """End it if it still runs, and what it left."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(60)
        finally:
            self.process.kill()
            self._output.close()


def _children_of(parent: int) -> dict[int, str]:
    found = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
            line = status.with_name("cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if fields[1] == str(parent) and fields[0] != "Z":
            found[int(status.parent.name)] = line
    return found


def processes_naming(path: Path) -> list[str]:
    """The command lines of all living processes that name `path`."""
    found = []
    for command_line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = command_line.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if str(path) in line and int(command_line.parent.name) != os.getpid():
            found.append(line)
    return found


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def open_folder() -> Iterator[Path]:
    """A short temporary folder that PostgreSQL's account can enter, also under root."""
    made = Path(tempfile.mkdtemp(prefix="up-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[DataFolder]:
    """A data folder of our own account; its sockets lie elsewhere, since its path is long."""
    made = DataFolder(tmp_path / "sample", None)
    made.make()
    yield made
    shutil.rmtree(made.sockets)


@pytest.fixture(scope="module")
def start_up() -> Iterator[Callable[..., Up]]:
    """Start `up`s that are ended after the module, come what may."""
    started: list[Up] = []

    def start(data: Path, port: int, *options: str) -> Up:
        started.append(Up(data, port, *options))
        return started[-1]

    yield start
    for each in started:
        each.end()


def lock_of(data: Path, mode: str = "sample") -> Mapping[str, object]:
    """What `up` wrote into its lock."""
    written: dict[str, object] = json.loads((data / mode / "lock").read_text())
    return written


def wait_gone(path: Path, seconds: float = 30) -> None:
    """Return when no process names `path` any more; fail with those that do."""
    assert wait_until(lambda: not processes_naming(path), seconds=seconds), processes_naming(path)


__all__ = ["PROJECT", "Up", "command", "free_port", "lock_of", "run_portal", "time", "wait_gone"]
