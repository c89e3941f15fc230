"""What lies beside a dump: which database it is of, how its chains end, and its digest."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.canonical import canonical_bytes
from core.errors import Invalid

from .hashing import instant_text
from .signing import key_name, key_named
from .verify import Head

FORMAT = "tripartite-backup/1"


@dataclass(frozen=True, slots=True)
class Manifest:
    """`public_keys` are the names of the keys that confirm the checkpoints in the dump."""

    installation: str
    is_sample: bool
    heads: Mapping[str, Head]
    sha256: str
    public_keys: tuple[str, ...]


def manifest_of(dump: Path) -> Path:
    """Return where the manifest of a dump lies."""
    return dump.with_suffix(".heads.json")


def write_manifest(manifest: Manifest, dump: Path, at: datetime) -> None:
    """Write the manifest of `dump`, for its owner alone."""
    content = {
        "format": FORMAT,
        "at": instant_text(at),
        "installation": manifest.installation,
        "is_sample": manifest.is_sample,
        "heads": {
            circle: [head.number, head.hash.hex()] for circle, head in manifest.heads.items()
        },
        "sha256": manifest.sha256,
        "public_keys": list(manifest.public_keys),
    }
    file = manifest_of(dump)
    file.touch(mode=0o600)
    file.write_bytes(canonical_bytes(content) + b"\n")


def read_manifest(dump: Path) -> Manifest:
    """Return the manifest of `dump`. Raises Invalid, with what to do, if it is not its own."""
    file = manifest_of(dump)
    try:
        content = json.loads(file.read_text())
        if content["format"] != FORMAT:
            raise ValueError(f"unknown format {content['format']}")
        manifest = Manifest(
            installation=str(content["installation"]),
            is_sample=bool(content["is_sample"]),
            heads={
                circle: Head(int(number), bytes.fromhex(hash))
                for circle, (number, hash) in content["heads"].items()
            },
            sha256=str(content["sha256"]),
            public_keys=tuple(key_name(key_named(name)) for name in content["public_keys"]),
        )
    except OSError as error:
        raise Invalid(
            f"{file} can't be read. `backup` wrote it beside the dump: keep the two together."
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Invalid(f"{file} is not what `backup` writes: {error}.") from error
    if digest_of(dump) != manifest.sha256:
        raise Invalid(f"{dump} is damaged: it is not the file that {file.name} was written for.")
    return manifest


def digest_of(file: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal. Raises Invalid if it can't be read."""
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise Invalid(f"{file} can't be read: {error.strerror}.") from error
