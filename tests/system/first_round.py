"""The scenes up to the close of the first round: comments, positions of all groups, one of them
corrected, and an objection that stands.
"""

from datetime import timedelta

from tests.desk.api.programs import pointers, refusal

from .converging import KEY, actors, begun, closed, listed, on_words, public, take, unmoved
from .playing import Answered, Story

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AGREEMENT = f"provisions/{KEY}/agreement"
REGISTER = "A paper register is kept of every tool."
BEFORE, WELL_BEFORE = "before a new tool is used", "well before a new tool is used"
HARSH = "canary-of-the-employers: we will never accept this."


def announced(story: Story, *, version: int, publication: str) -> None:
    """The review secretariat announces a round; the portal opens it."""
    terms = round_terms(story, version, publication)
    refusal(story["workers-spokesperson"].post("rounds", terms), 403, "secretariat_needed")
    story.round = story["secretariat"].done("post", "rounds", terms, key=f"round-{version}")
    story.now += 2 * HOUR
    begun(story)


def round_terms(story: Story, version: int, publication: str) -> Answered:
    return {
        "framework": "trial",
        "items": [{"key": KEY, "version": version}],
        "opens_at": (story.now + HOUR).isoformat(),
        "closes_at": (story.now + DAY).isoformat(),
        "purpose": {"en": f"The words of version {version}."},
        "languages": ["en", "fr", "es"],
        "publication": publication,
    }


def submitted(story: Story) -> dict[str, Answered]:
    """One comment of each group; unseen from outside, since answers come with them."""
    house = story.house
    with unmoved():
        made = {
            "workers-spokesperson": story.shared(
                *("workers-spokesperson", house.group("workers"), "A day is too short."),
                target=on_words(story, BEFORE),
                proposed=WELL_BEFORE,
            ),
            "employers-spokesperson": story.shared(
                *("employers-spokesperson", house.group("employers"), "Nobody reads paper."),
                target=on_words(story, REGISTER),
                purpose="delete",
                proposed="",
            ),
            "AAA-focal": story.shared(
                *("AAA-focal", house.delegation("AAA"), "Who hears them?"),
                target=on_words(story, "Workers are heard in time."),
                purpose="clarify",
                proposed="",
            ),
        }
        for name, comment in made.items():
            assert story.submit(name, comment)["matches"] is True
    return made


def first_positions(story: Story) -> None:
    """The Employers object, the Workers support; of the region one joins and one does not."""
    house = story.house
    with unmoved():
        harsh = take(
            story, "employers-spokesperson", house.group("employers"), "objection", reasons=HARSH
        )
        wordless = {"stance": "objection", "correction_reason": "Too harsh."}
        path = f"positions/{harsh['id']}/correct"
        refused = story["employers-spokesperson"].post(path, wordless)
        assert pointers(refused.json()) == {"/reasons": "reasons_empty"}
        objection = {"number_seen": 1, "reasons": "No small enterprise keeps a paper register."}
        take(story, "employers-spokesperson", house.group("employers"), "objection", **objection)
        take(story, "workers-spokesperson", house.group("workers"), "support")
        regional = take(
            story,
            *("north-group", house.region("north-group"), "support_subject_to_amendment"),
            amendment="Training is given in time.",
        )
        for code, kind in (("AAA", "joins"), ("BBB", "does_not_join")):
            word = {"circle": str(house.delegation(code).pk), "kind": kind}
            path = f"positions/{regional['id']}/alignments"
            story[code].done("post", path, word)
        [mine] = story["AAA"].done("get", "positions?current=true")["results"]
        assert (mine["aligned"], mine["not_aligned"]) == (["AAA"], ["BBB"])
    assert listed("positions") == []


def one_alone(story: Story) -> None:
    """A country speaks for itself before the close, and corrects what was recorded in error."""
    focal, house = story["CCC-focal"], story.house
    with unmoved():
        slip = take(story, "CCC-focal", house.delegation("CCC"), "reservation", reasons="?")
    focal.done("post", f"positions/{slip['id']}/release")
    assert actors() == {"CCC": "reservation"}
    right = {"stance": "can_join_consensus", "correction_reason": "The wrong box was ticked."}
    focal.done("post", f"positions/{slip['id']}/correct", right)
    first, second = listed("positions")
    assert (first["is_corrected"], second["corrects"]) == (True, first["key"])
    assert second["correction_reason"] == right["correction_reason"]
    assert actors() == {"CCC": "can_join_consensus"}
    assert public(f"provisions/{KEY}")["stances"] == {
        "governments": "several",
        "employers": None,
        "workers": None,
    }


def first_close(story: Story) -> None:
    """The portal closes the round and releases what stands; the comments wait for answers."""
    story.now += DAY
    closed(story)
    assert actors() == {
        "CCC": "can_join_consensus",
        "employers": "objection",
        "north-group": "support_subject_to_amendment",
        "workers": "support",
    }
    [regional] = [each for each in listed("positions") if each["actor"] == "north-group"]
    assert (regional["aligned"], regional["not_aligned"]) == (["AAA"], ["BBB"])
    provision = public(f"provisions/{KEY}")
    assert provision["stances"]["employers"] == "objection"
    assert provision["needs_codes"] == ["objection"]
    assert listed("comments") == []
    missing = story["secretariat"].done("get", AGREEMENT)["missing"]
    assert [(each["code"], each["actors"]) for each in missing] == [("objection", ["employers"])]
    refusal(story["secretariat"].post(AGREEMENT, pronounced(story, 1)), 409, "agreement_missing")


def pronounced(story: Story, version: int) -> Answered:
    return {
        "version": version,
        "chairperson_id": str(story.house["chairperson"].pk),
        "pronounced_at": story.now.isoformat(),
    }
