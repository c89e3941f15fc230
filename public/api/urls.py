"""Version 1 of the public API."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
