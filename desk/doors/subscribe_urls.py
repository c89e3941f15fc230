"""Addresses under /subscribe/: doors that nobody signs in for."""

from django.urls import path

from . import personal_calendar

urlpatterns = [
    path("calendar/<str:token>.ics", personal_calendar.calendar, name="personal_calendar"),
]
