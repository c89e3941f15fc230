"""A letter as a mail: what programs read in its headers, and what people read in either form."""

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest
from icalendar import Calendar, Event

from notifications.enums import Kind
from notifications.letters.letter import Letter, Line, Part
from notifications.models import Recipient
from notifications.sending.links import read_manage, read_stop
from notifications.sending.outgoing import BadAddress, build, one_line
from notifications.sending.plain import WIDTH
from notifications.sending.return_address import read_return
from tests.factories.notifications import make_delivery

from .postoffice import LETTER, reader

LONG = "The round on the first draft of the framework closes in seven days, and no later. " * 3
FULL = Letter(
    subject="Review round 2 closes in 7 days",
    preheader="The deadline & what <you> can do.",
    opening=(LONG.strip(), "Comments <script>alert(1)</script> are text."),
    why="You get this because you act for a delegation.",
    parts=(
        Part(
            "What changed",
            (
                Line(LONG.strip(), "https://example.org/a/" + "b" * 100, lang="fr"),
                Line("A line without a link"),
            ),
        ),
    ),
    action=Line("Open the round", "https://example.org/round/"),
    thread="trial.round.2",
)

pytestmark = pytest.mark.django_db


def mailed(letter: Letter = LETTER, kind: str = Kind.NEWS, *, at: datetime, **more: Any) -> Any:
    """Return the mail as a program reads it that got its bytes."""
    recipient = Recipient.objects.first() or reader(at=at, **more)
    number = str(recipient.deliveries.count())
    mail = build(make_delivery(recipient, kind, window=number, at=at), letter)
    return message_from_bytes(mail.message().as_bytes(), policy=SMTP)


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_the_headers_say_what_programs_act_on(at, settings):
    settings.DEFAULT_FROM_EMAIL = "Tripartite <portal@example.org>"
    delivery = make_delivery(reader(at=at), at=at)
    mail = build(delivery, LETTER)
    headers = mail.message()
    assert headers["Message-ID"] == delivery.message_id
    assert headers["From"] == "Tripartite <portal@example.org>"
    assert headers["To"] == "reader@example.org"
    assert headers["Subject"] == "[Sample] News of the theme Skills"
    assert headers["List-Id"] == "Tripartite <status.sample.testserver>"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Content-Language"] == "en"
    assert headers["X-Tripartite-Sample"] == "yes"
    assert headers["Date"]


def test_a_program_can_unsubscribe_with_one_click(at):
    mail = mailed(kind=Kind.DUE_IN_7_DAYS, at=at)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(r"<(http://testserver/subscribe/stop/([^/]+)/)>", mail["List-Unsubscribe"])
    assert found
    stop = read_stop(found[2])
    assert (stop.topic, stop.subject, stop.frequency) == ("deadlines", "", "")
    assert found[1] in body(mail, "plain")
    assert found[1] in body(mail, "html")


@pytest.mark.parametrize(
    ("kind", "topic", "frequency"),
    [
        (Kind.TO_CLEAR, "work", ""),
        (Kind.ROOM_NEWS, "rooms", ""),
        (Kind.PROCESS_DIGEST, "process", ""),
        (Kind.NEWS, "", "now"),
        (Kind.DAILY_DIGEST, "", "daily"),
        (Kind.WEEKLY_DIGEST, "", "weekly"),
        (Kind.CONFIRMATION, "", ""),
    ],
)
def test_one_click_stops_the_topic_or_all_that_comes_as_often(kind, topic, frequency, at):
    mail = mailed(kind=kind, at=at)
    stop = read_stop(mail["List-Unsubscribe"].split("/")[-2])
    assert (stop.topic, stop.frequency) == (topic, frequency)


def test_each_mail_shows_the_way_to_all_that_its_reader_gets(at):
    mail = mailed(at=at)
    for kind in ("plain", "html"):
        [token] = re.findall(r"/subscribe/manage/([^/]+)/", body(mail, kind))
        assert read_manage(token) == Recipient.objects.get()


def test_mails_of_one_thread_stand_together_and_tell_nothing_by_it(at):
    first, second = mailed(FULL, at=at), mailed(FULL, at=at)
    assert first["Message-ID"] != second["Message-ID"]
    assert first["References"] == first["In-Reply-To"] == second["References"]
    assert re.fullmatch(r"<thread\.[0-9a-f]{32}@sample\.testserver>", first["References"])
    assert "References" not in mailed(LETTER, at=at)


