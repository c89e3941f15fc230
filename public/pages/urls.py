"""Public pages, as the interface names them."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
