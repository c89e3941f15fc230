"""One line of the checkpoint file: the heads of all chains, signed and chained. No database."""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from core.canonical import canonical_bytes

from .hashing import instant_text
from .signing import key_name
from .verify import CHECKPOINTS, Anchor, Fault, Head, What

FORMAT = "tripartite-checkpoint/1"
NO_LINE = "0" * 64  # stands where the first line would name the digest of the line before it


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says. `installation` is the key of the database, `previous` the digest of
    the line before it, `key` the name of the public key that checks the signature."""

    installation: str
    is_sample: bool
    day: date
    at: datetime
    heads: Mapping[str, Head]
    previous: str
    key: str

    def body(self) -> dict[str, object]:
        """Return what is signed, as plain values."""
        return {
            "format": FORMAT,
            "installation": self.installation,
            "is_sample": self.is_sample,
            "day": self.day.isoformat(),
            "at": instant_text(self.at),
            "heads": {
                circle: [head.number, head.hash.hex()] for circle, head in self.heads.items()
            },
            "previous": self.previous,
            "key": self.key,
        }


def digest(line: str) -> str:
    """Return the SHA-256 of a line without its line break, in hexadecimal."""
    return hashlib.sha256(line.encode()).hexdigest()


def write_line(line: Line, key: Ed25519PrivateKey) -> str:
    """Return `line` as one line of JSON, signed, without a line break."""
    body = line.body()
    signature = base64.b64encode(key.sign(canonical_bytes(body))).decode()
    return canonical_bytes({**body, "signature": signature}).decode()


def read_line(text: str) -> tuple[Line, bytes]:
    """Return what a line says and its signature, unchecked. Raises ValueError for any other
    text than `write_line` writes."""
    try:
        body = json.loads(text)
        signature = base64.b64decode(body.pop("signature"), validate=True)
        line = Line(
            installation=body["installation"],
            is_sample=body["is_sample"],
            day=date.fromisoformat(body["day"]),
            at=datetime.strptime(body["at"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC),
            heads={
                circle: Head(number, bytes.fromhex(hash))
                for circle, (number, hash) in body["heads"].items()
            },
            previous=body["previous"],
            key=body["key"],
        )
        encoded = base64.b64encode(signature).decode()
        if canonical_bytes({**line.body(), "signature": encoded}).decode() != text:
            raise ValueError("another form")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError("This is no line of a checkpoint file.") from error
    return line, signature


def is_signed(line: Line, signature: bytes, key: Ed25519PublicKey) -> bool:
    """Return whether `key` confirms the signature."""
    try:
        key.verify(signature, canonical_bytes(line.body()))
    except InvalidSignature:
        return False
    return True


def check_lines(
    lines: Iterable[str],
    *,
    installation: str,
    is_sample: bool,
    keys: Mapping[str, Ed25519PublicKey],
) -> tuple[list[Anchor], list[Fault]]:
    """Return the heads that well-signed lines confirm, oldest first, and what is wrong.

    A line that does not follow its predecessor still confirms its heads: what is missing
    between them is a fault of its own.
    """
    anchors: list[Anchor] = []
    faults: list[Fault] = []
    previous = NO_LINE
    for number, text in enumerate(lines, start=1):
        found: list[What] = []
        try:
            line, signature = read_line(text)
        except ValueError:
            found.append(What.LINE_UNREADABLE)
        else:
            if line.previous != previous:
                found.append(What.LINE_UNLINKED)
            refusal = _why_not(line, signature, installation, is_sample, keys)
            if refusal is not None:
                found.append(refusal)
            else:
                anchors.append(Anchor(line.at, line.heads))
        faults.extend(Fault(CHECKPOINTS, number, what) for what in found)
        previous = digest(text)
    return anchors, faults


def _why_not(
    line: Line,
    signature: bytes,
    installation: str,
    is_sample: bool,
    keys: Mapping[str, Ed25519PublicKey],
) -> What | None:
    key = keys.get(line.key)
    if key is None:
        return What.LINE_UNTRUSTED
    if not is_signed(line, signature, key):
        return What.LINE_UNSIGNED
    if (line.installation, line.is_sample) != (installation, is_sample):
        return What.LINE_FOREIGN
    return None


def make_line(
    *,
    installation: str,
    is_sample: bool,
    at: datetime,
    heads: Mapping[str, Head],
    previous: str | None,
    key: Ed25519PrivateKey,
) -> str:
    """Return the signed line for the heads at `at`, following the text of the line before."""
    return write_line(
        Line(
            installation=installation,
            is_sample=is_sample,
            day=at.astimezone(UTC).date(),
            at=at,
            heads=heads,
            previous=NO_LINE if previous is None else digest(previous),
            key=key_name(key.public_key()),
        ),
        key,
    )
