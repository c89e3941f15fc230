"""From an invitation to an agreed provision: three groups, two rounds, clicked through.

Everybody has a browser of their own at one server, a delegation a telephone and a regional group
one that runs no script. Only the portal's own job, which closes a round when its time has come, is
called by the test. What strangers can read is compared byte by byte around all that is in
confidence.
"""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from .story import answers, comments, doors, positions, public_zone, rounds, versions
from .story.comments import Said, a_sentence
from .story.people import TELEPHONE, Company
from .story.positions import Stand
from .story.public_zone import PROVISION, ROUND, unmoved
from .story.stage import Stage

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MINUTE = timedelta(minutes=1)
REGISTER = "A paper register is kept of every tool."
DEFINED = "Training is given, and paid for, before a new tool is used."
OBJECTION = Stand("Objection", "No small enterprise keeps a paper register.")
LIFTED = Stand("Can join the consensus", "The register is gone.")
WHO_PAYS, NO_PAPER, WHO_HEARS, ON_TWO = (
    "Say who pays for the training.",
    "Nobody reads paper.",
    "Who hears them?",
    "The Employers on 2.",
)


def test_three_groups_converge_in_two_rounds_from_an_invitation_to_an_agreement(
    stage: Stage, browser: Browser, patience: None
) -> None:
    cast = Company(browser, stage.portal, stage.keys)
    cast.enter("AAA-focal", **TELEPHONE)
    cast.enter("north-group", java_script_enabled=False)
    doors.come_in(cast["employers"], cast["newcomer"], "Nora Newcomer")
    first_round(cast, stage)
    with unmoved(cast["stranger"]):
        first_comments(cast)
        first_positions(cast)
    first_close(cast, stage)
    correction(cast)
    with unmoved(cast["stranger"]):
        answers_prepared(cast)
    answers_released(cast)
    replies(cast)
    with unmoved(cast["stranger"]):
        next_version(cast)
    publication(cast)
    orphan(cast, stage)
    with unmoved(cast["stranger"]):
        second_positions(cast)
    second_close(cast, stage)
    agreement(cast, stage)
    told(cast)
    who_moved(cast)
    assert {name: said for name, each in cast.people.items() if (said := each.complaints)} == {}


def first_round(cast: Company, stage: Stage) -> None:
    rounds.open_round(
        cast["secretariat"],
        ["1", "2"],
        closes=stage.closes,
        purpose="The words of the first draft.",
        publication="Together with the answers",
    )


def first_comments(cast: Company) -> None:
    """A wording by the Workers, words the Employers want deleted, a question by telephone."""
    better = Said(
        "1", "Workers", WHO_PAYS, proposed=DEFINED, pick=a_sentence("Training is given before")
    )
    comments.share(cast["workers-spokesperson"], better)
    comments.submit_all(cast["workers-spokesperson"], "Workers")
    without = Said(
        "1", "Employers", NO_PAPER, purpose="Delete something", pick=a_sentence(REGISTER)
    )
    comments.share(cast["newcomer"], without)
    comments.share(cast["newcomer"], Said("2", "Employers", ON_TWO))
    comments.submit_all(cast["newcomer"], "Employers")
    clearer = Said(
        "1", "AAA", WHO_HEARS, purpose="Make it clearer", pick=a_sentence("Workers are heard")
    )
    comments.share(cast["AAA-focal"], clearer)
    comments.submit_all(cast["AAA-focal"], "AAA")


def first_positions(cast: Company) -> None:
    """Everybody takes a position that only their own circle can read, or find."""
    objection = positions.take(cast["newcomer"], OBJECTION)
    amended = ("Training is given", "Paid training is given")
    positions.take(
        cast["workers-spokesperson"], Stand("Support subject to amendment", amended=amended)
    )
    positions.take(cast["CCC-focal"], Stand("Reservation", "We have to ask our capital."))
    regional = positions.take(cast["north-group"], Stand("Support"))
    positions.align(cast["AAA-focal"], regional, "Join it", told="Joined by AAA")
    positions.align(cast["BBB-focal"], regional, "Do not join it", told="Not joined by BBB")
    kept_apart(cast, objection, "secretariat", "workers-spokesperson", "AAA-focal")
    kept_apart(cast, regional, "secretariat", "newcomer", "CCC-focal")
    for path, colleague in ((objection, "employers-spokesperson"), (regional, "AAA")):
        cast[colleague].open(path)
        cast[colleague].sees("Only your circle sees this")
    line = positions.line_of(cast["secretariat"], "none yet")
    for words in ("Objection", OBJECTION.reasons, "Support", "Reservation"):
        expect(line).not_to_contain_text(words)


