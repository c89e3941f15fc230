"""Rounds by API: opened, extended and closed by the review secretariat, read by everybody."""

from datetime import timedelta

import pytest

from reviews.models import Cutoff, Round
from tests.factories.frameworks import make_framework
from tests.factories.provisions import make_provision
from tests.factories.reviews import closed, make_submitted, share
from tests.stakeholders.cast import EVERYBODY

from .programs import pointers, refusal
from .writing import HOUR

pytestmark = pytest.mark.django_db
NOT_SECRETARIAT = [name for name in EVERYBODY if name != "secretariat"]


def terms(clock, *, slug="trial", **changes):
    framework = make_framework(slug)
    keys = [make_provision(framework, str(number)).key for number in (1, 2)]
    return {
        "framework": slug,
        "items": [
            {"key": keys[0], "version": 1, "questions": [{"en": "Is it clear?", "fr": "Clair ?"}]},
            {"key": keys[1], "version": 1},
        ],
        "opens_at": clock.now.isoformat(),
        "closes_at": (clock.now + timedelta(days=2)).isoformat(),
        "purpose": {"en": "The first reading."},
        "languages": ["en", "fr"],
        "publication": "at_close",
    } | changes


def test_the_secretariat_opens_a_round_that_everybody_reads(program, clock):
    answer = program("secretariat").post("rounds", terms(clock))
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert (made["key"], made["state"], answer["ETag"]) == ("trial.round.1", "open", '"1"')
    assert made["items"][0]["questions"] == [
        {"number": 1, "text": {"en": "Is it clear?", "fr": "Clair ?"}}
    ]
    for name in EVERYBODY:
        asker = program(name)
        assert [each["key"] for each in asker.done("get", "rounds")["results"]] == [made["key"]]
        by_id, by_key = asker.get(f"rounds/{made['id']}"), asker.get(f"rounds/{made['key']}")
        assert by_id.content == by_key.content
        assert by_id["ETag"] == '"1"'
        assert by_id.json()["is_open"] is True
    assert asker.done("get", "rounds?state=closed")["results"] == []
    assert asker.done("get", "rounds?framework=trial&provision=trial.2")["results"]


def test_nobody_else_opens_extends_or_closes_one(program, clock, review):
    sent = terms(clock, slug="other")
    later = (clock.now + 48 * HOUR).isoformat()
    for name in NOT_SECRETARIAT:
        asker, path = program(name), f"rounds/{review.round.key}"
        assert asker.post("rounds", sent).status_code == 403
        assert (
            asker.post(f"{path}/extend", {"closes_at": later, "reason": "x"}, edition=1).status_code
            == 403
        )
        assert asker.post(f"{path}/close", {"reason": "x"}, edition=1).status_code == 403
        refusal(asker.get(f"{path}/comments"), 404, "not_found")
    assert Round.objects.get().edition == 1


def test_what_is_wrong_with_a_round_is_named(program, clock):
    sent = terms(clock, closes_at=(clock.now - HOUR).isoformat(), purpose={"en": " "})
    problem = program("secretariat").post("rounds", sent)
    assert problem.status_code == 400
    assert pointers(problem.json()) == {"/closes_at": "window_backwards", "/purpose": "empty"}
    refusal(program("secretariat").post("rounds", sent | {"framework": "none"}), 404, "not_found")
    assert not Round.objects.exists()


def test_a_round_is_extended_and_closed_early_with_reasons(program, clock, review):
    asker, path = program("secretariat"), f"rounds/{review.round.pk}"
    later = (review.round.closes_at + HOUR).isoformat()
    change = {"closes_at": later, "reason": "A holiday."}
    refusal(asker.post(f"{path}/extend", change), 428, "edition_needed")
    refusal(asker.post(f"{path}/extend", change, edition=9), 412, "edited_elsewhere")
    refusal(
        asker.post(f"{path}/extend", {"closes_at": clock.now, "reason": "x"}, edition=1),
        400,
        "bad_body",
    )
    extended = asker.post(f"{path}/extend", change, edition=1)
    assert extended["ETag"] == '"2"'
    assert extended.json()["windows"][1]["reason"] == "A holiday."
    assert asker.post(f"{path}/extend", change, edition=1)["ETag"] == '"2"'
    ended = asker.done("post", f"{path}/close", {"reason": "Everybody has spoken."}, edition=2)
    assert ended["state"] == "closed"
    assert ended["is_open"] is False
    again = asker.post(f"{path}/extend", change | {"closes_at": later}, edition=3)
    refusal(again, 409, "round_closed")
    refusal(asker.post("rounds/none/close", {"reason": "x"}, edition=1), 404, "not_found")


