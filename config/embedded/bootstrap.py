"""From a bare Python to a running command: check the words, make the environment, hand over.

Standard library only.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from config.embedded import commands, report

PROJECT = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str]) -> int:
    """The exit code of `./portal`: 2 for a word or flag that is not known."""
    try:
        command, options = commands.parse(arguments)
    except commands.Refused as refusal:
        report.complain(str(refusal))
        return 2
    if command == "help":
        report.say(commands.HELP.rstrip())
        return 0
    if sys.platform == "win32":
        report.complain("portal runs on Linux and macOS; on Windows, use it inside WSL.")
        return 1
    # Imported here: it needs file locks, which Windows does not have.
    from config.embedded import environment

    os.chdir(PROJECT)
    report.keep_output_clean()
    try:
        if command == "lock":
            environment.write_locks(PROJECT, upgrade=options.upgrade)
            return 0
        python = environment.ensure(PROJECT)
    except report.Stop as stop:
        report.complain(f"portal: {stop}")
        return 1
    except KeyboardInterrupt:
        return 130
    # What points Python elsewhere in the caller's shell would point it elsewhere in here too.
    for name in ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV"):
        os.environ.pop(name, None)
    os.execv(python, [str(python), "-m", "config.embedded", *arguments])
