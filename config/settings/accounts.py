"""Settings of sign-in: who gets in, how long a session lasts, what allauth may do."""

from datetime import timedelta
from typing import Any

import environ

env = environ.Env()

# --- Django's own -----------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/desk/"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# A link to choose a new password works for an hour.
PASSWORD_RESET_TIMEOUT = 3600
# A working day; then one signs in again. The cookie holds a random id, the rest is in the database.
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "desk.doors.refusals.form_expired"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- allauth ----------------------------------------------------------------------------
ACCOUNT_ADAPTER = "desk.doors.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # there is no sign-up; the check wants it named
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# An address is verified by the invitation that reached it.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Whoever holds the address is told of every change to the account's security.
ACCOUNT_EMAIL_NOTIFICATIONS = True
# A reset answers alike for every address, and writes to known ones only.
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds
ACCOUNT_FORMS = {"reset_password": "desk.doors.forms.ResetPasswordForm"}
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}

MFA_ADAPTER = "desk.doors.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "desk.doors.forms.AddPasskeyForm",
    "edit_webauthn": "desk.doors.forms.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Tripartite"
MFA_PASSKEY_LOGIN_ENABLED = True
# The device asks for a finger, a face or a PIN: a passkey is two factors by itself.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_REAUTHENTICATION_REQUIRED = True

# --- This house -------------------------------------------------------------------------
# Fernet keys that encrypt what second factors are checked against. The first encrypts, all decrypt.
FIELD_ENCRYPTION_KEYS: list[str] = env.list("FIELD_ENCRYPTION_KEYS", default=[])
# One-click sign-in with a sample account. Only the local settings offer it.
SAMPLE_SIGN_IN = False
