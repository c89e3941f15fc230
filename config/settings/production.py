"""Production: every secret from the environment, and never on a sample database."""

from typing import Any

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import (
    ALLOWED_HOSTS,
    FIELD_ENCRYPTION_KEYS,
    INSTALLED_APPS,
    MAIL_PROVIDER,
    PUBLIC_BASE_URL,
    SECRET_KEY,
    env,
)

DEBUG = False
SAMPLE_DATABASE_ALLOWED = False
if len(SECRET_KEY) < 40:
    raise ImproperlyConfigured("Set SECRET_KEY to a random text of at least 40 characters.")
if not PUBLIC_BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("Set PUBLIC_BASE_URL to the portal's https:// address.")
try:
    [Fernet(key) for key in FIELD_ENCRYPTION_KEYS or [""]]
except ValueError as error:
    raise ImproperlyConfigured(
        "Set FIELD_ENCRYPTION_KEYS to one or more Fernet keys, separated by commas: each 32 random "
        "bytes in URL-safe base64."
    ) from error

# Health probes come from inside the container. No answer depends on the Host header.
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "localhost", "127.0.0.1"]

# The proxy before us ends TLS; health probes come without it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# The prefix makes browsers refuse a cookie of that name from a subdomain or without TLS.
SESSION_COOKIE_NAME = "__Host-sessionid"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = [PUBLIC_BASE_URL]

# Where mail leaves: smtp+tls://user:password@host:587
_mail: dict[str, Any] = env.email_url("EMAIL_URL", default="smtp://localhost:25")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.get("EMAIL_USE_TLS", False), _mail.get("EMAIL_USE_SSL", False)
if MAIL_PROVIDER:
    EMAIL_BACKEND = MAIL_PROVIDER
    INSTALLED_APPS = [*INSTALLED_APPS, "anymail"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
