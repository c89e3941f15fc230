"""Whether this very session was opened with a second factor, as allauth noted it."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from record.installation import is_sample_database
from stakeholders.models import User

# What a session of a sample account notes, so that nobody takes it for a real second factor.
SAMPLE = "sample"
_KINDS = set(Authenticator.Type.values)


def passed_second_factor(request: HttpRequest, user: User) -> bool:
    """Return whether `user` showed a second factor in this session.

    A passkey counts also without a password: the device asked for a finger, a face or a PIN.
    The note of a sample account counts only where such accounts may sign in.
    """
    kinds = {
        record.get("type")
        for record in get_authentication_records(request, user)
        if record.get("method") == "mfa"
    }
    return bool(kinds & _KINDS) or (SAMPLE in kinds and samples_may_sign_in())


def samples_may_sign_in() -> bool:
    """Return whether this is a sample database under settings that offer its accounts."""
    return bool(settings.SAMPLE_SIGN_IN) and is_sample_database()


def has_second_factor(user: User) -> bool:
    """Return whether `user` has set one up; recovery codes alone are none."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user=user, type__in=kinds).exists())