def test_progress_is_each_rooms_own_and_the_secretariats_what_was_handed_over(
    program, house, review
):
    at = review.round.opens_at
    share(review, house["AAA"], house.delegation("AAA"), at=at)
    make_submitted(review, house["BBB-focal"], house.delegation("BBB"), at=at)
    path = f"rounds/{review.round.key}"

    def rooms(name):
        progress = program(name).done("get", path)["progress"]
        return {each["room"]["code"]: each["stages"] for each in progress["rooms"]}

    assert rooms("AAA") == {"AAA": {"shared": 1}, "north-group": {}, "governments": {}}
    assert rooms("BBB")["BBB"] == {"submitted": 1}
    assert rooms("employers") == {"employers": {}}
    seen = program("secretariat").done("get", path)["progress"]
    assert seen["rooms"] == []
    assert [(each["actor"]["code"], each["stages"]) for each in seen["handed_over"]] == [
        ("BBB", {"submitted": 1})
    ]
    assert program("observer").done("get", path)["progress"] is None


def test_an_own_cut_off_is_set_by_who_endorses_and_seen_by_the_circle_alone(
    program, house, review, clock
):
    path, circle = f"rounds/{review.round.key}/cutoff", house.delegation("AAA")
    wanted = (clock.now + HOUR).isoformat()
    sent = {"circle": str(circle.pk), "cutoff_at": wanted}
    refusal(program("AAA").put(path, sent), 403, "not_entitled_to_endorse")
    for name in ("BBB-focal", "employers", "secretariat", "observer"):
        refusal(program(name).put(path, sent), 404, "not_found")
    made = program("AAA-focal").done("put", path, sent)
    assert made["circle"] == str(circle.pk)
    problem = program("AAA-focal").put(
        path, sent | {"cutoff_at": review.round.closes_at.isoformat()}
    )
    assert pointers(problem.json()) == {"/cutoff_at": "cutoff_out_of_window"}

    def shown(name):
        progress = program(name).done("get", f"rounds/{review.round.key}")["progress"]
        return [each["cutoff_at"] for each in progress["rooms"] if each["cutoff_at"]]

    assert len(shown("AAA")) == 1
    assert shown("BBB") == shown("employers") == []
    assert program("AAA-focal").done("put", path, sent | {"cutoff_at": None})["cutoff_at"] is None
    assert Cutoff.objects.count() == 2


def test_manifests_are_read_by_their_circle_alone(program, house, review):
    make_submitted(review, house["AAA-focal"], house.delegation("AAA"), at=review.round.opens_at)
    assert program("AAA").done("get", "manifests")["results"] == []
    closed(review.round)
    mine = program("AAA").done("get", "manifests")["results"]
    parts = {each["circle"]["code"]: each for each in mine}
    assert len(parts["AAA"]["submitted"]) == 1
    assert parts["AAA"]["matches"] is True
    assert "BBB" not in parts and "employers" not in parts
    for name in ("secretariat", "observer", "chairperson"):
        assert program(name).done("get", "manifests")["results"] == []
    named = program("AAA").done("get", f"manifests?round={review.round.key}&page_size=1")
    assert len(named["results"]) == 1
    assert named["next_cursor"]
    refusal(program("AAA").get("manifests?round=none"), 404, "not_found")


@pytest.mark.parametrize("count", [1, 4])
def test_lists_ask_the_same_number_of_queries_however_long(
    program, house, clock, count, django_assert_num_queries
):
    from tests.factories.reviews import make_round

    framework = make_framework("trial")
    for number in range(count):
        provision = make_provision(framework, str(number + 1))
        made = make_round(
            house,
            [provision],
            opens_at=clock.now - 3 * HOUR,
            closes_at=clock.now - HOUR,
            at=clock.now - 3 * HOUR,
        )
        closed(made)
    asker = program("AAA")
    asker.done("get", "me")
    with django_assert_num_queries(6):
        assert len(asker.done("get", "rounds")["results"]) == count
    with django_assert_num_queries(2):
        assert len(asker.done("get", "manifests")["results"]) == 3 * count
