"""Addresses of the desk about mails: one's own settings, and the log of notices."""

from django.urls import URLPattern, path

from .pages import delivery_log

LOG = [
    path("secretariat/notices/", delivery_log.delivery_log, name="desk_notices"),
    path("secretariat/notices.csv", delivery_log.delivery_log_file, name="desk_notices_file"),
]
urlpatterns: list[URLPattern] = [*LOG]
