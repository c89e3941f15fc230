"""Compiles `locale/*/LC_MESSAGES/*.po` where it is newer than its `.mo`, without GNU gettext.

`python -m config.embedded.translations` does it by hand, for an image.
"""

import os
import sys
import tempfile
from pathlib import Path

from config.embedded.processes import PROJECT
from config.embedded.report import Stop, complain


def compile_outdated(root: Path = PROJECT / "locale") -> int:
    """Compile what is outdated under `root` and return how many files that was.

    Uncertain (“fuzzy”) entries are left out, so the English original shows instead. Raises
    `Stop` naming file and line of a catalog that cannot be read.
    """
    outdated = [
        source for source in sorted(root.glob("*/LC_MESSAGES/*.po")) if _is_outdated(source)
    ]
    for source in outdated:
        _compile(source)
    return len(outdated)


def _is_outdated(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns


def _compile(source: Path) -> None:
    # Imported here: most runs have nothing to compile.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    try:
        with open(source, "rb") as text:
            catalog = read_po(text, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        line = getattr(error, "lineno", None)
        where = f"{source}, line {line + 1}" if line is not None else str(source)
        raise Stop(f"the translations in {where} cannot be read: {error}") from error
    # Written beside it and renamed: a running process never reads half a catalog.
    with tempfile.NamedTemporaryFile(dir=source.parent, suffix=".mo.new", delete=False) as made:
        write_mo(made, catalog)
    os.chmod(made.name, 0o644)
    os.replace(made.name, source.with_suffix(".mo"))


if __name__ == "__main__":
    try:
        compile_outdated()
    except Stop as stop:
        complain(str(stop))
        sys.exit(1)
