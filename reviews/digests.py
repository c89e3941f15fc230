"""Digests that stand for the words of comments in the record and on receipts."""

import hashlib
from collections.abc import Sequence

from core.canonical import canonical_bytes

from .actors import actor_code
from .models import Wording


def wording_digest(wording: Wording) -> str:
    """Return SHA-256 (hex) over the words and the row's random id, which keeps it from being
    guessed.
    """
    return _digest({"wording": str(wording.pk), **_words(wording)})


def submitted_digest(
    wording: Wording, *, co_sponsors: Sequence[str], not_supporting: Sequence[str]
) -> str:
    """Return SHA-256 (hex) over canonical JSON of all that is handed over: the words, the text
    that they speak of, the actor's code, and who stands behind them. Its random id salts it.

    `wording` comes with its frozen text, version, provision, question, and its comment's actor.
    """
    text = wording.text.text
    return _digest(
        {
            "comment": str(wording.comment_id),
            "actor": actor_code(wording.comment.speaks_for),
            "provision": wording.comment.item.provision.key,
            "version": text.version.number,
            "version_language": text.language,
            "version_issue": text.issue,
            "question": wording.question.number if wording.question else None,
            "co_sponsors": sorted(co_sponsors),
            "not_supporting": sorted(not_supporting),
            **_words(wording),
        }
    )


def receipt_digest(digests: Sequence[str]) -> str:
    """Return SHA-256 (hex) over the digests of a receipt's comments, one a line, in the order of
    the comments' ids.
    """
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def _words(wording: Wording) -> dict[str, object]:
    return {
        "type": wording.type,
        "purpose": wording.purpose,
        "body": wording.body,
        "reason": wording.reason,
        "proposed": wording.proposed,
        "language": wording.language,
        "selectors": wording.selectors,
    }


def _digest(content: dict[str, object]) -> str:
    return hashlib.sha256(canonical_bytes(content)).hexdigest()
