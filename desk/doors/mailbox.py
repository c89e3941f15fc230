"""A mailbox inside the portal: what this machine kept instead of sending it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from core.cursor import read_cursor, write_cursor
from core.errors import Missing
from core.languages import DEFAULT_LANGUAGE

from .guarded import door
from .kept_mail import Opened, mailbox_path, open_mail, read_mailbox
from .local import check_is_local

PAGE = 50
_WALK = "mailbox:newest"
# A mail's own words stand in a frame that runs nothing, loads nothing and sends nothing; its links
# open beside it.
FRAME_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)
_HEAD = '<head><base target="_blank">'


@door
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """List the mails that were kept, the newest first."""
    check_is_local(request)
    to, after = request.GET.get("to", "").strip(), request.GET.get("cursor", "")
    position = read_cursor(_WALK, after) if after else ()
    mails, onwards = read_mailbox(to=to, after=position, limit=PAGE, language=_language())
    context = {
        "mails": mails,
        "to": to,
        "first_url": mailbox_path(to) if after else "",
        "next_url": mailbox_path(to, write_cursor(_WALK, onwards)) if onwards else "",
    }
    return render(request, "doors/mailbox.html", context)


@door
@require_safe
def kept_mail(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    """Show one mail as HTML, as plain text, and its headers."""
    mail = _opened(request, mail_id)
    return render(request, "doors/mailbox_mail.html", {"mail": mail})


@door
@require_safe
def kept_mail_html(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    """Return the HTML of a mail for its frame, with a policy of its own."""
    html = _opened(request, mail_id).html
    if not html:
        raise Missing("This mail has no HTML.")
    answer = HttpResponse(html.replace("<head>", _HEAD, 1))
    answer["Content-Security-Policy"] = FRAME_POLICY
    answer["X-Frame-Options"] = "SAMEORIGIN"
    return answer


@door
@require_safe
def kept_attachment(request: HttpRequest, mail_id: UUID, number: int) -> HttpResponse:
    """Return a file that went along with a mail, to be saved and never shown."""
    for each in _opened(request, mail_id).attached:
        if each.number == number:
            saved = {"Content-Disposition": content_disposition_header(True, each.name)}
            return HttpResponse(each.content, content_type=each.type, headers=saved)
    raise Missing("There is no such file.")


def _opened(request: HttpRequest, mail_id: UUID) -> Opened:
    check_is_local(request)
    return open_mail(mail_id, _language())


def _language() -> str:
    return translation.get_language() or DEFAULT_LANGUAGE
