"""The root routes of one's own machine: everywhere's, sample accounts, mailbox, administration."""

from django.urls import URLPattern, URLResolver, path

from desk.administration import SITE
from desk.doors import mailbox
from desk.doors.sample import sample_accounts

from .urls import handler400, handler404, handler500
from .urls import urlpatterns as everywhere

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/sample/", sample_accounts, name="sample_accounts"),
    path("accounts/mailbox/", mailbox.mailbox, name="mailbox"),
    path("accounts/mailbox/<uuid:mail_id>/", mailbox.kept_mail, name="kept_mail"),
    path("accounts/mailbox/<uuid:mail_id>/html/", mailbox.kept_mail_html, name="kept_mail_html"),
    path(
        "accounts/mailbox/<uuid:mail_id>/attachments/<int:number>/",
        mailbox.kept_attachment,
        name="kept_attachment",
    ),
    path("admin/", SITE.urls),
    *everywhere,
]