def kept_apart(cast: Company, path: str, *others: str) -> None:
    """To people of other groups a page is not there, like any address with nothing behind it."""
    for name in others:
        cast[name].open(path, status=404)
        cast[name].sees_heading("There is nothing at this address for you")


def first_close(cast: Company, stage: Stage) -> None:
    """The portal closes the round: positions are public together, comments wait for answers."""
    assert rounds.close_due(stage.clock, stage.closes + MINUTE) == ["trial.round.1"]
    public = cast["stranger"]
    public_zone.read(public, PROVISION)
    public.sees("One objection recorded (Employers).")
    public_zone.check_glyph(
        public,
        governments="Positions taken separately, none in common",
        employers="Objection",
        workers="Support subject to amendment",
    )
    expect(public_zone.statement(public, "Employers")).to_contain_text(OBJECTION.reasons)
    expect(public_zone.statement(public, "Workers").locator("ins")).to_contain_text("Paid")
    regional = public_zone.statement(public, "north-group")
    expect(regional).to_contain_text("Joined by: AAA")
    expect(regional).to_contain_text("Members that do not join it: BBB")
    public.sees("No comment on this provision has been published.")


def correction(cast: Company) -> None:
    """A country ticked the wrong box; it says so, and both stay readable."""
    reason = "The wrong box was ticked."
    positions.correct(cast["CCC-focal"], "Reservation", Stand("Can join the consensus"), reason)
    public_zone.read(cast["stranger"], PROVISION)
    now = public_zone.statement(cast["stranger"], "CCC")
    expect(now).to_contain_text("Can join the consensus")
    expect(now).to_contain_text(reason)
    cast["stranger"].page.get_by_text("Earlier positions: CCC").click()
    cast["stranger"].sees("Recorded in error; corrected since")


def answers_prepared(cast: Company) -> None:
    """Two comments are answered as one cluster; the release waits for the last language."""
    secretariat, cluster = cast["secretariat"], (WHO_PAYS, WHO_HEARS)
    answers.put_together(secretariat, cluster, "Who pays, who hears")
    answers.answer(secretariat, cluster, "Incorporated in part")
    answers.answer(secretariat, [ON_TWO], "Noted")
    unfinished = {name: answers.REASONS[name] for name in ("English", "French")}
    answers.answer(secretariat, [NO_PAPER], "Incorporated", unfinished)
    answers.look_before_release(secretariat)
    secretariat.sees("What is missing", "Spanish")
    expect(secretariat.page.get_by_role("button", name="Release the answers")).to_have_count(0)
    gaps = secretariat.page.get_by_role("region", name="What is missing")
    gaps.get_by_role("link").click()
    answers.decide(secretariat, "Incorporated", answers.REASONS)
    cast["newcomer"].open("/desk/")
    cast["newcomer"].go("Answers")
    cast["newcomer"].sees("No answer has been released yet")


def answers_released(cast: Company) -> None:
    """Answers and comments are public together, in the languages of the portal."""
    secretariat, public = cast["secretariat"], cast["stranger"]
    answers.look_before_release(secretariat)
    secretariat.sees("Comments published with them")
    secretariat.press("Release the answers")
    secretariat.sees("4 answers are released.")
    public_zone.read(public, ROUND)
    for words in (WHO_PAYS, NO_PAPER, WHO_HEARS, ON_TWO):
        said = public.page.get_by_role("article").filter(has_text=words)
        expect(said).to_contain_text(answers.REASONS["English"])
    public_zone.read(public, f"/es{ROUND}")
    public.sees(answers.REASONS["Spanish"])


def replies(cast: Company) -> None:
    still = "Somebody has to be named."
    answers.reply(cast["AAA-focal"], "Incorporated in part", "Maintains the comment", still)
    answers.reply(cast["workers-spokesperson"], "Incorporated in part", "Satisfied", "")
    public = cast["stranger"]
    public_zone.read(public, PROVISION)
    for words, reply in ((WHO_HEARS, still), (WHO_PAYS, "Satisfied")):
        said = public.page.get_by_role("article").filter(has_text=words)
        expect(said).to_contain_text(reply)


def next_version(cast: Company) -> None:
    """One wording is taken over, other words are deleted; only the secretariat reads the draft."""
    secretariat = cast["secretariat"]
    versions.begin_next(secretariat)
    secretariat.sees(WHO_PAYS, NO_PAPER, WHO_HEARS, "Answered:")
    path = secretariat.page.url.removeprefix(secretariat.portal)
    versions.take_over(secretariat, WHO_PAYS, adds="paid")
    versions.take_out(secretariat, REGISTER, because_of=NO_PAPER)
    kept_apart(cast, path, "newcomer", "chairperson", "AAA-focal")


