"""Root routes. Each is of one kind: public, desk, door or ops; a guard test classifies them."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
