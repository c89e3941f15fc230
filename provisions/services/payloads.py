"""What entries of the record say about texts: digests, so that a changed word is found out."""

import hashlib
from collections.abc import Mapping

from provisions.drafts import TextDraft


def text_digest(title: str, body: str) -> str:
    """Return SHA-256 (hex) over a title and a body, which are public."""
    return hashlib.sha256(f"{title}\n\n{body}".encode()).hexdigest()


def text_digests(texts: Mapping[str, TextDraft]) -> dict[str, str]:
    """Return the digest of each language's text."""
    return {language: text_digest(text.title, text.body) for language, text in texts.items()}


def salted_digest(salt: str, prose: str) -> str:
    """Return SHA-256 (hex) over prose behind a row's own random id, or nothing for no prose."""
    return hashlib.sha256(f"{salt}\n{prose}".encode()).hexdigest() if prose else ""
