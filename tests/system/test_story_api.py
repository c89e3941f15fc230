"""One round from its announcement to its publication, played by programs alone.

People, mandates and tokens are there before it begins: an invitation and a second factor are for
persons. Everything after that is asked of the API, and each answer is held against its description.
"""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from core.actor import Actor
from public.cache import ANSWERS, REVISION
from reviews.services.rounds import begin_due_rounds, close_due_rounds
from stakeholders.enums import Capacity
from tests.desk.api.programs import refusal
from tests.factories.frameworks import make_framework
from tests.factories.provisions import make_provision
from tests.reviews.cast import in_delegation, in_group
from tests.stakeholders.cast import found_house

from .playing import Answered, Story

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PORTAL = Actor.system("celery.rounds")


@pytest.fixture
def story(db: None, monkeypatch: pytest.MonkeyPatch) -> Story:
    house = found_house()
    it = Story(house, timezone.now() + HOUR / 60)
    it.admit("ministry", in_delegation(house, Capacity.ADVISER))
    it.admit("substitute", in_delegation(house, Capacity.SUBSTITUTE))
    it.admit("employer", in_group(house, Capacity.ADVISER, "employers"))
    it.admit("worker", in_group(house, Capacity.ADVISER, "workers"))
    for name in house.mandates:
        assert it[name].done("get", "me")["mandate"]["id"] == str(house[name].pk)
    clock = SimpleNamespace(now=lambda: it.now)
    monkeypatch.setattr("desk.api.authentication.timezone", clock)
    return it


def test_a_round_is_played_by_programs(story: Story):
    announce(story)
    delegation(story)
    regional_group(story)
    employers(story)
    workers(story)
    extended(story)
    published(story)
    late(story)
    kept_in_confidence(story)


def announce(story: Story) -> None:
    """The review secretariat announces a round; the portal opens it when its time has come."""
    framework = make_framework("trial")
    keys = [make_provision(framework, str(number)).key for number in (1, 2)]
    terms = {
        "framework": "trial",
        "items": [
            {"key": key, "version": 1, "questions": [{"en": "Is it clear?"}]} for key in keys
        ],
        "opens_at": (story.now + HOUR).isoformat(),
        "closes_at": (story.now + 5 * HOUR).isoformat(),
        "purpose": {"en": "The words of the first draft."},
        "languages": ["en"],
        "publication": "at_close",
    }
    refusal(story["employers"].post("rounds", terms), 403, "secretariat_needed")
    story.round = story["secretariat"].done("post", "rounds", terms, key="open")
    again = story["secretariat"].done("post", "rounds", terms, key="open")
    assert again["id"] == story.round["id"]
    assert story.round["state"] == "announced"
    story.now += 2 * HOUR
    assert begin_due_rounds(actor=PORTAL, at=story.now) == ["trial.round.1"]
    waiting = story["AAA"].done("get", "waiting")
    assert [each["key"] for each in waiting["rounds"]] == ["trial.round.1"]
    assert waiting["uncommented"]["total"] == 2


def delegation(story: Story) -> None:
    """A ministry drafts, the capital clears through a substitute, the mission submits."""
    room = story.house.delegation("AAA")
    made = story.shared("ministry", room, "Say who pays for the training.", question=1)
    path = f"comments/{made['id']}"
    story["AAA-focal"].done("post", f"{path}/messages", {"text": "canary-of-AAA: who pays?"})
    refusal(story["AAA"].post(f"{path}/endorse", edition=1), 403, "not_entitled_to_endorse")
    refusal(story["AAA"].post("submissions", {"comment_ids": [made["id"]]}), 409, "not_endorsed")
    others = story["substitute"].done("get", "me")["acts_for"]
    [focal] = [each["id"] for each in others if each["capacity"] == "focal_point"]
    endorsed = story.move("substitute", made, "endorse", for_mandate=focal)
    assert endorsed["moves"][-1]["for_person"]["mandate"] == focal
    receipt = story.submit("AAA", made)
    assert (receipt["speaks_for"]["code"], receipt["comments"]) == ("AAA", 1)
    assert story["AAA"].done("get", f"submissions/{receipt['id']}")["matches"] is True


def regional_group(story: Story) -> None:
    """The coordinator submits for a group of which one member does not support it; and a
    delegation's own comment finds a co-sponsor there.
    """
    room, home = story.house.region("north-group"), story.house.delegation("AAA")
    common = story.shared("AAA", room, "The region asks for a transition period.")
    path = f"comments/{common['id']}"
    said = {"kind": "dissent", "text": "canary-of-BBB: we need none."}
    heard = story["BBB"].done("post", f"{path}/voices", said)
    assert heard["not_supporting"] == ["BBB"]
    story.move("north-group", common, "endorse")
    receipt = story.submit("north-group", common)
    assert receipt["lines"][0]["not_supporting"] == ["BBB"]
    own = story.shared("AAA", room, "AAA proposes a fund.", speaks_for=str(home.pk), place=1)
    story["BBB"].done("post", f"comments/{own['id']}/voices", {"kind": "co_sponsor"})
    refusal(
        story["north-group"].post("submissions", {"comment_ids": [own["id"]]}),
        403,
        "not_entitled_to_submit",
    )
    receipt = story.submit("AAA-focal", own)
    assert receipt["lines"][0]["co_sponsors"] == ["BBB"]


