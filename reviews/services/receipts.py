"""Numbers of receipts: drawn at random, so that they tell nobody how many there are."""

from core.ids import new_id
from reviews.models import Submission

# Crockford's base 32: no I, L, O, U, so that a number can be read out over the telephone.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_DIGITS = 8


def receipt_number() -> str:
    """Return a number that no receipt has, such as `T-7K2M-Q0XD`."""
    while Submission.objects.filter(number=(number := _drawn())).exists():
        pass
    return number


def _drawn() -> str:
    # The low bits of a version 4 identifier are all random.
    bits = new_id().int
    digits = "".join(_ALPHABET[(bits >> 5 * place) & 31] for place in range(_DIGITS))
    return f"T-{digits[:4]}-{digits[4:]}"
