"""Feeds, by language as the pages are; one of something stands beneath its page."""

from django.urls import path

from .calendar import calendar_ics, framework_ics
from .changes import changes_atom, framework_atom, provision_atom, theme_atom

_FRAMEWORK = "frameworks/<slug:slug>/"
_PROVISION = "frameworks/<slug:framework>/provisions/<slug:suffix>/"
urlpatterns = [
    path("changes.atom", changes_atom, name="changes-atom"),
    path(f"{_FRAMEWORK}changes.atom", framework_atom, name="framework-atom"),
    path(f"{_PROVISION}changes.atom", provision_atom, name="provision-atom"),
    path("themes/<slug:slug>/changes.atom", theme_atom, name="theme-atom"),
    path("calendar.ics", calendar_ics, name="calendar"),
    path(f"{_FRAMEWORK}calendar.ics", framework_ics, name="framework-calendar"),
]
