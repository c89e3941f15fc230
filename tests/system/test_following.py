"""Hearing of a provision from “Get news of this” to the last mail, with an address and a desk.

What happens at the portal meanwhile (an act of the record, the sweep that plans and sends) is
called by the test; the sweep is told which time it is, so that a week takes no week.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone
from playwright.sync_api import Browser, expect

import config.celery  # noqa: F401 - as the web server does, so that what wakes knows the broker
from tests.desk.rounds import running

from .hearing import fetched, link_in, something_changes, swept, weekly_digest_of
from .story.people import TELEPHONE, Company, Person, key_of
from .story.stage import forget_everything

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WEEK, GENEVA = timedelta(days=7), ZoneInfo("Europe/Zurich")
ADDRESS = "policy.officer@example.org"
MEMBER = "delegate-aaa@example.org"
PROVISION, NAME = "/frameworks/trial/provisions/1/", "1 Skills for new tools"
SETTINGS = "/desk/settings/notifications/"
# What one click of a mail program sends (RFC 8058), without a cookie.
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@dataclass(frozen=True, slots=True)
class Portal:
    """Its address, and the session of the one member who comes to its desk."""

    address: str
    member: str


@pytest.fixture
def portal(transactional_db: None, live_server: Any, settings: Any) -> Iterator[Portal]:
    """A provision that is in review for weeks: no reminder of a deadline falls into the story."""
    settings.PUBLIC_BASE_URL = live_server.url
    forget_everything()
    review = running(closes_at=timezone.now() + timedelta(days=40))
    yield Portal(live_server.url, key_of(review.house["AAA"]))
    forget_everything()


def test_somebody_without_account_follows_a_provision_and_stops(
    portal: Portal, browser: Browser, patience: None
) -> None:
    cast = Company(browser, portal.address, {})
    reader = cast.enter("policy officer", **TELEPHONE, java_script_enabled=False)
    asks(reader)
    confirms(reader)
    manage = hears_at_once(reader)
    is_refused_a_day_without_an_hour(reader)
    wants_it_weekly(reader, manage)
    stops(reader, manage, hears_weekly())
    hears_nothing_more()
    assert reader.complaints == []


def test_a_member_follows_at_the_desk_and_stops_everything(
    portal: Portal, browser: Browser, patience: None
) -> None:
    member = Company(browser, portal.address, {"member": portal.member})["member"]
    follows_with_one_button(member)
    makes_and_revokes_a_calendar(member)
    stops_everything(member)
    assert member.complaints == []


# --- The policy officer, on a telephone without scripts ------------------------------------


def asks(reader: Person) -> None:
    """Type an address on the provision's own page; nothing is said about it but to look."""
    reader.open(PROVISION)
    reader.touch(reader.page.locator("summary", has_text="Get news of this"))
    reader.fill("Your mail address", ADDRESS)
    reader.page.get_by_label("How often").select_option(label="At once")
    reader.press("Ask for a link to confirm")
    reader.sees_heading("Look into your mailbox")
    reader.sees(NAME)
    reader.check_width()


def confirms(reader: Person) -> None:
    """Open the link of the question; only its button begins anything."""
    [question] = swept(ADDRESS)
    assert question.subject == "[Sample] Please confirm what you want to follow"
    assert NAME in str(question.body)
    link = link_in(question, "confirm")
    reader.page.goto(link)
    reader.sees_heading("Do you want to follow this?")
    reader.sees("p…@example.org", "At once")
    something_changes("osh")
    assert swept(ADDRESS) == [], "A link that was looked at is not a yes."
    reader.press("Yes, I want this")
    reader.sees_heading("You follow this")
    reader.check_width()


def hears_at_once(reader: Person) -> str:
    """Read the news of an act, and return the link to everything one gets."""
    something_changes("skills", "osh")
    [news] = swept(ADDRESS)
    assert news.subject == f"[Sample] News: {NAME}"
    assert "Facts changed" in str(news.body)
    assert swept(ADDRESS) == []
    manage = link_in(news, "manage")
    reader.page.goto(manage)
    reader.sees_heading("Everything you get")
    return manage


def is_refused_a_day_without_an_hour(reader: Person) -> None:
    """All day quiet is no answer; the list of mistakes leads to the field, which says why."""
    quiet_hours(reader, "07:00", "07:00")
    said = "Quiet hours must leave at least three hours of the day free."
    summary = reader.page.get_by_role("alert").get_by_role("link", name=said)
    expect(summary).to_have_attribute("href", "#id_quiet_until")
    until = reader.page.get_by_label("Quiet hours until")
    expect(until).to_have_accessible_description(re.compile(re.escape(said)))
    expect(until).to_have_attribute("aria-invalid", "true")
    expect(until).to_have_value("07:00")
    reader.check_width()


