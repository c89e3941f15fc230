"""The tests: a throw-away database, nothing outside loopback and unix sockets."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import INSTALLED_APPS, STATIC_ROOT, env

SECRET_KEY = "only-for-tests"  # noqa: S105 - guards nothing
DEBUG = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PUBLIC_BASE_URL = "http://testserver"
FOUND_AS_SAMPLE = True
# `./portal test` names a folder that goes with the run.
DATA_DIR = Path(env("TRIPARTITE_DATA", default="") or tempfile.mkdtemp(prefix="tripartite-test-"))
CHECKPOINT_FILE = DATA_DIR / "checkpoints.jsonl"
RECORD_SIGNING_KEY_FILE = DATA_DIR / "record-signing-key.pem"
REVISION_MEMORY_SECONDS = 0.0
# A fast machine asks more in a minute than any reader; the limit has tests of its own.
API_REQUESTS_PER_MINUTE = 10_000_000
DESK_REQUESTS_PER_MINUTE = 0
# So that the routes of one's own machine can be tried; no other settings have them.
INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin.apps.SimpleAdminConfig"]
# Made for the tests; it opens nothing that anybody keeps.
FIELD_ENCRYPTION_KEYS = ["dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk="]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Hashing a password slowly protects a leaked table; there is none to leak.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_BROKER_URL = "memory://"  # waking a worker by a job's name wakes none
WHITENOISE_USE_FINDERS = True
# Looked up when asked for: each of the thousands of test clients would walk all of them first.
WHITENOISE_AUTOREFRESH = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns of one that is missing
