"""Opaque keyset cursors: where a walk goes on. Signed, so that none can be made up."""

from collections.abc import Sequence

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from .errors import FieldError, Invalid

_SALT = "tripartite.cursor"
Position = tuple[str | int, ...]


def write_cursor(walk: str, position: Sequence[str | int]) -> str:
    """Return the token of `position` in `walk` (the list and its order, `provisions:title`)."""
    return Signer(salt=_SALT).sign_object([walk, *position], compress=True)


def read_cursor(walk: str, token: str, *, parameter: str = "cursor") -> Position:
    """Return the position that `write_cursor` wrote for the same walk.

    `parameter` is where the token was sent. Raises Invalid for a token that this portal did
    not write or that belongs to another list or order.
    """
    try:
        found, *position = Signer(salt=_SALT).unsign_object(token)
    except (BadSignature, ValueError, TypeError):
        found, position = None, []
    except Exception as broken:  # zlib and base64 raise their own kinds on forged tokens
        if type(broken).__module__ not in {"zlib", "binascii"}:
            raise
        found, position = None, []
    if found != walk:
        detail = _("Take the cursor from `next_cursor` of the same list in the same order.")
        raise Invalid(
            _("The cursor is not of this list."),
            code="bad_cursor",
            errors=[FieldError(parameter, detail, "bad_cursor")],
        )
    return tuple(position)
