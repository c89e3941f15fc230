"""What `./portal` prints: each step while it is done, and how long it took."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stop(Exception):
    """The command cannot go on; the text is one sentence that says why and what to do."""


class _Progress:
    to_standard_error = False


def keep_output_clean() -> None:
    """From now on progress goes to standard error: the output belongs to the command itself."""
    _Progress.to_standard_error = True


def say(text: str, *, end: str = "\n") -> None:
    """Print at once, also into a pipe. A reader who went away does not stop the work."""
    stream = sys.stderr if _Progress.to_standard_error else sys.stdout
    try:
        print(text, end=end, flush=True, file=stream)
    except OSError:
        # The terminal was closed or the pipe broken: whoever has to end children still must.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def complain(text: str) -> None:
    """Print a line to standard error at once."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(text: str) -> Iterator[None]:
    """Print `text` when the work begins and its seconds when it ends."""
    begun = time.monotonic()
    say(f"  {text} … ", end="")
    try:
        yield
    except BaseException:
        say("failed")
        raise
    say(f"{time.monotonic() - begun:.1f} s")
