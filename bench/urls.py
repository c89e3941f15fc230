"""The portal's routes and one view that does nothing, behind the same middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import handler400, handler404, handler500
from config.urls import urlpatterns as portal_patterns
from core.addresses import AddressKind, address

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]


@address(AddressKind.OPS)
def null(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"ok", content_type="text/plain")


urlpatterns = [path("bench/null/", null), *portal_patterns]
