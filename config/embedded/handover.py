"""Running one program in the foreground: pytest, the bench, one of Django's commands."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress

from config.embedded.processes import PROJECT, dies_with_parent
from config.embedded.supervisor import AskedToEnd


def run(command: Sequence[str], *, env: Mapping[str, str], keep_open: Sequence[int] = ()) -> int:
    """The exit code of `command`, which keeps the terminal and its Ctrl-C.

    Call it inside `ends_on_signals`. When we are asked to end, it is given time to end well.
    """
    process = subprocess.Popen(
        command,
        env=dict(env),
        cwd=PROJECT,
        pass_fds=keep_open,
        preexec_fn=dies_with_parent(signal.SIGTERM),
    )
    try:
        return process.wait()
    except AskedToEnd as asked:
        return _end(process, by_terminal=asked.args == (signal.SIGINT,) and os.isatty(0))
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _end(process: "subprocess.Popen[bytes]", *, by_terminal: bool) -> int:
    """Its exit code, after SIGINT and patience; a terminal's Ctrl-C has reached it already."""
    ways: list[tuple[signal.Signals | None, float]] = [
        (None if by_terminal else signal.SIGINT, 20.0),
        (signal.SIGTERM, 5.0),
        (signal.SIGKILL, 5.0),
    ]
    for number, seconds in ways:
        if number is not None:
            process.send_signal(number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
            break
    return process.returncode or 130
