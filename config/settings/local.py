"""One machine, loopback, any database: what `./portal up` and `./portal manage` run on."""

from collections.abc import Callable
from secrets import token_urlsafe

from cryptography.fernet import Fernet

from .base import *  # noqa: F403
from .base import (
    DATA_DIR,
    FIELD_ENCRYPTION_KEYS,
    GATED_PATHS,
    INSTALLED_APPS,
    SESSION_PATHS,
    STATIC_ROOT,
    env,
)

DEBUG = False  # a trace is never an answer, not even here; it goes to the log
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]


def _kept(name: str, make: Callable[[], str]) -> str:
    """Return this machine's own secret, made on first use and kept beside the data."""
    file = DATA_DIR / name
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(make())
    return file.read_text()


SECRET_KEY = env("SECRET_KEY", default="") or _kept("secret-key", lambda: token_urlsafe(48))
FIELD_ENCRYPTION_KEYS = FIELD_ENCRYPTION_KEYS or [
    _kept("field-encryption-key", lambda: Fernet.generate_key().decode())
]
# Messages go into the portal's own mailbox instead of being sent.
EMAIL_BACKEND = "notifications.mailbox.EmailBackend"

# --- Only here: sample accounts that sign in with one click, and a look into the tables ----
ROOT_URLCONF = "config.urls_local"
SAMPLE_SIGN_IN = True
INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin.apps.SimpleAdminConfig"]
SESSION_PATHS = (*SESSION_PATHS, "/admin/")
GATED_PATHS = (*GATED_PATHS, "/admin/")

# Local files are served as they stand, so that an edit shows without a build.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns of one that is missing