def wants_it_weekly(reader: Person, manage: str) -> None:
    quiet_hours(reader, "20:00", "10:00")
    reader.sees("Your choices are kept.")
    reader.page.get_by_label(f"How often: {NAME}").select_option(label="Every week")
    reader.press("Keep this")
    reader.sees("Your choices are kept.", "Next weekly digest")
    reader.page.goto(manage)
    expect(reader.page.get_by_label("Quiet hours from")).to_have_value("20:00")
    expect(reader.page.get_by_label(f"How often: {NAME}")).to_have_value("weekly")
    reader.check_width()


def hears_weekly() -> EmailMessage:
    """Return the digest of a Monday morning, which comes when quiet hours are over."""
    something_changes("skills")
    assert swept(ADDRESS) == []
    due = weekly_digest_of(ADDRESS)
    local = due.astimezone(GENEVA)  # an address is taken to be there until it says another
    assert (local.weekday(), local.hour) == (0, 10)
    assert swept(ADDRESS, due - timedelta(minutes=1)) == []
    [digest] = swept(ADDRESS, due)
    assert NAME in str(digest.body)
    return digest


def stops(reader: Person, manage: str, digest: EmailMessage) -> None:
    """A program that looks at the link stops nothing; its one click does."""
    link = digest.extra_headers["List-Unsubscribe"].strip("<>")
    assert digest.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    promised = weekly_digest_of(ADDRESS)
    reader.page.goto(link)
    reader.sees_heading("Stop these mails?")
    reader.sees("News that come every week")
    expect(reader.page.get_by_role("button", name="Stop this")).to_be_visible()
    reader.check_width()
    assert weekly_digest_of(ADDRESS) == promised
    answer = fetched(link, ONE_CLICK)
    assert answer.status == 200
    assert "It is stopped" in answer.body
    reader.page.goto(manage)
    expect(reader.page.get_by_label(f"How often: {NAME}")).to_have_value("never")
    expect(reader.page.get_by_text("Next weekly digest")).to_have_count(0)


def hears_nothing_more() -> None:
    something_changes("osh")
    for weeks in (0, 1, 2):
        assert swept(ADDRESS, timezone.now() + weeks * WEEK) == []


def quiet_hours(reader: Person, start: str, end: str) -> None:
    reader.page.get_by_label("Quiet hours from").fill(start)
    reader.page.get_by_label("Quiet hours until").fill(end)
    reader.press("Keep these settings")


# --- The member, at a desk and on its narrow window ----------------------------------------


def follows_with_one_button(member: Person) -> None:
    swept(MEMBER)
    member.open("/desk/provisions/trial.1/")
    member.press("Follow this")
    member.sees("You follow this.", "Following: Every week")
    something_changes("osh")
    [digest] = swept(MEMBER, weekly_digest_of(MEMBER))
    assert NAME in str(digest.body)
    member.open(SETTINGS)
    member.sees("It comes with your mandate: Delegate", "You chose it on", MEMBER)
    fits_a_telephone(member)


def makes_and_revokes_a_calendar(member: Person) -> None:
    """The address is shown once, opens without a cookie, and nothing after its end."""
    member.press("Make an address")
    member.sees_heading("Your calendar’s address")
    address = member.page.get_by_label("The address").input_value()
    fits_a_telephone(member)
    assert fetched(address).body.startswith("BEGIN:VCALENDAR")
    member.follow("Done")
    member.sees("The present address was made")
    assert address not in member.page.content()
    member.press("Revoke the address")
    member.sees("The calendar’s address opens nothing any more.")
    assert fetched(address).status == 404


def stops_everything(member: Person) -> None:
    """A page says first what it means; after it nothing comes, and one button begins again."""
    member.follow("Stop everything")
    member.sees_heading("Stop everything")
    member.sees("You will not be reminded of any deadline any more.")
    fits_a_telephone(member)
    member.press("Stop everything")
    member.sees("You get nothing more.", "You stopped everything.")
    fits_a_telephone(member)
    something_changes("skills")
    for weeks in (2, 3):
        assert swept(MEMBER, timezone.now() + weeks * WEEK) == []
    expect(member.page.get_by_role("button", name="Send again what stands below")).to_be_visible()


def fits_a_telephone(member: Person) -> None:
    """The same page in a window as narrow as a telephone."""
    wide = member.page.viewport_size
    assert wide is not None
    member.page.set_viewport_size(TELEPHONE["viewport"])
    member.check_width()
    member.page.set_viewport_size(wide)
