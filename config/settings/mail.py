"""Settings of mail: whom it comes from, how long a worker holds one, where what comes back goes."""

import environ

env = environ.Env()

DEFAULT_FROM_EMAIL: str = env("DEFAULT_FROM_EMAIL", default="Tripartite <portal@localhost>")
EMAIL_TIMEOUT = 20  # seconds that a mail server may take for one answer
# The domain whose addresses `bounces+…@` are piped into `take_bounce`; without one, what comes back
# goes to DEFAULT_FROM_EMAIL and is read by a person.
NOTIFICATIONS_BOUNCE_DOMAIN: str = env("NOTIFICATIONS_BOUNCE_DOMAIN", default="")
# For how long a worker holds the mails that it took; longer than clocks differ or jump (5 minutes).
NOTIFICATIONS_LEASE_SECONDS: float = env.float("NOTIFICATIONS_LEASE_SECONDS", default=600.0)
# After a provider failed: the pause before the second try. It doubles, up to 60 times as long.
NOTIFICATIONS_RETRY_SECONDS: float = env.float("NOTIFICATIONS_RETRY_SECONDS", default=60.0)
# How often the beat asks what is due.
NOTIFICATIONS_SWEEP_SECONDS: float = env.float("NOTIFICATIONS_SWEEP_SECONDS", default=60.0)
