"""Three locks before what only one's own machine offers, each enough.

Only the local settings route it and allow it, only a sample database has such people, and only
this machine may ask.
"""

import ipaddress

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.errors import Missing

from .second_factor import samples_may_sign_in


def check_is_local(request: HttpRequest) -> None:
    """Raise Missing, as if there were no such address, unless every lock is open."""
    if not (samples_may_sign_in() and _asks_from_this_machine(request)):
        raise Missing(_("Check the address, or look for it under Provisions."))


def _asks_from_this_machine(request: HttpRequest) -> bool:
    """Return whether the asker is on this machine and not behind a proxy of it."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return address.is_loopback and "HTTP_X_FORWARDED_FOR" not in request.META
