"""Feeds, by language as the pages are."""

from django.urls import path

from .atom import changes_atom
from .calendar import calendar_ics

urlpatterns = [
    path("changes.atom", changes_atom, name="changes-atom"),
    path("calendar.ics", calendar_ics, name="calendar"),
]
