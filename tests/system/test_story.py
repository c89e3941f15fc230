"""One round from an invitation to its publication, clicked through by the people it takes.

Everybody has a browser of their own at one server. Only the portal's own job, which closes a
round when its time has come, is called by the test; the desk's clock goes on to that time.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from .story import comments, doors, rounds
from .story.comments import Said
from .story.people import TELEPHONE, Company
from .story.stage import Stage

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MINUTE = timedelta(minutes=1)
# What is said inside a room, and must never be heard outside it.
WHISPERS = {
    "AAA": "canary-of-AAA: who pays?",
    "north-group": "canary-of-BBB: we need none.",
    "Workers": "canary-of-the-workers: not yet.",
}


def test_a_round_is_played_from_the_invitation_to_the_publication(
    stage: Stage, browser: Browser, patience: None
) -> None:
    cast = Company(browser, stage.portal, stage.keys)
    invitation(cast)
    opening(cast, stage)
    delegation(cast)
    regional_group(cast)
    employers(cast)
    workers(cast)
    extension(cast, stage)
    close(cast, stage)
    late(cast)
    publication(cast)
    confidence(cast, stage)
    assert {name: said for name, each in cast.people.items() if (said := each.complaints)} == {}


def invitation(cast: Company) -> None:
    """Somebody new comes in: nobody but the group's own secretariat opens the desk to her."""
    link = doors.come_in(cast["employers"], cast["newcomer"], "Nora Newcomer")
    cast["stranger"].page.goto(link)
    cast["stranger"].sees_heading("This invitation was used already")


def opening(cast: Company, stage: Stage) -> None:
    rounds.open_round(
        cast["secretariat"],
        ["1", "2"],
        closes=stage.closes,
        purpose="The words of the first draft.",
        questions=["Is it clear who pays?", "From when on?"],
    )
    cast["newcomer"].open("/desk/")
    cast["newcomer"].sees("Review round 1", "18:00 Geneva time")


def delegation(cast: Company) -> None:
    """A ministry drafts on a telephone, the capital clears, the mission submits."""
    ministry = cast.enter("ministry", **TELEPHONE)
    first = "Training is given before a new tool is used."
    said = Said(
        "1",
        "AAA",
        "Say who pays for the training.",
        proposed="Training is given, and paid for, before a new tool is used.",
        question="Is it clear who pays?",
        pick=comments.a_sentence(first),
    )
    path = comments.share(ministry, said)
    ministry.sees(first, "Answers question 1")
    comments.discuss(cast["AAA-focal"], path, WHISPERS["AAA"])
    comments.endorse(cast["AAA-focal"], path)
    mission = cast["AAA"]
    comments.submit_all(mission, "AAA")
    mission.sees("In the name of", "AAA", said.words)


def regional_group(cast: Company) -> None:
    """A coordinator whose browser runs no script; one member of the group does not support it."""
    coordinator = cast.enter("north-group", java_script_enabled=False)
    words = "The region asks for a transition period."
    picked = comments.a_sentence("Workers are heard on how it is given.")
    path = comments.share(coordinator, Said("2", "north-group", words, pick=picked))
    comments.dissent(cast["BBB"], path, WHISPERS["north-group"])
    comments.submit_all(coordinator, "north-group")
    coordinator.sees("Not supported by", "BBB")


def employers(cast: Company) -> None:
    """A substitute submits everything at once for the spokesperson who just came in."""
    for number in ("1", "2"):
        comments.share(cast["employer"], Said(number, "Employers", f"The Employers on {number}."))
    newcomer, substitute = cast["newcomer"], cast["substitute"]
    newcomer.open("/desk/")
    newcomer.sees("The Employers on 1.", "The Employers on 2.")
    receipt = comments.submit_all(
        substitute, "Employers", acting_for="Nora Newcomer (Spokesperson)"
    )
    substitute.sees("2 comments", "Stella for Nora Newcomer")
    newcomer.go("Rounds")
    newcomer.follow("Review round 1")
    newcomer.follow(receipt)
    assert comments.read_receipt(newcomer) == receipt


def workers(cast: Company) -> None:
    """Words chosen by keyboard, a discussion, and the spokesperson's word – but no hand-over."""
    said = Said(
        "1",
        "Workers",
        "The Workers ask for a seat.",
        pick=comments.by_keyboard(steps=3, leaves="Training is given before a new tool"),
    )
    path = comments.share(cast["worker"], said)
    comments.discuss(cast["worker"], path, WHISPERS["Workers"])
    comments.endorse(cast["workers-spokesperson"], path)


