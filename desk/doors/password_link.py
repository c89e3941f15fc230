"""The message with a link to choose a new password."""

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation

from record.names import sample_marked
from stakeholders.models import User

from .letters import letterhead

_MESSAGE = "account/email/password_reset_key"


def send_password_links(address: str) -> None:
    """Send the link to the active account with that address, in the person's language.

    The token is good for an hour and until the password, the address or the last sign-in
    changes. An account that never had a password waits for its invitation instead.
    """
    for user in User.objects.filter(email__iexact=address, is_active=True):
        if user.has_usable_password():
            with translation.override(user.language):
                _send(user)


def _send(user: User) -> None:
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    path = f"/accounts/password/reset/key/{user_pk_to_url_str(user)}-{token}/"
    context = {**letterhead(), "link": f"{settings.PUBLIC_BASE_URL}{path}"}
    subject = sample_marked(render_to_string(f"{_MESSAGE}_subject.txt", context).strip())
    send_mail(subject, render_to_string(f"{_MESSAGE}_message.txt", context), None, [user.email])
