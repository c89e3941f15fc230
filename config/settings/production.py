"""Production: every secret from the environment, and never on a sample database."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, PUBLIC_BASE_URL, SECRET_KEY, env

DEBUG = False
SAMPLE_DATABASE_ALLOWED = False
if len(SECRET_KEY) < 40:
    raise ImproperlyConfigured("Set SECRET_KEY to a random text of at least 40 characters.")
if not PUBLIC_BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("Set PUBLIC_BASE_URL to the portal's https:// address.")

# Health probes come from inside the container. No answer depends on the Host header.
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "localhost", "127.0.0.1"]

# The proxy before us ends TLS; health probes come without it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
