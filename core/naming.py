"""The forms of public keys, slugs and codes, each with one sentence that explains it."""

import re

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
CODE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
SUFFIX = SLUG


def is_slug(text: str) -> bool:
    """Return whether `text` is kebab-case and at most 80 characters long."""
    return len(text) <= 80 and SLUG.fullmatch(text) is not None


def is_code(text: str) -> bool:
    """Return whether `text` is snake_case and at most 80 characters long."""
    return len(text) <= 80 and CODE.fullmatch(text) is not None


def suffix_of(number: str) -> str:
    """Return the key suffix that a printed number suggests: `7(b)(i)` is `7b-i`.

    A suffix is assigned once; this only proposes it for a provision that is new.
    """
    lead, *items = [part for part in re.split(r"[().\s]+", number.lower()) if part]
    return lead + (items[0] + "".join(f"-{item}" for item in items[1:]) if items else "")
