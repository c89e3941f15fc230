"""The local settings with a null view to compare with, and no limit on requests."""

from config.settings.local import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
API_REQUESTS_PER_MINUTE = 0
LOGGING = {"version": 1, "disable_existing_loggers": True}
