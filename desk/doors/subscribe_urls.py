"""Addresses under /subscribe/: following something, and where the links of mails lead."""

from django.urls import path

from . import personal_calendar, subscribing, subscribing_links, subscribing_settings

urlpatterns = [
    path("", subscribing.follow, name="subscribe"),
    path("asked/", subscribing.asked, name="subscribe_asked"),
    path("mine/", subscribing.follow_with_account, name="subscribe_mine"),
    path("confirm/<str:token>/", subscribing_links.confirm, name="subscribe_confirm"),
    path("stop/<str:token>/", subscribing_links.stop, name="subscribe_stop"),
    path("manage/<str:token>/", subscribing_settings.manage, name="subscribe_manage"),
    path("calendar/<str:token>.ics", personal_calendar.calendar, name="personal_calendar"),
]
