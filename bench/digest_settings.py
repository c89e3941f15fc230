"""The bench's settings with mails that are counted and go nowhere."""

from .settings import *  # noqa: F403

EMAIL_BACKEND = "bench.counting.EmailBackend"
