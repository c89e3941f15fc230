"""From the form of a page to a mail and out again, through the links that are really sent."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from core.limits import Limiter
from desk.doors import subscribing
from notifications.enums import Kind
from notifications.models import Delivery, Recipient
from notifications.sending.deliver import deliver_due
from tests.factories.notifications import make_delivery
from tests.factories.provisions import make_provision

pytestmark = pytest.mark.django_db(transaction=True)
_LINK = re.compile(r"http://testserver(/subscribe/\w+/[^\s<>]+/)")


@pytest.fixture(autouse=True)
def nobody_asked_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscribing, "LIMITER", Limiter())


def link(body: object, purpose: str) -> str:
    return next(str(path) for path in _LINK.findall(str(body)) if f"/{purpose}/" in path)


def test_asked_confirmed_and_stopped_with_one_click(client: Client):
    provision = make_provision()
    sent = {"email": "reader@example.org", "topic": "provision", "subject": provision.key}
    assert client.post("/subscribe/", sent | {"frequency": "now"}).status_code == 302
    assert deliver_due(timezone.now).sent == 1
    (question,) = mail.outbox
    assert question.to == ["reader@example.org"]
    assert "1 Skills for new tools" in question.body

    reader = Recipient.objects.get()
    make_delivery(reader, Kind.NEWS, window="1-2", at=timezone.now())
    assert deliver_due(timezone.now).sent == 0
    assert client.post(link(question.body, "confirm")).status_code == 303
    page = client.get(link(question.body, "manage"))
    assert "1 Skills for new tools" in page.content.decode()

    header = question.extra_headers["List-Unsubscribe"]
    assert question.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    program = Client(enforce_csrf_checks=True)
    one_click = header.strip("<>").removeprefix("http://testserver")
    assert program.post(one_click, {"List-Unsubscribe": "One-Click"}).status_code == 200
    reader.refresh_from_db()
    assert reader.stopped_at is not None
    make_delivery(reader, Kind.NEWS, window="2-3", at=timezone.now())
    assert deliver_due(timezone.now).sent == 0
    assert client.post("/subscribe/", sent).status_code == 302
    assert deliver_due(timezone.now).sent == 0
    assert len(mail.outbox) == 1
    assert not Delivery.objects.filter(state="due").exists()