def employers(story: Story) -> None:
    """Duplicates are merged, and the spokesperson submits many at once, with one receipt."""
    room = story.house.group("employers")
    made = [
        story.shared("employer", room, f"The Employers say {number}.", place=number % 2)
        for number in range(3)
    ]
    merger = {"into": made[0]["id"], "others": [made[2]["id"]]}
    merged = story["employers"].done("post", "comments/merge", merger)
    assert [each["id"] for each in merged["merged"]] == [made[2]["id"]]
    refused = story["employers-spokesperson"].post(
        "submissions", {"comment_ids": [each["id"] for each in made]}
    )
    refusal(refused, 409, "not_ready")
    receipt = story.submit("employers-spokesperson", *made[:2], key="bulk")
    again = story.submit("employers-spokesperson", *made[:2], key="bulk")
    assert story["employers-spokesperson"].last["Idempotency-Replayed"] == "true"
    assert (again, receipt["comments"]) == (receipt, 2)


def workers(story: Story) -> None:
    """The Workers set themselves a cut-off that nobody else sees, and are not ready in time."""
    room = story.house.group("workers")
    path = f"rounds/{story.round['id']}/cutoff"
    sent = {"circle": str(room.pk), "cutoff_at": (story.now + HOUR).isoformat()}
    story["workers"].done("put", path, sent)
    cutoffs = {
        name: [
            each["cutoff_at"]
            for each in story[name].done("get", "rounds/trial.round.1")["progress"]["rooms"]
        ]
        for name in ("worker", "employer", "AAA")
    }
    assert len([each for each in cutoffs["worker"] if each]) == 1
    assert not any(each for name in ("employer", "AAA") for each in cutoffs[name])
    made = story.shared("worker", room, "The Workers ask for a seat.")
    story["workers"].done(
        "post", f"comments/{made['id']}/messages", {"text": "canary-of-the-workers"}
    )


def extended(story: Story) -> None:
    """The window is extended for a reason that everybody reads; what closed it before is past."""
    later = story.now + 2 * DAY / 3
    change = {"closes_at": later.isoformat(), "reason": "A holiday lies in between."}
    path = f"rounds/{story.round['id']}"
    edition = story["secretariat"].done("get", path)["edition"]
    refusal(
        story["secretariat"].post(f"{path}/extend", change, edition=edition + 1),
        412,
        "edited_elsewhere",
    )
    longer = story["secretariat"].done("post", f"{path}/extend", change, edition=edition)
    assert [each["kind"] for each in longer["windows"]] == ["set", "extended"]
    story.now += 6 * HOUR
    assert close_due_rounds(actor=PORTAL, at=story.now) == []
    comment = story.shared("AAA", story.house.delegation("AAA"), "After the first close.")
    story.submit("AAA-focal", comment)


def published(story: Story) -> None:
    """The portal closes the round; what was submitted is public in the name of its actor."""
    story.now += DAY / 2
    assert close_due_rounds(actor=PORTAL, at=story.now) == ["trial.round.1"]
    closed = story["worker"].done("get", "rounds/trial.round.1")
    assert (closed["state"], closed["is_open"]) == ("closed", False)
    seen = public("comments?round=trial.round.1")
    assert sorted(each["actor"] for each in seen) == sorted(
        ["AAA", "AAA", "AAA", "employers", "employers", "north-group"]
    )
    [regional] = [each for each in seen if each["actor"] == "north-group"]
    assert regional["not_supporting"] == ["BBB"]
    assert public("rounds")[0]["comments_published"] == 6
    parts = story["AAA"].done("get", "manifests")["results"]
    assert {each["circle"]["code"] for each in parts} == {"AAA", "north-group", "governments"}
    assert all(each["matches"] for each in parts)


def late(story: Story) -> None:
    """The Workers come too late, keep their words, offer them, and are accepted."""
    [mine] = story["worker"].done("get", "comments")["results"]
    spokesperson, sent = story["workers-spokesperson"], {"comment_ids": [mine["id"]]}
    refused = refusal(spokesperson.post("submissions", sent), 409, "round_closed")
    assert "UTC" in refused["detail"]
    receipt = spokesperson.done("post", "submissions/late", sent | {"reason": "A strike."})
    assert receipt["is_late"] is True
    [offered] = story["secretariat"].done("get", "waiting")["to_decide"]["rows"]
    assert offered["handed"]["offer_reason"] == "A strike."
    accepted = story.move("secretariat", offered, "accept-late", reason="It was announced.")
    assert (accepted["stage"], accepted["is_late"]) == ("published", True)
    [workers] = [each for each in public("comments") if each["actor"] == "workers"]
    assert workers["is_late"] is True
    gone = story.move("workers-spokesperson", mine, "withdraw", reason="Said better elsewhere.")
    assert gone["stage"] == "withdrawn"
    [tombstone] = [each for each in public("comments") if each["actor"] == "workers"]
    assert (tombstone["is_withdrawn"], tombstone["text"]) == (True, None)


def kept_in_confidence(story: Story) -> None:
    """Nothing that any program outside a room ever heard holds a word of its inner life."""
    rooms = {
        b"canary-of-AAA": {"ministry", "substitute", "AAA", "AAA-focal"},
        b"canary-of-BBB": {
            *("ministry", "substitute", "AAA", "AAA-focal", "BBB", "BBB-focal", "north-group"),
        },
        b"canary-of-the-workers": {"worker", "workers", "workers-spokesperson"},
    }
    for canary, insiders in rooms.items():
        heard = {
            name
            for name, program in story.programs.items()
            if any(canary in said for said in program.heard)
        }
        assert heard <= insiders
        assert heard
    assert len(story.programs) == len(story.house.mandates)


def public(address: str) -> list[Answered]:
    """Return a list of the public API, as nobody in particular reads it."""
    ANSWERS.clear()
    REVISION.forget()
    answer = Client().get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.content
    found: list[Answered] = answer.json()["results"]
    return found
