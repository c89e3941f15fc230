"""Running one program in the foreground: pytest, the bench, one of Django's commands."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress

from config.embedded.processes import PROJECT, dies_with_parent
from config.embedded.supervisor import AskedToEnd

# SIGINT ends pytest and the rest as Ctrl-C would, with their own last words.
_ENDING = ((signal.SIGINT, 20.0), (signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0))


def run(command: Sequence[str], *, env: Mapping[str, str]) -> int:
    """The exit code of `command`, which keeps the terminal.

    Call it inside `ends_on_signals`. Ctrl-C in a terminal reaches the program itself, and what
    it means is its business (a shell goes on). Any other request to end is passed on to it.
    """
    process = subprocess.Popen(
        command, env=dict(env), cwd=PROJECT, preexec_fn=dies_with_parent(signal.SIGTERM)
    )
    before = None
    if os.isatty(0):
        # A handler and not SIG_IGN: the program has been started and does not inherit it.
        before = signal.signal(signal.SIGINT, lambda number, frame: None)
    try:
        return process.wait()
    except AskedToEnd:
        return _end(process)
    finally:
        if before is not None:
            signal.signal(signal.SIGINT, before)
        if process.poll() is None:
            process.kill()
            process.wait()


def _end(process: "subprocess.Popen[bytes]") -> int:
    """Its exit code, or 130 when it had none of its own to give."""
    for number, seconds in _ENDING:
        process.send_signal(number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
            break
    return process.returncode or 130
