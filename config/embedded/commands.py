"""The command line of `./portal`: which words and flags there are, and what they mean.

Standard library only: it is read before anything is installed.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

HELP = """\
usage: ./portal <command> [options]

An open, independent portal that tracks negotiated provisions through tripartite review.
Python 3.11 is all it needs; the first run fetches the rest into this folder.

Start here
  ./portal up                 run the portal on this machine, with sample data beside the real
                              framework, and print its address. Ctrl-C stops it.
      --port N                listen on port N of this machine (default 8000)
      --no-sample             without invented data, in a data folder of its own
      --data DIR              keep the data in DIR (default: .data in this folder)

Work on it
  ./portal test [options]     run the whole test suite on services of its own, on every core;
                              options go to pytest: ./portal test tests/record -k chain
  ./portal check              lint, formatting, types, import floors, templates, migrations
  ./portal bench [options]    measure the portal against a null view on this machine
  ./portal manage <command>   Django's commands on the data of `up`; `./portal manage help`
      --no-sample, --data DIR are accepted before <command>
  ./portal lock [--upgrade]   write the lock files again from pyproject.toml (maintainers);
                              with --upgrade, at the newest versions that fit

DATABASE_URL and REDIS_URL, when set, are used by `up`, `manage` and `bench` instead of the
PostgreSQL and Valkey that they would start. `test` ignores both.
"""

KNOWN = ("up", "test", "check", "bench", "manage", "lock")
DEFAULT_PORT = 8000


class Refused(Exception):
    """A word or flag that is not known, or a value that cannot be; the text says what is."""


class _Parser(argparse.ArgumentParser):
    """argparse that raises instead of printing its own usage."""

    def __init__(self, command: str, known_flags: str) -> None:
        super().__init__(prog=f"./portal {command}", add_help=False, allow_abbrev=False)
        self._known_flags = known_flags

    def error(self, message: str) -> NoReturn:
        raise Refused(
            f"{self.prog}: {message}. Known here: {self._known_flags}. See ./portal --help"
        )


def parse(arguments: Sequence[str]) -> tuple[str, argparse.Namespace]:
    """The command and its options; the command is `help` when help was asked for.

    Raises `Refused` for anything unknown.
    """
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        return "help", argparse.Namespace()
    command, *rest = arguments
    if command not in KNOWN:
        raise Refused(
            f"./portal: there is no command “{command}”. Known commands: {', '.join(KNOWN)}. "
            "See ./portal --help"
        )
    if command in ("test", "bench"):
        return command, argparse.Namespace(rest=rest)
    if rest and rest[0] in ("-h", "--help"):
        return "help", argparse.Namespace()
    if command == "up":
        return command, _parse_up(rest)
    if command == "manage":
        return command, _parse_manage(rest)
    if command == "lock":
        return command, _parse_lock(rest)
    return command, _Parser(command, "no options").parse_args(rest)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"“{text}” is not a port; a port is 1 to 65535")
    return int(text)


def _add_data_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-sample", action="store_true")
    parser.add_argument("--data", type=Path)


def _parse_up(rest: Sequence[str]) -> argparse.Namespace:
    parser = _Parser("up", "--port N, --no-sample, --data DIR")
    parser.add_argument("--port", type=_port, default=DEFAULT_PORT)
    _add_data_options(parser)
    return parser.parse_args(rest)


def _parse_lock(rest: Sequence[str]) -> argparse.Namespace:
    parser = _Parser("lock", "--upgrade")
    parser.add_argument("--upgrade", action="store_true")
    return parser.parse_args(rest)


def _parse_manage(rest: Sequence[str]) -> argparse.Namespace:
    """Our options end at the first word that is not one of them: the rest is Django's."""
    parser = _Parser("manage", "--no-sample, --data DIR, then one of Django's commands")
    _add_data_options(parser)
    parser.add_argument("rest", nargs=argparse.REMAINDER)
    options = parser.parse_args(rest)
    if not options.rest:
        raise Refused("./portal manage: say which command; ./portal manage help lists them")
    return options
