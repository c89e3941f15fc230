"""Mails that come back: an address that takes none is marked, and its coordinator told."""

from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace

import pytest
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.core.management import CommandError, call_command
from django.test import Client

from core.errors import Invalid, Missing
from core.ids import new_id
from notifications.enums import BounceKind, DropReason, Kind
from notifications.letters.compose import compose
from notifications.letters.letter import Silence
from notifications.models import Bounce, Delivery, Recipient
from notifications.provider_events import note_event
from notifications.sending.return_address import PREFIX, return_token
from notifications.services.bounces import address_works, note_bounce
from notifications.services.subscriptions import confirm
from tests.factories.notifications import make_delivery, make_subscription, reader_of
from tests.stakeholders.cast import NOW, found_house

from .postoffice import mails_due, reader

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def bounce(delivery, status="5.1.1", at=NOW):
    return note_bounce(token=return_token(delivery.pk), status=status, at=at)


def failing(recipient: Recipient) -> bool:
    recipient.refresh_from_db()
    return recipient.failing_since is not None


def told() -> list[tuple[str, str]]:
    """Who was told of whose address."""
    rows = Delivery.objects.filter(kind=Kind.ADDRESS_FAILS).select_related("recipient__user")
    return sorted((each.recipient.address, each.window) for each in rows)


@pytest.fixture
def house():
    return found_house()


def test_a_refusal_for_good_marks_the_address_and_stops_its_mails(at):
    recipient = reader(at=NOW)
    first, second = (make_delivery(recipient, window=each, at=NOW) for each in ("1-2", "2-3"))
    assert bounce(first).kind == BounceKind.HARD
    assert failing(recipient)
    second.refresh_from_db()
    assert compose(second, NOW) == Silence(DropReason.ADDRESS_FAILS)


def test_the_same_report_again_changes_nothing():
    [delivery] = mails_due(1, at=NOW)
    assert bounce(delivery) == bounce(delivery, at=NOW + DAY)
    assert Bounce.objects.count() == 1
    delivery.recipient.refresh_from_db()
    assert delivery.recipient.failing_since == NOW


def test_three_mails_refused_for_the_time_being_within_seven_days_mark_it_too():
    first, second, third, fourth = mails_due(4, at=NOW)
    bounce(first, "4.2.2")
    bounce(first, "4.4.7", at=NOW + DAY)  # the same mail
    bounce(second, "4.2.2", at=NOW + 6 * DAY)
    assert not failing(first.recipient)
    bounce(third, "4.2.2", at=NOW + 8 * DAY)  # the first is too long ago
    assert not failing(first.recipient)
    bounce(fourth, "4.2.2", at=NOW + 9 * DAY)
    assert failing(first.recipient)


def test_the_coordinator_of_each_home_is_told_and_nobody_else(house):
    member = reader_of(house["AAA"], at=NOW)
    bounce(make_delivery(member, at=NOW))
    assert told() == [("focal-aaa@example.org", f"{member.pk}:{NOW.isoformat()}")]
    notice = Delivery.objects.get(kind=Kind.ADDRESS_FAILS)
    assert notice.due_at >= NOW
    letter = compose(notice, NOW)
    assert not isinstance(letter, Silence)
    assert "delegate-aaa" not in repr(letter).lower()


def test_a_coordinator_is_not_told_of_themselves(house):
    bounce(make_delivery(reader_of(house["AAA-focal"], at=NOW), at=NOW))
    assert told() == []


def test_an_address_without_account_has_no_coordinator(house):
    bounce(mails_due(1, at=NOW)[0])
    assert told() == []


def test_an_address_that_works_again_gets_its_mails_and_starts_anew():
    rows = mails_due(4, at=NOW)
    recipient = rows[0].recipient
    for row in rows[:3]:
        bounce(row, "4.2.2")
    assert failing(recipient)
    assert address_works(recipient_id=recipient.pk, at=NOW + DAY).failing_since is None
    assert not failing(recipient)
    bounce(rows[3], "4.2.2", at=NOW + DAY)
    assert not failing(recipient), "what was refused before counts no longer"
    with pytest.raises(Missing):
        address_works(recipient_id=new_id(), at=NOW)


def test_an_address_that_failed_is_still_asked_and_its_answer_shows_that_it_works():
    recipient = reader(at=NOW)
    bounce(make_delivery(recipient, at=NOW))
    asked = make_subscription(recipient, subject="lifelong-learning", confirmed=False, at=NOW)
    window = f"{asked.pk}:2026-02-04"
    question = make_delivery(recipient, Kind.CONFIRMATION, window=window, at=NOW)
    assert failing(recipient)
    assert not isinstance(compose(question, NOW), Silence)
    confirm(subscription_id=asked.pk, at=NOW)
    assert not failing(recipient)