def test_the_envelope_bears_a_signed_return_address(at, settings):
    delivery = make_delivery(reader(at=at), at=at)
    settings.DEFAULT_FROM_EMAIL = "Tripartite <portal@example.org>"
    assert build(delivery, LETTER).from_email == "portal@example.org"
    settings.NOTIFICATIONS_BOUNCE_DOMAIN = "back.example.org"
    local, _, domain = build(delivery, LETTER).from_email.partition("@")
    assert domain == "back.example.org"
    assert len(local) <= 64
    assert re.fullmatch(r"bounces\+[a-z2-7]+", local)
    assert read_return(local.partition("+")[2].upper()) == delivery.pk


def test_both_forms_say_the_same(at):
    mail = mailed(FULL, at=at)
    plain = " ".join(body(mail, "plain").split())
    html = " ".join(re.sub(r"<[^>]+>", " ", body(mail, "html")).split())
    for text in (LONG.strip(), "What changed", "A line without a link", FULL.why, "Open the round"):
        assert text in plain
        assert text in html
    for url in ("https://example.org/a/" + "b" * 100, "https://example.org/round/"):
        assert f"\n{url}\n" in body(mail, "plain").replace("  ", "")
        assert f'href="{url}"' in body(mail, "html")


def test_the_plain_text_is_laid_out(at):
    lines = body(mailed(FULL, at=at), "plain").splitlines()
    assert all(len(line) <= WIDTH or "http" in line for line in lines)
    heading = lines.index("What changed")
    assert lines[heading + 1] == "------------"
    assert lines[heading + 2].startswith("* ")
    assert lines[heading + 3].startswith("  ")
    assert "-- " in lines
    assert "&" not in "".join(lines)
    assert "Comments <script>alert(1)</script> are text." in lines


def test_the_html_needs_no_style_sheet_and_escapes_what_it_says(at):
    html = body(mailed(FULL, at=at), "html")
    assert html.startswith("<!DOCTYPE html>")
    assert '<html lang="en">' in html
    assert 'lang="fr"' in html
    assert "max-width: 600px" in html
    assert "color-scheme" in html
    assert not re.search(r"<(style|script|link|img)\b", html)
    assert "&lt;script&gt;" in html
    preheader = re.search(r'<div style="display: none[^>]*>([^<]*)</div>', html)
    assert preheader
    assert preheader[1].strip() == "The deadline &amp; what &lt;you&gt; can do."


def test_a_mail_comes_in_the_language_of_its_reader(at):
    mail = mailed(FULL, at=at, language="es")
    assert mail["Content-Language"] == "es"
    assert '<html lang="es">' in body(mail, "html")


def test_a_sample_says_so_in_subject_header_and_text(at):
    mail = mailed(FULL, at=at)
    assert mail["Subject"].startswith("[Sample] ")
    for kind in ("plain", "html"):
        assert "This portal holds sample data" in body(mail, kind)


def test_a_date_goes_along_as_a_calendar_file(at):
    event = Event()
    event.add("uid", "trial.round.2@sample.testserver")
    event.add("summary", "La ronde 2 se termine — été")
    event.add("dtstart", datetime(2026, 11, 29, 17, tzinfo=UTC))
    letter = Letter("Round 2", "", ("It closes.",), "You act for AAA.", events=(event,))
    [part] = list(mailed(letter, at=at).iter_attachments())
    assert part.get_content_type() == "text/calendar"
    assert part.get_param("method") == "PUBLISH"
    assert part.get_filename() == "calendar.ics"
    calendar: Any = Calendar.from_ical(part.get_content())
    assert calendar["METHOD"] == "PUBLISH"
    [found] = calendar.events
    assert found["SUMMARY"] == "La ronde 2 se termine — été"
    assert list(mailed(LETTER, at=at).iter_attachments()) == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\u2028", "\x00", "\x85"])
def test_a_line_break_in_a_subject_adds_no_header(end, at):
    letter = Letter(f"Round 2{end}Bcc: somebody@example.org", "", ("x",), "y")
    mail = mailed(letter, at=at)
    assert mail["Subject"] == "[Sample] Round 2 Bcc: somebody@example.org"
    assert mail["Bcc"] is None
    assert one_line(f" a{end}{end} b ") == "a b"


@pytest.mark.parametrize("address", ["", "nobody", "a@b@c", "a@b.org\nBcc: c@d.org", "a b@c.org"])
def test_a_malformed_address_is_refused_without_being_named(address, at):
    delivery = make_delivery(reader(at=at), at=at)
    delivery.recipient.email = address
    with pytest.raises(BadAddress) as refused:
        build(delivery, LETTER)
    assert str(refused.value) == ""


def test_the_bytes_of_a_mail_are_made_once(at):
    mail = build(make_delivery(reader(at=at), at=at), FULL)
    assert mail.message().as_bytes() == mail.message().as_bytes()
    assert mail.digest() == mail.digest()
