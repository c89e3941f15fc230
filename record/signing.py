"""The Ed25519 key that signs checkpoints: made on first use, or provided; its public half is
given to whoever wants to check the signatures."""

import contextlib
import logging
import os
import re
import stat
import tempfile
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.core.exceptions import ImproperlyConfigured

log = logging.getLogger(__name__)
# Public keys that signed earlier checkpoints, one PEM block after the other, beside the key.
FORMER_KEYS = "record-former-keys.pem"
_PEM = re.compile(rb"-----BEGIN PUBLIC KEY-----.+?-----END PUBLIC KEY-----", re.DOTALL)


def signing_key(file: Path) -> Ed25519PrivateKey:
    """Return the key in `file`, made there with mode 0600 if there is none.

    Raises ImproperlyConfigured, with what to do, for a file that holds no such key.
    """
    if not file.exists():
        _make(file)
    mode = stat.S_IMODE(file.stat().st_mode)
    if mode & 0o077:
        log.warning("%s can be read by others (mode %o); give it mode 600.", file, mode)
    return _load(file)


def public_pem(key: Ed25519PublicKey) -> str:
    """Return a public key as a PEM text."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def key_name(key: Ed25519PublicKey) -> str:
    """Return the 32 raw bytes of a public key in hexadecimal: short enough to be its name."""
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def key_named(name: str) -> Ed25519PublicKey:
    """Return the public key that `key_name` names. Raises ValueError for another text."""
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(name))


def public_keys(text: bytes, name: str) -> list[Ed25519PublicKey]:
    """Return the public keys in a PEM text. Raises ImproperlyConfigured if there are none."""
    keys = [_public(block, name) for block in _PEM.findall(text)]
    if not keys:
        raise ImproperlyConfigured(f"{name} holds no public key in PEM form.")
    return keys


def trusted_keys(file: Path) -> dict[str, Ed25519PublicKey]:
    """Return the public keys whose signatures count here, by name.

    They are the half of the key in `file`, if there is one, and those in the file
    `record-former-keys.pem` beside it. Raises ImproperlyConfigured for unreadable keys.
    """
    keys = [_load(file).public_key()] if file.exists() else []
    former = file.with_name(FORMER_KEYS)
    if former.exists():
        keys += public_keys(former.read_bytes(), str(former))
    return {key_name(key): key for key in keys}


def _make(file: Path) -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, beginning = tempfile.mkstemp(prefix=f"{file.name}.", dir=file.parent)  # mode 0600
    with open(descriptor, "wb") as stream:
        stream.write(pem)
        stream.flush()
        os.fsync(stream.fileno())
    # A link is made once: of two processes that begin together, both go on with one key.
    with contextlib.suppress(FileExistsError):
        os.link(beginning, file)
    os.unlink(beginning)


def _load(file: Path) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except OSError as error:
        raise ImproperlyConfigured(f"The signing key {file} can't be read: {error}.") from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ImproperlyConfigured(
            f"{file} holds no unencrypted private key in PEM form. Put the key back from its "
            "safe place, or name another file in RECORD_SIGNING_KEY_FILE."
        ) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise ImproperlyConfigured(f"The key in {file} is not an Ed25519 key.")
    return key


def _public(block: bytes, name: str) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(block)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise ImproperlyConfigured(f"{name} holds no readable public key.") from error
    if not isinstance(key, Ed25519PublicKey):
        raise ImproperlyConfigured(f"{name} holds a key that is not an Ed25519 key.")
    return key
