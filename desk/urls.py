"""Addresses under /desk/, all behind the gate. Each is marked DESK by its view."""

from django.urls import URLPattern, URLResolver, path

from .pages import mandate, security

urlpatterns: list[URLPattern | URLResolver] = [
    path("mandate/", mandate.mandate, name="desk_mandate"),
    path("settings/security/", security.security, name="desk_security"),
]
