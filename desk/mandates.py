"""The mandate that a session acts under: an id in the session, judged anew at each request."""

from uuid import UUID

from django.http import HttpRequest

from stakeholders.models import Mandate

SESSION_KEY = "mandate_id"


def chosen_mandate_id(request: HttpRequest) -> UUID | None:
    """Return the id that this session keeps, whether or not it is still good for anything."""
    kept = request.session.get(SESSION_KEY)
    return UUID(kept) if kept else None


def keep_mandate(request: HttpRequest, mandate: Mandate) -> None:
    """Act under `mandate` from now on in this session."""
    request.session[SESSION_KEY] = str(mandate.pk)


def forget_mandate(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)
