"""The mailbox of one's own machine keeps what would have left, and the latest five hundred."""

import pytest
from django.core.mail import EmailMessage, get_connection, send_mail
from django.utils import timezone

from notifications.letters.letter import Letter
from notifications.models import KeptMail
from notifications.sending.outgoing import build
from notifications.services import mailbox
from tests.factories.notifications import make_delivery

from .postoffice import LETTER, reader

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings):
    settings.EMAIL_BACKEND = "notifications.mailbox.EmailBackend"


def test_a_reminder_is_kept_as_the_bytes_that_would_have_left(at, settings):
    settings.NOTIFICATIONS_BOUNCE_DOMAIN = "back.example.org"
    mail = build(make_delivery(reader(at=at), at=at), LETTER)
    assert get_connection().send_messages([mail]) == 1
    kept = KeptMail.objects.get()
    assert bytes(kept.message) == mail.message().as_bytes(linesep="\r\n")
    assert kept.to == "reader@example.org"
    assert kept.sender.startswith("bounces+")
    assert abs((timezone.now() - kept.kept_at).total_seconds()) < 60


def test_messages_of_the_doors_are_kept_too():
    assert send_mail("Réinitialiser", "Voilà.", None, ["a@example.org", "b@example.org"]) == 1
    kept = KeptMail.objects.get()
    assert kept.to == "a@example.org, b@example.org"
    assert b"Subject:" in bytes(kept.message)


def test_a_message_to_nobody_is_none():
    assert get_connection().send_messages([EmailMessage("x", "y", to=[])]) == 0
    assert not KeptMail.objects.exists()


def test_only_the_latest_are_kept(monkeypatch, at):
    monkeypatch.setattr(mailbox, "MOST_KEPT", 3)
    for number in range(5):
        send_mail(f"Number {number}", "x", None, ["a@example.org"])
    subjects = [bytes(each.message).split(b"Subject: ")[1][:8] for each in KeptMail.objects.all()]
    assert subjects == [b"Number 4", b"Number 3", b"Number 2"]


def test_a_header_that_can_not_be_written_keeps_nothing(at):
    letter = Letter("Round 2", "", ("x",), "y")
    mail = build(make_delivery(reader(at=at), at=at), letter)
    mail.extra_headers["X-Bad"] = "a\nBcc: b@example.org"
    with pytest.raises(ValueError, match="newlines"):
        get_connection().send_messages([mail])
    assert not KeptMail.objects.exists()
