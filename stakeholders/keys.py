"""Random keys that are handed out once, and the digests by which they are known again.

They come from the system's randomness and not from the factory of ids: an id may be repeated
in a test, a key that could be repeated would be none.
"""

import hashlib
import secrets

_BYTES = 32


def new_key() -> str:
    """Return a fresh key of 256 random bits, in 43 characters that may stand in an address."""
    return secrets.token_urlsafe(_BYTES)


def digest_of(key: str) -> str:
    """Return what the database keeps of `key`: SHA-256 in 64 hexadecimal digits.

    A key of 256 random bits can't be guessed from its digest, so neither salt nor a slow hash
    is needed; and looking a digest up tells by its time nothing about the key.
    """
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
