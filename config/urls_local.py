"""The root routes of one's own machine: everywhere's, sample accounts, administration."""

from django.urls import URLPattern, URLResolver, path

from desk.administration import SITE
from desk.doors.sample import sample_accounts

from .urls import handler400, handler404, handler500
from .urls import urlpatterns as everywhere

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/sample/", sample_accounts, name="sample_accounts"),
    path("admin/", SITE.urls),
    *everywhere,
]
