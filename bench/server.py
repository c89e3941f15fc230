"""One granian with one worker and one thread: what a request costs, without its neighbors."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .client import Client

_COMMAND = ("--interface", "wsgi", "--workers", "1", "--blocking-threads", "1", "--no-ws")


@contextmanager
def server(port: int, *, memory_seconds: float) -> Iterator[int]:
    """Serve `bench.wsgi` on `port`; yield the process id whose children do the work.

    `memory_seconds` is how long a process may remember the revision: 0 after each write, so
    that no request is answered from before it.
    """
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "REVISION_MEMORY_SECONDS": str(memory_seconds),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", *_COMMAND, "--host", "127.0.0.1", "--port", str(port)]
        + ["--log-level", "error", "bench.wsgi:application"],
        env=environment,
    )
    try:
        _wait(port, process)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _attempt in range(200):
        if process.poll() is not None:
            raise SystemExit("The bench's server ended before it answered.")
        try:
            if Client(port).get("/readyz").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The bench's server did not answer within 20 seconds.")


def cpu_seconds(root: int) -> float:
    """Return the processor time that `root` and its descendants have had, in seconds."""
    nanoseconds = 0
    for pid in _family(root):
        for file in Path(f"/proc/{pid}/task").glob("*/schedstat"):
            nanoseconds += int(file.read_text().split()[0])
    return nanoseconds / 1e9


def _family(root: int) -> list[int]:
    family = [root]
    for file in Path(f"/proc/{root}/task").glob("*/children"):
        for child in file.read_text().split():
            family.extend(_family(int(child)))
    return family
