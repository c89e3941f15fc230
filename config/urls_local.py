"""The root routes of one's own machine: everywhere's, sample accounts, administration."""

from django.urls import URLPattern, URLResolver

from .urls import handler400, handler404, handler500
from .urls import urlpatterns as everywhere

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]

urlpatterns: list[URLPattern | URLResolver] = [*everywhere]
