"""A passkey from its making to a sign-in without a password, on a device that Chromium plays."""

from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.desk.doors.conftest import PASSWORD, mandate_of
from tests.factories.people import make_secretary

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
# A device that asks its owner for a finger and keeps what it makes.
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def portal(transactional_db: None, live_server: Any, settings: Any) -> str:
    """The portal's address, with one member who has a password and no second factor."""
    settings.PUBLIC_BASE_URL = live_server.url
    user = mandate_of(make_secretary("anna")).user
    user.set_password(PASSWORD)
    user.save()
    return str(live_server.url)


@pytest.fixture
def device(portal: str, page: Page) -> tuple[CDPSession, str]:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return session, str(made["authenticatorId"])


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser had to complain about, refused scripts above all."""
    said: list[str] = []
    page.on("console", lambda entry: said.append(entry.text) if entry.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def sign_in_by_password(page: Page, portal: str) -> None:
    page.goto(f"{portal}/desk/")
    page.get_by_label("Email").fill("anna@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def make_passkey(page: Page) -> None:
    page.get_by_role("link", name="A passkey").click()
    page.get_by_label("A name for it").fill("My telephone")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def sign_out(page: Page, portal: str) -> None:
    page.goto(f"{portal}/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()


def test_a_passkey_is_a_second_factor_and_then_the_only_one_needed(
    portal, page, device, complaints
):
    sign_in_by_password(page, portal)
    expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    make_passkey(page)
    page.goto(f"{portal}/desk/settings/security/")
    expect(page.get_by_text("1 passkey", exact=False).first).to_be_visible()

    sign_out(page, portal)
    page.goto(f"{portal}/desk/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{portal}/desk/")

    sign_out(page, portal)
    sign_in_by_password(page, portal)
    expect(page.get_by_role("heading", name="Your second factor")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{portal}/desk/")
    assert complaints == []


def test_a_passkey_without_its_owner_opens_nothing(portal, page, device, complaints):
    session, authenticator = device
    sign_in_by_password(page, portal)
    make_passkey(page)
    sign_out(page, portal)
    session.send(
        "WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False}
    )
    page.goto(f"{portal}/desk/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("No passkey was used")
    page.goto(f"{portal}/desk/settings/security/")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
