"""From an objection to an agreed provision in two rounds, played by programs of three groups.

The public zone is looked at around every confidential step: not a byte of it moves before what was
said is published.
"""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from tests.desk.api.programs import refusal
from tests.factories.dispositions import REASONS
from tests.factories.frameworks import make_framework
from tests.factories.provisions import make_provision
from tests.stakeholders.cast import found_house

from .converging import KEY, TEXTS, actors, closed, copied, exported, listed, public, take, unmoved
from .first_round import (
    AGREEMENT,
    DAY,
    HOUR,
    WELL_BEFORE,
    announced,
    first_close,
    first_positions,
    one_alone,
    pronounced,
    round_terms,
    submitted,
)
from .playing import Answered, Story

DRAFT = f"provisions/{KEY}/next-version"


@pytest.fixture
def story(db: None, monkeypatch: pytest.MonkeyPatch) -> Story:
    it = Story(found_house(), timezone.now() + HOUR / 60)
    for name in it.house.mandates:
        assert it[name].done("get", "me")["mandate"]["id"] == str(it.house[name].pk)
    clock = SimpleNamespace(now=lambda: it.now)
    monkeypatch.setattr("desk.api.authentication.timezone", clock)
    make_provision(make_framework("trial"), "1", texts=TEXTS)
    return it


def test_groups_converge_through_programs_alone(story: Story):
    announced(story, version=1, publication="with_answers")
    comments = submitted(story)
    first_positions(story)
    one_alone(story)
    first_close(story)
    answered(story, comments)
    redrafted(story, comments)
    confirmed(story, comments)
    announced(story, version=2, publication="at_close")
    lifted(story)
    agreed(story)
    told(story)
    kept_in_confidence(story)


def answered(story: Story, comments: dict[str, Answered]) -> None:
    """Answers are prepared unseen, released together with the comments, and replied to."""
    secretariat, path = story["secretariat"], f"rounds/{story.round['key']}/release-dispositions"
    kinds = {
        "workers-spokesperson": "incorporated",
        "employers-spokesperson": "incorporated",
        "AAA-focal": "left_to_groups",
    }
    with unmoved():
        for name, kind in kinds.items():
            refusal(secretariat.post(path), 409, "answers_missing")
            sent = {"comment_ids": [comments[name]["id"]], "kind": kind, "reasons": REASONS}
            secretariat.done("post", "dispositions", sent)
            assert story[name].done("get", "dispositions")["results"] == []
    assert secretariat.done("post", path, key="answers")["released"] == 3
    assert {each["actor"] for each in listed("comments")} == {"AAA", "employers", "workers"}
    assert sorted(each["kind"] for each in listed("dispositions")) == sorted(kinds.values())
    reply(story, comments, "workers-spokesperson", kind="satisfied")
    reply(story, comments, "AAA-focal", kind="maintains", text="Somebody has to be named.")


def reply(story: Story, comments: dict[str, Answered], name: str, **said: str) -> None:
    [answer] = [
        each
        for each in story[name].done("get", "dispositions")["results"]
        if each["comment"] == comments[name]["id"]
    ]
    sent = {"number_seen": 0, **said}
    story[name].done("post", f"dispositions/{answer['id']}/replies", sent)


def redrafted(story: Story, comments: dict[str, Answered]) -> None:
    """Two wordings are taken over one by one; nobody sees the draft before it is published."""
    secretariat = story["secretariat"]
    with unmoved():
        secretariat.done("post", DRAFT, {"version": 1})
        for edition, name in enumerate(("workers-spokesperson", "employers-spokesperson"), 1):
            named = {"comment": comments[name]["id"]}
            drafted = secretariat.done("post", f"{DRAFT}/take-over", named, edition=edition)
        assert drafted["texts"]["en"]["body"] == (
            f"Training is given {WELL_BEFORE}. Workers are heard in time."
        )
        refusal(story["chairperson"].get(DRAFT), 404, "not_found")
    reason = {"reason": "The comments of the first round ask for other words."}
    made = secretariat.done("post", f"{DRAFT}/publish", reason, edition=3, key="publish")
    assert (made["version"], made["to_confirm"]) == (2, 1)
    provision = public(f"provisions/{KEY}")
    assert (provision["stage"], provision["version"]["number"]) == ("draft", 2)
    assert set(provision["stances"].values()) == {None}, "said of other words"
    waiting = [each for each in listed("stats/convergence") if each["moved"] == "to_reconfirm"]
    assert {(each["actor"], each["version"]) for each in waiting} == {
        (actor, 2) for actor in ("CCC", "employers", "north-group", "workers")
    }


