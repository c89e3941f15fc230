"""Addresses under /accounts/. What is not listed here does not exist: no sign-up, no addresses
to manage, no codes by mail. The names are those that allauth looks up.
"""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path
from django.views.generic import RedirectView

from . import invitation, views
from .guarded import door, security

_SECURITY_PAGE = RedirectView.as_view(url="/desk/settings/security/", permanent=False)

urlpatterns = [
    path("login/", door(account.login), name="account_login"),
    path("logout/", door(account.logout), name="account_logout"),
    path("inactive/", door(account.account_inactive), name="account_inactive"),
    path("reauthenticate/", security(account.reauthenticate), name="account_reauthenticate"),
    path("password/change/", security(account.password_change), name="account_change_password"),
    path("password/set/", security(account.password_set), name="account_set_password"),
    path("password/reset/", door(views.ResetPassword.as_view()), name="account_reset_password"),
    path(
        "password/reset/done/",
        door(account.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        door(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        door(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("2fa/", door(_SECURITY_PAGE), name="mfa_index"),
    path("2fa/set-up/", views.set_up, name="second_factor"),
    path("2fa/authenticate/", door(factors.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", door(factors.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", security(views.ActivateTotp.as_view()), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", security(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "2fa/recovery-codes/",
        security(recovery.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/generate/",
        security(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        security(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("2fa/webauthn/", security(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", security(views.AddPasskey.as_view()), name="mfa_add_webauthn"),
    path("2fa/webauthn/login/", door(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path(
        "2fa/webauthn/reauthenticate/",
        door(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "2fa/webauthn/keys/<int:pk>/remove/",
        security(views.RemovePasskey.as_view()),
        name="mfa_remove_webauthn",
    ),
    path(
        "2fa/webauthn/keys/<int:pk>/edit/",
        security(passkeys.edit_webauthn),
        name="mfa_edit_webauthn",
    ),
]
