"""Secrets of second factors, sealed before they reach the database."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def seal(text: str) -> str:
    """Return `text` encrypted with the first key, authenticated, as ASCII."""
    return _keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return what was sealed. Raises ImproperlyConfigured where no key of ours opens it."""
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise ImproperlyConfigured(
            "A second factor was sealed with a key that FIELD_ENCRYPTION_KEYS no longer lists. "
            "Add that key behind the first."
        ) from None


def seal_anew(sealed: str) -> str:
    """Return the same secret under the first key."""
    return _keys().rotate(sealed.encode()).decode()


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.FIELD_ENCRYPTION_KEYS])