def confirmed(story: Story, comments: dict[str, Answered]) -> None:
    """The comment whose words are gone waits for a person, and the next round with it."""
    secretariat, orphan = story["secretariat"], comments["employers-spokesperson"]["id"]
    [waiting] = secretariat.done("get", "placements?needs_confirmation=true")["results"]
    assert (waiting["comment"], waiting["kind"]) == (orphan, "orphaned")
    terms = round_terms(story, 2, "at_close")
    refusal(secretariat.post("rounds", terms), 409, "placements_unconfirmed")
    path, gone = f"comments/{orphan}/placements/2", {"decision": "gone"}
    refusal(story["employers-spokesperson"].put(path, gone, edition=1), 403, "secretariat_needed")
    placed = secretariat.done("put", path, gone, edition=waiting["edition"])
    assert (placed["is_confirmed"], placed["needs_confirmation"]) == (True, False)
    [mine] = story["AAA"].done("get", f"comments/{comments['AAA-focal']['id']}/placements")[
        "results"
    ]
    assert mine["kind"] == "exact"


def lifted(story: Story) -> None:
    """On the new words the Employers lift their objection; nobody learns of it before the close."""
    house, employers = story.house, story["employers-spokesperson"]
    with unmoved():
        late = position_on(story, "trial.round.1", number_seen=2)
        refusal(employers.post("positions", late), 409, "version_replaced")
        take(story, "employers-spokesperson", house.group("employers"), "can_join_consensus")
        with_reserve = {"reasons": "The word “well” is left open.", "ad_referendum": True}
        take(story, "CCC-focal", house.delegation("CCC"), "reservation", **with_reserve)
        at_once = position_on(story, story.round["key"], number_seen=0, stance="support")
        refusal(employers.post("positions", at_once), 409, "position_changed")
        refusal(
            story["secretariat"].post(AGREEMENT, pronounced(story, 2)), 409, "agreement_missing"
        )
    story.now += DAY
    closed(story)
    assert actors()["employers"] == "can_join_consensus"
    assert public(f"provisions/{KEY}")["needs_codes"] == ["workers_position"]
    workers = take(story, "workers-spokesperson", house.group("workers"), "support")
    assert workers["released_at"] is None, "what is taken after the close waits for its actor"
    refusal(story["secretariat"].post(AGREEMENT, pronounced(story, 2)), 409, "agreement_missing")
    story["workers-spokesperson"].done("post", f"positions/{workers['id']}/release")


def position_on(story: Story, round_key: str, **said: object) -> Answered:
    circle = str(story.house.group("employers").pk)
    sent = {"round": round_key, "provision": KEY, "circle": circle, "stance": "position_reserved"}
    return sent | said


def agreed(story: Story) -> None:
    """The review secretariat records what the chairperson pronounced."""
    said = pronounced(story, 2)
    story.now += HOUR
    refusal(story["chairperson"].post(AGREEMENT, said), 403, "secretariat_needed")
    made = story["secretariat"].done("post", AGREEMENT, said, key="agree")["agreement"]
    assert {each["actor"]: each["stance"] for each in made["positions"]} == {
        "CCC": "reservation",
        "employers": "can_join_consensus",
        "workers": "support",
    }
    late = position_on(story, story.round["key"], number_seen=1)
    refusal(story["employers-spokesperson"].post("positions", late), 409, "not_in_review")


def told(story: Story) -> None:
    """The public zone tells the whole of it, and a copy kept by the change feed is the same."""
    provision = public(f"provisions/{KEY}")
    assert (provision["stage"], provision["version"]["number"]) == ("agreed", 2)
    assert provision["stances"] == {
        "governments": "several",
        "employers": "can_join_consensus",
        "workers": "support",
    }
    moved = {
        (each["actor"], each["version"]): (each["previous_stance"], each["stance"], each["moved"])
        for each in listed("stats/convergence")
    }
    assert moved["employers", 1] == (None, "objection", "new")
    assert moved["employers", 2] == ("objection", "can_join_consensus", "changed")
    assert moved["workers", 2] == ("support", "support", "same")
    replies = {
        each["comment"]: each["reply"]["kind"] for each in listed("dispositions") if each["reply"]
    }
    assert sorted(replies.values()) == ["maintains", "satisfied"]
    [mine] = story["AAA-focal"].done("get", "dispositions?kind=left_to_groups")["results"]
    sent = {"kind": "satisfied", "number_seen": 1}
    refused = story["AAA-focal"].post(f"dispositions/{mine['id']}/replies", sent)
    refusal(refused, 409, "matter_closed")
    copy, lists = copied(), exported()
    assert copy == lists
    assert len([key for key in lists if ".position." in key]) == 8


def kept_in_confidence(story: Story) -> None:
    """What the Employers thought before they spoke, no program outside their room ever heard."""
    heard = {
        name
        for name, program in story.programs.items()
        if any(b"canary-of-the-employers" in said for said in program.heard)
    }
    assert heard == {"employers-spokesperson"}
    assert "canary-of-the-employers" not in str(exported())
