"""What entries of the record say of answers and replies: ids, codes and digests."""

import hashlib
from collections.abc import Iterable

from core.canonical import canonical_bytes
from frameworks.keys import disposition_key
from provisions.services.payloads import salted_digest

from .models import Comment, Disposition, Reply


def inner_digest(row: Disposition) -> str:
    """Return SHA-256 (hex) over canonical JSON of an answer; its random id salts it."""
    return _digest(
        {
            "disposition": str(row.pk),
            "kind": row.kind,
            "reasons": row.reasons,
            "duplicate_of": str(row.duplicate_of_id) if row.duplicate_of_id else None,
        }
    )


def prepared_lines(rows: Iterable[Disposition]) -> list[dict[str, object]]:
    """Return answers for the review secretariat's chain: which version of which, and a digest."""
    return [
        {
            "disposition": str(row.pk),
            "comment": str(row.comment_id),
            "number": row.number,
            "kind": row.kind,
            "digest": inner_digest(row),
        }
        for row in rows
    ]


def released_lines(rows: Iterable[Disposition]) -> list[dict[str, object]]:
    """Return released answers for the chain of a room. Their numbers stay with the review
    secretariat: they would tell how often an answer was prepared anew.
    """
    return [
        {
            "disposition": str(row.pk),
            "comment": str(row.comment_id),
            "kind": row.kind,
            "digest": inner_digest(row),
        }
        for row in rows
    ]


def public_lines(rows: Iterable[Disposition]) -> list[dict[str, object]]:
    """Return released answers to published comments for the public chain. The digest is over
    canonical JSON of `disposition`, `kind` and `reasons`, all of which are public.
    """
    return [
        {"disposition": key, "comment": row.comment.key, "kind": row.kind, "digest": digest}
        for row in rows
        for key in [disposition_key(row.comment.key or "")]
        for digest in [_digest({"disposition": key, "kind": row.kind, "reasons": row.reasons})]
    ]


def reply_line(row: Reply) -> dict[str, object]:
    """Return a reply for the chains of its room and of the review secretariat."""
    return {
        "disposition": str(row.disposition_id),
        "number": row.number,
        "kind": row.kind,
        "text": salted_digest(str(row.pk), row.text),
    }


def public_reply_line(row: Reply, comment: Comment) -> dict[str, object]:
    """Return a reply to the answer to a published comment for the public chain."""
    key = disposition_key(comment.key or "")
    return {
        "disposition": key,
        "number": row.number,
        "kind": row.kind,
        "text": salted_digest(key, row.text),
    }


def touched_keys(comments: Iterable[Comment]) -> set[str]:
    """Return the public keys that an answer to published comments, or a reply, changes: the
    answers', the comments', their provisions' and their rounds'.
    """
    found: set[str] = set()
    for comment in comments:
        key = comment.key or ""
        found |= {key, disposition_key(key), comment.item.provision.key, comment.round.key}
    return found


def _digest(content: dict[str, object]) -> str:
    return hashlib.sha256(canonical_bytes(content)).hexdigest()
