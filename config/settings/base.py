"""Settings that hold everywhere. What differs stands in local, test and production."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.utils.translation import gettext_lazy as _

from .accounts import *  # noqa: F403
from .mail import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()

# --- This house -------------------------------------------------------------------------
# Absolute addresses come from here and never from a Host header, so that a forged header
# can neither poison a cache nor a mail.
PUBLIC_BASE_URL: str = env("PUBLIC_BASE_URL", default="http://localhost:8000").rstrip("/")
# Checkpoints of the record and the key that signs them live outside the database.
DATA_DIR = Path(env("TRIPARTITE_DATA", default=str(BASE_DIR / ".data" / "manage")))
CHECKPOINT_FILE = DATA_DIR / "checkpoints.jsonl"
RECORD_SIGNING_KEY_FILE = Path(
    env("RECORD_SIGNING_KEY_FILE", default=str(DATA_DIR / "record-signing-key.pem"))
)
# Read once, when the first migration founds the database; afterwards the database decides.
FOUND_AS_SAMPLE: bool = env.bool("TRIPARTITE_SAMPLE", default=False)
# What gives a page of refusal its frame: `(request) -> context of base.html`.
ERROR_PAGE_FRAME = "public.pages.frame.refusal_frame"
# Whether this deployment may run on a sample database at all.
SAMPLE_DATABASE_ALLOWED = True
# Seconds for which a process may remember the public revision (architecture: at most one).
REVISION_MEMORY_SECONDS: float = env.float("REVISION_MEMORY_SECONDS", default=1.0)
# For how long the link of an invitation serves, in days.
INVITATION_DAYS: int = env.int("INVITATION_DAYS", default=14)
# Answers kept in one process; the oldest leave first. 64 MB of bytes at most.
PUBLIC_CACHE_BYTES = 64 * 1024 * 1024

# --- Django -----------------------------------------------------------------------------
SECRET_KEY: str = env("SECRET_KEY", default="")
ALLOWED_HOSTS: list[str] = env.list(
    "ALLOWED_HOSTS", default=[urlsplit(PUBLIC_BASE_URL).hostname or "localhost"]
)
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "drf_spectacular",
    "core",
    "record",
    "stakeholders",
    "frameworks",
    "provisions",
    "reviews",
    "notifications",
    "public",
    "desk",
]
# Nobody sends anything larger than a table of comments.
FILE_UPLOAD_HANDLERS = [
    "desk.uploads.OnlySmallFiles",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# What stands in `desk.zone` works at the desk and the doors alone: the public zone reads no cookie.
MIDDLEWARE = [
    "core.middleware.Doorkeeper",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.LanguageByPath",
    "desk.zone.PrivateAnswers",
    "django.middleware.common.CommonMiddleware",
    "desk.zone.Sessions",
    "desk.zone.Csrf",
    "desk.zone.Authentication",
    "desk.zone.Messages",
    "desk.middleware.DoorLanguage",
    "desk.middleware.DeskGate",
    # Named as allauth demands it. Outside its own views it does nothing, and touches no session.
    "allauth.account.middleware.AccountMiddleware",
]
# Paths that have a session, and those of them that the gate keeps.
SESSION_PATHS: tuple[str, ...] = ("/desk/", "/accounts/", "/subscribe/")
GATED_PATHS: tuple[str, ...] = ("/desk/",)
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
            # Public pages are rendered without a request, so none of these is asked for them.
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "desk.doors.frame.door_frame",
            ],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "stakeholders.User"
APPEND_SLASH = True

# --- Database ---------------------------------------------------------------------------
# A statement for which the planner found a hopeless way must not hold a worker for hours.
_LONGEST_STATEMENT: int = env.int("DATABASE_STATEMENT_SECONDS", default=300)
_DATABASE: dict[str, Any] = env.db_url("DATABASE_URL", default="postgres:///tripartite")
DATABASES = {
    "default": {
        **_DATABASE,
        "OPTIONS": {
            "options": f"-c statement_timeout={_LONGEST_STATEMENT}s",
            **_DATABASE.get("OPTIONS", {}),
        },
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
}

# --- Languages and time -----------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Static files -----------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(BASE_DIR / ".static")))

# --- Security ---------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}

# --- API --------------------------------------------------------------------------------
REST_FRAMEWORK = {
    # The public API knows nobody; the desk's views will name their own.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "EXCEPTION_HANDLER": "core.problems.exception_handler",
    "URL_FORMAT_OVERRIDE": None,  # `format=csv` is read with the other parameters
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Tripartite",
    "DESCRIPTION": "Negotiated provisions on their way to the Governing Body: what they say, "
    "where they stand, and everything that changed. Read-only, without a key, the same for "
    "everyone. A sample database marks every answer with `is_sample`.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "LICENSE": {"name": "Apache-2.0"},
    "PREPROCESSING_HOOKS": ["public.api.schema.without_slash"],
    "POSTPROCESSING_HOOKS": [],  # closed lists stand where they are used, not under made-up names
    "SORT_OPERATIONS": False,
    "SORT_OPERATION_PARAMETERS": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": False,
}

# Requests that one address may make of the API in a minute and process; 0 lifts the limit.
API_REQUESTS_PER_MINUTE: int = env.int("API_REQUESTS_PER_MINUTE", default=1200)
# Requests that one token may make of the desk's API in a minute and process; 0 lifts the limit.
DESK_REQUESTS_PER_MINUTE: int = env.int("DESK_REQUESTS_PER_MINUTE", default=600)
# Parts of the API that answer one person: no cache keeps them, no foreign page's script reads them.
PRIVATE_API_PATHS: tuple[str, ...] = ("/api/v1/desk/",)
# Where a request's META names the asking address; behind a proxy the header that it overwrites.
CLIENT_ADDRESS_KEY: str = env("CLIENT_ADDRESS_KEY", default="REMOTE_ADDR")

# Only sign-in uses Django's cache: counts of attempts, and one-time codes already used, have to be
# the same for every process. Public answers are kept in the process, never here.
REDIS_URL: str = env("REDIS_URL", default="redis://localhost:6379/0")
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "accounts",
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
    }
}

# --- Celery -----------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "UTC"  # a beat in local time once stalled at a daylight-saving change
CELERY_TASK_ACKS_LATE = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# A message that wakes the worker may be lost; no request may wait for a broker that is away.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 2,
    "max_retries": 0,  # of connecting in order to publish; a worker's own connection goes on trying
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
