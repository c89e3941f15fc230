"""Addresses of the desk about mails: one's own settings, and the log of notices."""

from django.urls import URLPattern, path

from .pages import calendar_keys, delivery_log, following, notifications

_MINE = "settings/notifications/"
SETTINGS = [
    path(_MINE, notifications.notifications, name="desk_notifications"),
    path(f"{_MINE}choices/", notifications.choices, name="desk_choices"),
    path(f"{_MINE}sample/", notifications.sample, name="desk_sample"),
    path(f"{_MINE}stop/", notifications.stop, name="desk_stop_everything"),
    path(f"{_MINE}resume/", notifications.resumed, name="desk_resume"),
    path(f"{_MINE}address-works/", notifications.works_again, name="desk_address_works"),
    path(f"{_MINE}calendar/", calendar_keys.make, name="desk_make_calendar"),
    path(f"{_MINE}calendar/revoke/", calendar_keys.revoke, name="desk_revoke_calendar"),
]
FOLLOWING = [
    path("provisions/<str:key>/follow/", following.follow_provision, name="desk_follow_provision"),
    path("rounds/<uuid:round_id>/follow/", following.follow_round, name="desk_follow_round"),
]
LOG = [
    path("secretariat/notices/", delivery_log.delivery_log, name="desk_notices"),
    path("secretariat/notices.csv", delivery_log.delivery_log_file, name="desk_notices_file"),
]
urlpatterns: list[URLPattern] = [*SETTINGS, *FOLLOWING, *LOG]
