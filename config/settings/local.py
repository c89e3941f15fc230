"""One machine, loopback, any database: what `./portal up` and `./portal manage` run on."""

import secrets

from .base import *  # noqa: F403
from .base import DATA_DIR, STATIC_ROOT, env

DEBUG = False  # a trace is never an answer, not even here; it goes to the log
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]


def _kept_secret() -> str:
    """Return this machine's own secret key, made on first use and kept beside the data."""
    file = DATA_DIR / "secret-key"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()


SECRET_KEY = env("SECRET_KEY", default="") or _kept_secret()
# Local files are served as they stand, so that an edit shows without a build.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns of one that is missing