def extension(cast: Company, stage: Stage) -> None:
    """The window is extended; what would have closed the round passes by, and it stays open.

    The secretariat, meanwhile, reads what was handed over, and nothing that was not.
    """
    reason = "A holiday lies in between."
    secretariat = cast["secretariat"]
    rounds.read_round(secretariat)
    secretariat.sees("Say who pays for the training.", "The Employers on 2.")
    shown = secretariat.page.content()
    assert [each for each in ("The Workers ask", *WHISPERS.values()) if each in shown] == []
    rounds.extend_round(secretariat, closes=stage.closes_later, reason=reason)
    assert rounds.close_due(stage.clock, stage.closes + MINUTE) == []
    worker = cast["worker"]
    worker.open("/desk/")
    worker.go("Rounds")
    worker.follow("Review round 1")
    worker.sees("Extended", reason, "Closes")
    comments.begin(worker, "2")


def close(cast: Company, stage: Stage) -> None:
    """The spokesperson reads it once more, and presses the button a second after the close."""
    spokesperson = cast["workers-spokesperson"]
    stage.clock.go_on_to(stage.closes_later - 10 * MINUTE)
    comments.choose_all(spokesperson, "Workers", "Check and submit")
    spokesperson.sees_heading("Check and submit")
    stage.clock.go_on_to(stage.closes_later + timedelta(seconds=1))
    spokesperson.press("Submit to the review secretariat")
    spokesperson.sees("Review round 1 closed on", "18:00 Geneva time", "UTC", "your text is kept")
    spokesperson.sees_heading("Offer late")
    spokesperson.sees("The Workers ask for a seat.")
    assert rounds.close_due(stage.clock, stage.closes_later + MINUTE) == ["trial.round.1"]


def late(cast: Company) -> None:
    """What came too late is offered with a reason, and accepted with one."""
    spokesperson = cast["workers-spokesperson"]
    spokesperson.sees("As soon as the review secretariat accepts it")
    spokesperson.press("Offer it to the review secretariat")
    expect(spokesperson.page.get_by_role("alert")).to_contain_text("One thing needs a correction")
    spokesperson.fill("Why it comes late", "Our executive met this morning.")
    spokesperson.press("Offer it to the review secretariat")
    spokesperson.sees("Offered after the close:")
    comments.read_receipt(spokesperson)
    rounds.accept_late(
        cast["secretariat"],
        offered="Our executive met this morning.",
        reason="It was announced in time.",
    )


def publication(cast: Company) -> None:
    """Everybody reads the comments in the names of the actors, and nothing from inside a room."""
    public = cast["stranger"]
    public.open("/frameworks/trial/rounds/1/")
    said = {
        "AAA": "Say who pays for the training.",
        "north-group": "The region asks for a transition period.",
        "Workers": "The Workers ask for a seat.",
        "Employers": "The Employers on 1.",
    }
    for actor, words in said.items():
        published = public.page.get_by_role("article").filter(has_text=words)
        expect(published.get_by_role("heading")).to_have_text(actor)
        expect(published.get_by_text("Received late")).to_have_count(int(actor == "Workers"))
        against = published.get_by_text("Members that do not support it: BBB")
        expect(against).to_have_count(int(actor == "north-group"))
    expect(public.page.get_by_role("article")).to_have_count(5)
    public.sees("A holiday lies in between.")
    names = ("Nora", "Stella", "Emil", "Wanda", "Ministry", "Focal", "Delegate-aaa")
    shown = public.page.content()
    assert [each for each in (*names, *WHISPERS.values()) if each in shown] == []


def confidence(cast: Company, stage: Stage) -> None:
    """To the Workers the Employers' room is not there, like any address with nothing behind it."""
    spokesperson, said = cast["workers-spokesperson"], []
    for path in (stage.employers_room, f"/desk/circles/{uuid4()}/"):
        spokesperson.open(path, status=404)
        spokesperson.sees_heading("There is nothing at this address for you")
        said.append(spokesperson.page.locator("body").inner_text())
    assert said[0] == said[1]
    cast["newcomer"].open(stage.employers_room)
    cast["newcomer"].sees_heading("Employers")
