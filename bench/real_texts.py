"""The texts that edits are tried on: what this repository really holds, nothing made up."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from core.textform import normalize_text

ROOT = Path(__file__).resolve().parent.parent
FRAMEWORKS = ("ai-manufacturing-2026", "practice-framework")
LANGUAGES = ("en", "fr", "es")
# Decisions are never rewritten, so the same seed gives the same edits for ever.
_DECISIONS = range(1, 19)
_LEAST_PROSE = 160  # code points of a paragraph: shorter ones are headings, cells and commands
_TOGETHER = 6  # paragraphs of prose that make a text


@cache
def real_texts() -> tuple[str, ...]:
    """Return bodies of provisions one by one and section by section, in each language, and the
    prose of decisions for length.
    """
    return tuple(normalize_text(text) for text in [*_of_frameworks(), *_of_decisions()])


@cache
def vocabulary() -> tuple[str, ...]:
    """Return all words of the texts in their order: phrases cut from it read like the texts."""
    return tuple(word for text in real_texts() for word in text.split())


def _of_frameworks() -> Iterator[str]:
    for name in FRAMEWORKS:
        read = yaml.safe_load((ROOT / "frameworks" / "data" / f"{name}.yaml").read_text("utf-8"))
        for language in LANGUAGES:
            for section in read["sections"]:
                bodies = [
                    each["texts"][language]["body"]
                    for each in section["provisions"]
                    if language in each["texts"]
                ]
                yield from bodies
                if len(bodies) > 1:
                    yield "\n\n".join(bodies)


def _of_decisions() -> Iterator[str]:
    for number in _DECISIONS:
        [path] = (ROOT / "docs" / "adr").glob(f"{number:04}-*.md")
        blocks = path.read_text("utf-8").split("\n\n")
        long = [
            " ".join(re.sub(r"[`*]", "", block).split())
            for block in blocks
            if not block.startswith(("#", "|", "```", "    ")) and len(block) >= _LEAST_PROSE
        ]
        for start in range(0, len(long), _TOGETHER):
            yield "\n\n".join(long[start : start + _TOGETHER])