@pytest.mark.parametrize("status", ["", "2.1.5", "5", "5.1", "5.1.1 x", "x5.1.1", "6.1.1", "550"])
def test_what_is_no_refusal_is_refused(status):
    [delivery] = mails_due(1, at=NOW)
    with pytest.raises(Invalid):
        bounce(delivery, status)
    assert not failing(delivery.recipient)


def test_a_mail_that_was_forgotten_is_not_there_any_more():
    with pytest.raises(Missing):
        note_bounce(token=return_token(new_id()), status="5.1.1", at=NOW)


REPORT = """\
From: MAILER-DAEMON@mail.example.org
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is the mail system.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
Arrival-Date: Sun, 22 Nov 2026 13:40:00 +0000

Final-Recipient: rfc822; reader@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user

--b--
"""


@pytest.fixture
def delivery():
    return mails_due(1, at=NOW)[0]


def take(monkeypatch, raw: str | bytes, **options: str) -> None:
    """Pipe a report into the command, as a mail server does."""
    given = raw.encode() if isinstance(raw, str) else raw
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=BytesIO(given)))
    call_command("take_bounce", **options)


def address(delivery: Delivery) -> str:
    return f"{PREFIX}{return_token(delivery.pk)}@back.example.org"


def report(to: str, action: str = "failed", status: str = "5.1.1") -> str:
    return REPORT.format(to=to, action=action, status=status)


def test_a_report_from_a_mail_server_marks_the_address(delivery, monkeypatch, capsys):
    take(monkeypatch, report(address(delivery).upper()))
    assert failing(delivery.recipient)
    assert "Noted: 5.1.1." in capsys.readouterr().out


def test_the_server_may_tell_itself_whom_a_report_went_to(delivery, monkeypatch):
    take(monkeypatch, report("undisclosed-recipients:;"), recipient=address(delivery))
    assert failing(delivery.recipient)


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_a_report_of_no_failure_changes_nothing(action, delivery, monkeypatch, capsys):
    take(monkeypatch, report(address(delivery), action, "4.4.1"))
    assert not Bounce.objects.exists()
    assert action in capsys.readouterr().out


def test_what_is_no_report_of_ours_is_said_and_changes_nothing(delivery, monkeypatch):
    whole = report(address(delivery))
    last = "b" if return_token(delivery.pk)[-1] == "a" else "a"
    for raw in (
        b"",
        b"\xff\xfe\x00",
        f"To: {address(delivery)}\n\nI am on holiday.",
        whole.replace(return_token(delivery.pk), return_token(delivery.pk)[:-1] + last),
        whole.replace(f"{PREFIX}{return_token(delivery.pk)}", "portal"),
        whole.replace("Status: 5.1.1", "Status: unknown"),
        whole.replace("Status: 5.1.1", "Status: 2.0.0"),
    ):
        with pytest.raises(CommandError, match="nothing was noted") as refused:
            take(monkeypatch, raw)
        assert refused.value.returncode == 65
    assert not Bounce.objects.exists()


def event(delivery: Delivery | None, **fields) -> AnymailTrackingEvent:
    metadata = {"return": return_token(delivery.pk)} if delivery else {}
    return AnymailTrackingEvent(
        **({"event_type": EventType.BOUNCED, "metadata": metadata} | fields)
    )


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"mta_response": "smtp; 550 5.1.1 unknown user"}, "5.1.1"),
        ({"mta_response": "452 4.2.2 over quota"}, "4.2.2"),
        ({"reject_reason": RejectReason.INVALID}, "5.0.0"),
        ({"event_type": EventType.REJECTED, "reject_reason": RejectReason.BOUNCED}, "5.0.0"),
        ({"reject_reason": RejectReason.SPAM}, "4.0.0"),
    ],
)
def test_a_provider_tells_of_a_mail_that_came_back(fields, status, delivery):
    note_event(None, event(delivery, **fields))
    assert [each.status for each in Bounce.objects.all()] == [status]


def test_other_events_and_other_mails_are_no_concern(delivery):
    for fields in ({"event_type": EventType.DELIVERED}, {"event_type": EventType.DEFERRED}):
        note_event(None, event(delivery, **fields))
    note_event(None, event(None))
    note_event(None, event(None, metadata={"return": "made-up"}))
    note_event(None, event(None, metadata=None))
    assert not Bounce.objects.exists()


def test_without_a_provider_there_is_no_address_for_events(client: Client):
    assert client.post("/mail-events/postmark/tracking/", {}).status_code == 404
