"""Health routes: whether this process lives, and whether it can serve."""

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core.addresses import AddressKind, address
from record.installation import refuse_sample_database


@address(AddressKind.OPS)
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 while the process runs; asks nothing of the database."""
    return _plain("alive\n", 200)


@address(AddressKind.OPS)
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers and is of the right kind, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        refuse_sample_database()
    except DatabaseError:
        return _plain("The database does not answer.\n", 503)
    except ImproperlyConfigured as refusal:
        return _plain(f"{refusal}\n", 503)
    return _plain("ready\n", 200)


def _plain(text: str, status: int) -> HttpResponse:
    response = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    if status == 503:
        response["Retry-After"] = "5"
    return response
