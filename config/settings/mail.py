"""Settings of mail: whom it comes from, how long a worker holds one, where what comes back goes."""

import os

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

# A provider's API instead of SMTP: anymail's backend by its name, such as
# `anymail.backends.postmark.EmailBackend`, and its settings from every ANYMAIL_… variable.
MAIL_PROVIDER: str = env("MAIL_PROVIDER", default="")
ANYMAIL: dict[str, str | bool] = {
    # Not every provider has a return address of ours on the envelope; events tell the same.
    "IGNORE_UNSUPPORTED_FEATURES": True,
    **{
        name.removeprefix("ANYMAIL_"): value
        for name, value in os.environ.items()
        if name.startswith("ANYMAIL_")
    },
}
