"""The mailbox of one's own machine: what would have left, shown where nothing can come of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from desk.doors import second_factor
from notifications.models import KeptMail

pytestmark = pytest.mark.django_db
MAILBOX = "/accounts/mailbox/"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOBODYS = "0199aaaa-0000-7000-8000-000000000000"


@pytest.fixture(autouse=True)
def on_this_machine(settings) -> None:
    settings.ROOT_URLCONF = "config.urls_local"
    settings.SAMPLE_SIGN_IN = True


def message(subject: str = "A review round has opened", html: str = "") -> EmailMessage:
    made = EmailMessage()
    made["Subject"], made["To"], made["X-Mark"] = subject, "ana@example.org", "<b>bold</b>"
    made.set_content("Read it at http://testserver/frameworks/ <script>run()</script>")
    if html:
        made.add_alternative(html, subtype="html")
    return made


def keep(made: EmailMessage, to: str = "ana@example.org", at: datetime = NOON) -> str:
    kept = KeptMail.objects.create(
        kept_at=at, sender="return+x@example.org", to=to, message=made.as_bytes()
    )
    return f"{MAILBOX}{kept.pk}/"


def every_path() -> Iterator[str]:
    made = message(html="<html><head></head><body>Hello</body></html>")
    made.add_attachment(b"BEGIN:VCALENDAR", "text", "calendar", filename="deadline.ics")
    path = keep(made)
    yield from (MAILBOX, path, f"{path}html/", f"{path}attachments/1/")


def test_it_lists_the_newest_first_and_is_filtered_by_address(client: Client):
    keep(message("First"), at=NOON)
    keep(message("Second"), at=NOON + timedelta(minutes=1))
    keep(message("Third"), to="omar@example.org", at=NOON + timedelta(minutes=2))
    text = client.get(MAILBOX).content.decode()
    assert text.index("Third") < text.index("Second") < text.index("First")
    only = client.get(MAILBOX, {"to": "OMAR@"}).content.decode()
    assert "Third" in only
    assert "Second" not in only
    assert "No mail to this address" in client.get(MAILBOX, {"to": "eve@"}).content.decode()


def test_an_empty_mailbox_says_what_will_come(client: Client):
    assert "No mail yet" in client.get(MAILBOX).content.decode()


def test_it_goes_on_by_fifties_and_loses_none(client: Client):
    paths = [keep(message(f"Mail {place}"), at=NOON) for place in range(53)]
    first = client.get(MAILBOX, {"to": "ana@example.org"}).content.decode()
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = client.get(following).content.decode()
    assert all((path in first) != (path in second) for path in paths)
    assert second.count('class="line ') == 3
    assert client.get(MAILBOX, {"cursor": "made-up"}).status_code == 400


def test_a_mail_is_shown_as_html_as_text_and_with_its_headers(client: Client):
    path = keep(message(html="<html><head></head><body>Hello</body></html>"))
    text = client.get(path).content.decode()
    assert f'src="{path}html/" sandbox=' in text
    assert '<a href="http://testserver/frameworks/"' in text
    assert "&lt;script&gt;run()&lt;/script&gt;" in text
    assert "<dt>X-Mark</dt><dd><code>&lt;b&gt;bold&lt;/b&gt;</code></dd>" in text
    assert "return+x@example.org" in text


def test_the_frame_of_the_html_runs_nothing_and_stands_in_no_other_page(client: Client):
    path = keep(message(html="<html><head></head><body>Hello<script>1</script></body></html>"))
    answer = client.get(f"{path}html/")
    assert "Hello" in answer.content.decode()
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox allow-popups" in policy
    assert "frame-ancestors 'self'" in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'none'" in client.get(path)["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"


def test_a_mail_of_plain_text_has_no_frame(client: Client):
    path = keep(message())
    assert "<iframe" not in client.get(path).content.decode()
    assert client.get(f"{path}html/").status_code == 404


def test_a_file_is_saved_and_never_shown(client: Client):
    made = message()
    made.add_attachment(b"BEGIN:VCALENDAR", "text", "calendar", filename="deadline.ics")
    path = keep(made)
    assert f'href="{path}attachments/1/">deadline.ics</a>' in client.get(path).content.decode()
    answer = client.get(f"{path}attachments/1/")
    assert answer.content == b"BEGIN:VCALENDAR"
    assert answer["Content-Type"] == "text/calendar"
    assert answer["Content-Disposition"] == 'attachment; filename="deadline.ics"'
    assert client.get(f"{path}attachments/2/").status_code == 404


def test_a_mail_that_is_not_there_is_not_found(client: Client):
    assert client.get(f"{MAILBOX}{NOBODYS}/").status_code == 404
    assert client.get(f"{MAILBOX}1/").status_code == 404


def test_it_can_only_be_read(client: Client):
    for path in every_path():
        assert client.post(path).status_code == 405, path


@pytest.mark.parametrize(
    "asker",
    [
        {"REMOTE_ADDR": "203.0.113.9"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "203.0.113.9"},
    ],
)
def test_only_this_machine_may_ask(asker):
    for path in every_path():
        assert Client(**asker).get(path).status_code == 404, path


def test_only_a_sample_database_has_it(client: Client, monkeypatch):
    monkeypatch.setattr(second_factor, "is_sample_database", lambda: False)
    for path in every_path():
        assert client.get(path).status_code == 404, path


def test_only_settings_that_offer_samples_have_it(client: Client, settings):
    settings.SAMPLE_SIGN_IN = False
    for path in every_path():
        assert client.get(path).status_code == 404, path


def test_the_routes_of_everywhere_have_none_of_it(client: Client, settings):
    settings.ROOT_URLCONF = "config.urls"
    with pytest.raises(NoReverseMatch):
        reverse("mailbox")
    for path in every_path():
        assert client.get(path).status_code == 404, path


def test_the_doors_of_this_machine_lead_to_it(client: Client):
    for path in ("/accounts/login/", "/accounts/sample/"):
        assert f'href="{MAILBOX}"' in client.get(path).content.decode(), path