def publication(cast: Company) -> None:
    versions.publish(cast["secretariat"], "The comments of the first round ask for other words.")
    public = cast["stranger"]
    public_zone.read(public, PROVISION)
    public.sees(DEFINED, "The comments of the first round ask for other words.")
    glyph = public.page.locator("h1 ~ .badges .glyph")
    expect(glyph).to_contain_text("No position recorded by Governments, Employers or Workers.")


def orphan(cast: Company, stage: Stage) -> None:
    """No round opens before a person said where the comment on the deleted words stands."""
    secretariat, purpose = cast["secretariat"], "The words of version 2."
    waits, closes = "Comments wait for somebody to confirm where", stage.closes_later
    rounds.open_round(secretariat, ["1"], closes=closes, purpose=purpose, refused=waits)
    versions.confirm_gone(secretariat, comment=NO_PAPER, words=REGISTER)
    versions.confirm_kept(secretariat, comment=WHO_PAYS, words="paid for")
    rounds.open_round(secretariat, ["1"], closes=closes, purpose=purpose, number=2)


def second_positions(cast: Company) -> None:
    """What was said of other words is said anew: the objection is lifted, one member more joins."""
    employers, again = cast["newcomer"], "Positions to re-confirm"
    employers.open("/desk/")
    employers.sees("To re-confirm: the text changed since this actor last spoke.")
    path = positions.take(employers, LIFTED, waits=again)
    regional = positions.take(cast["north-group"], Stand("Support"), waits=again)
    positions.align(cast["AAA-focal"], regional, "Join it", told="Joined by AAA")
    positions.align(cast["BBB-focal"], regional, "Join it", told="Joined by AAA, BBB")
    positions.take(cast["CCC-focal"], Stand("Support"), waits=again)
    kept_apart(cast, path, "workers-spokesperson", "secretariat")


def second_close(cast: Company, stage: Stage) -> None:
    """The Workers' instructions come after the close: their own word makes them public."""
    assert rounds.close_due(stage.clock, stage.closes_later + MINUTE) == ["trial.round.2"]
    positions.look_at_agreement(cast["secretariat"])
    cast["secretariat"].sees("Needs a Workers’ position on version 2.")
    workers = cast["workers-spokesperson"]
    path = positions.take(workers, Stand("Support"), waits="Positions to re-confirm")
    positions.look_at_agreement(cast["secretariat"])
    cast["secretariat"].sees("Needs a Workers’ position on version 2.")
    positions.release(workers, path)


def agreement(cast: Company, stage: Stage) -> None:
    """The review secretariat records what the chairperson pronounced; nobody else can."""
    stage.clock.go_on_to(stage.closes_later + 30 * MINUTE)
    pronounced = stage.closes_later + 20 * MINUTE
    positions.record_agreement(cast["secretariat"], chair="Chairperson", pronounced=pronounced)
    path = cast["secretariat"].page.url.removeprefix(cast["secretariat"].portal)
    kept_apart(cast, path, "chairperson", "newcomer")


def told(cast: Company) -> None:
    """Everybody reads that it is agreed, and why it reads as it does, but no person's name."""
    public = cast["stranger"]
    public_zone.read(public, PROVISION)
    expect(public.page.locator("h1 ~ .badges")).to_contain_text("Agreed")
    public.sees("Version 2: agreed, as the Chairperson pronounced.")
    public_zone.check_glyph(
        public,
        governments="Positions taken separately, none in common",
        employers="Can join the consensus",
        workers="Support",
    )
    names, shown = ("Nora", "Workers-voice", "Focal-", "Coordinator-"), public.page.content()
    assert [each for each in names if each in shown] == []
    gone = public.page.get_by_role("article").filter(has_text=NO_PAPER)
    expect(gone).to_contain_text("No place found")
    public_zone.follow_why(public, change="paid for", actor="Workers")
    public_zone.follow_why(public, change="paper register", actor="Employers")
    cells = public_zone.compilation(public)
    for words in (WHO_PAYS, NO_PAPER, WHO_HEARS, DEFINED, answers.REASONS["English"]):
        assert [cell for cell in cells if words in cell], words


def who_moved(cast: Company) -> None:
    """One table says who stands where on which version, and what it was before."""
    said = {"Employers": LIFTED.stance, "Workers": "Support", "north-group": "Support"}
    line = public_zone.check_convergence(cast["stranger"], said | {"CCC": "Support"})
    expect(line).to_contain_text("was “Objection” in Review round 1")
