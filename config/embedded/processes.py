"""Starting and ending child processes so that none can outlive the one who started it."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.embedded.report import Stop

PROJECT = Path(__file__).resolve().parents[2]
# From <linux/prctl.h>: ask the kernel for a signal when the parent ends.
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Account:
    """The operating system account a child runs under, when not our own."""

    name: str
    uid: int
    gid: int


def spawn(
    command: Sequence[str],
    *,
    env: Mapping[str, str],
    log: Path,
    dies_by: signal.Signals = signal.SIGTERM,
    account: Account | None = None,
    keep_open: Sequence[int] = (),
    cwd: Path = PROJECT,
) -> "subprocess.Popen[bytes]":
    """Start a child in a group of its own, writing to `log`, that ends when we end.

    `dies_by` is the signal the kernel sends it when this process is gone, kill -9 included.
    It is sent when the *thread* that spawned ends, so this must be the main thread.
    `keep_open` are descriptors it inherits, such as the data folder's lock.
    Raises `Stop` when the program cannot be started.
    """
    try:
        with open(log, "ab") as output:
            return subprocess.Popen(
                command,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=cwd,
                # Ctrl-C in a terminal goes to a whole group: only we should get it, and then
                # end our children in order.
                process_group=0,
                pass_fds=keep_open,
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
                preexec_fn=dies_with_parent(dies_by),
            )
    except OSError as error:
        raise Stop(f"{command[0]} cannot be started: {error}") from error


def dies_with_parent(signal_number: signal.Signals) -> Callable[[], None] | None:
    """Code for between fork and exec, after the change of user, which would undo it."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl
    parent = os.getpid()

    def arrange() -> None:
        prctl(_PR_SET_PDEATHSIG, int(signal_number), 0, 0, 0)
        if os.getppid() != parent:  # it ended before the kernel was asked
            os._exit(1)

    return arrange


def end(
    process: "subprocess.Popen[bytes]", signals: Sequence[tuple[signal.Signals, float]]
) -> None:
    """Send each signal and wait its seconds, until the process is gone; then its whole group."""
    for number, seconds in signals:
        if process.poll() is not None:
            break
        process.send_signal(number)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
    clear_group(process)


def clear_group(process: "subprocess.Popen[bytes]") -> None:
    """Kill what is left of a child's group: its own children, when it could not end them."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
    finally:
        if process.poll() is None:
            process.wait()


def how_it_ended(code: int) -> str:
    """“exit code 3” or “signal 9 (SIGKILL)”, from `Popen.returncode`."""
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"signal {-code} ({signal.Signals(-code).name})"
    except ValueError:
        return f"signal {-code}"


def wait_until(is_ready: Callable[[], bool], *, seconds: float, every: float = 0.05) -> bool:
    """Ask again and again until it is so, or the seconds are over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_ready():
            return True
        time.sleep(every)
    return is_ready()


def last_lines(log: Path, count: int = 15) -> str:
    """The end of a log, indented, for showing why something failed."""
    try:
        lines = log.read_text(errors="replace").splitlines()[-count:]
    except OSError:
        return ""
    return "\n".join(f"    {line}" for line in lines)
