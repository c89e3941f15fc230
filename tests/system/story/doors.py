"""How somebody new comes in: a link, a password, a second factor, and the word of their group."""

from playwright.sync_api import expect

from tests.desk.doors.conftest import PASSWORD, code

from .people import Person


def invite(secretariat: Person, address: str, capacity: str) -> str:
    """Return the link, which the page shows once."""
    secretariat.open("/desk/")
    secretariat.go("Members")
    secretariat.follow("Invite somebody")
    secretariat.fill("Mail address", address)
    secretariat.page.get_by_label("Capacity").select_option(label=capacity)
    secretariat.press("Make the link")
    secretariat.sees_heading("The link is made")
    link = secretariat.page.get_by_label("The link").input_value()
    secretariat.follow("Done")
    secretariat.sees(address)
    expect(secretariat.page.locator("body")).not_to_contain_text(link)
    assert link not in secretariat.page.content()
    return link


def accept(newcomer: Person, link: str, name: str) -> None:
    newcomer.page.goto(link)
    newcomer.sees_heading("You are invited")
    newcomer.fill("Your name, as others will see it", name)
    newcomer.fill("A password of at least 12 characters", PASSWORD)
    newcomer.press("Accept and go on to the second factor")
    newcomer.sees_heading("Set up a second factor")


def connect_app(newcomer: Person) -> None:
    """Type the shown key into an app, and what the app shows into the page."""
    newcomer.open("/desk/")  # without a second factor every way leads back
    newcomer.sees_heading("Set up a second factor")
    newcomer.follow("An authenticator app")
    connected = newcomer.page.get_by_role("heading", level=1, name="Recovery codes")
    for _attempt in range(2):  # a code may run out between its reading and its arrival
        secret = newcomer.page.locator("code[translate=no]").inner_text()
        newcomer.page.get_by_role("textbox", name="Authenticator code").fill(code(secret))
        newcomer.press("Connect the app")
        expect(connected.or_(newcomer.page.get_by_role("alert")).first).to_be_visible()
        if connected.is_visible():
            return
    newcomer.sees_heading("Recovery codes")


def admit(secretariat: Person, name: str) -> None:
    secretariat.go("Members")
    secretariat.sees("waits for your word")
    secretariat.press(f"Admit {name}")
    secretariat.sees("Nobody waits for your word.")


def come_in(secretariat: Person, newcomer: Person, name: str) -> str:
    """Lead somebody from the invitation to the desk of the Employers, and return the link."""
    link = invite(secretariat, "nora@example.org", "Spokesperson")
    accept(newcomer, link, name)
    connect_app(newcomer)
    newcomer.open("/desk/")
    newcomer.sees_heading("You have no active mandate")
    admit(secretariat, name)
    newcomer.open("/desk/")
    newcomer.sees_heading("What waits for you")
    expect(newcomer.page.locator(".acting")).to_contain_text("Spokesperson · Employers")
    return link
