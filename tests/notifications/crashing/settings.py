"""Settings of workers that a test kills: a provider on this machine and a short patience."""

from config.settings.local import *  # noqa: F403
from config.settings.local import ALLOWED_HOSTS

EMAIL_BACKEND = "tests.notifications.crashing.provider.EmailBackend"
# Longer than any mail takes on a busy machine, so that only the killed leave theirs behind.
NOTIFICATIONS_LEASE_SECONDS = 8.0
NOTIFICATIONS_RETRY_SECONDS = 1.0
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
