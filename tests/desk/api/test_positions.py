"""Positions by API: their circle's alone until the release, taken by who submits, corrected openly,
joined by governments themselves.
"""

from uuid import uuid4

import pytest

from reviews.models import Position
from tests.factories.reviews import closed
from tests.reviews.cast import in_delegation, in_group
from tests.stakeholders.cast import EVERYBODY

from .programs import Program, pointers, refusal
from .writing import HOUR, open_review

pytestmark = pytest.mark.django_db
EMPLOYERS = ("employers", "employers-spokesperson")
REASONS = "It leaves small enterprises without a choice."


@pytest.fixture
def objection(program, taking):
    return program("employers-spokesperson").done(
        "post", "positions", taking("employers", "objection", reasons=REASONS)
    )


def seen(asker: Program, query: str = "") -> list[str]:
    return [each["id"] for each in asker.done("get", f"positions{query}")["results"]]


def test_a_position_is_taken_and_read_in_its_room(house, program, review, taking):
    asker = program("employers-spokesperson")
    sent = taking("employers", "support_subject_to_amendment", ad_referendum=True) | {
        "amendment": "Training is given where it is needed.",
        "reasons": REASONS,
        "language": "en",
    }
    answer = asker.post("positions", sent, key="take")
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert answer["Location"] == made["url"]
    assert (made["actor"], made["actor_kind"], made["version"]) == ("employers", "group", 1)
    assert (made["stance"], made["stance_label"]) == (
        "support_subject_to_amendment",
        "Support subject to amendment",
    )
    assert (made["amendment"], made["reasons"]) == (sent["amendment"], REASONS)
    assert (made["ad_referendum"], made["is_current"], made["key"]) == (True, True, None)
    assert made["room"]["number"] == 1
    assert made["room"]["circle"] == sent["circle"]
    assert made["room"]["person"]["mandate"] == str(house["employers-spokesperson"].pk)
    again = asker.post("positions", sent, key="take")
    assert again["Idempotency-Replayed"] == "true"
    assert again.json() == made
    assert program("employers").done("get", f"positions/{made['id']}") == made
    assert Position.objects.count() == 1


@pytest.mark.parametrize("name", EVERYBODY)
def test_until_its_release_nobody_else_learns_of_it(program, objection, name):
    asker = program(name)
    path = f"positions/{objection['id']}"
    if name in EMPLOYERS:
        assert seen(asker) == [objection["id"]]
        assert asker.done("get", f"{path}/alignments")["results"] == []
        return
    assert seen(asker) == []
    for method, rest, body in [
        ("get", "", None),
        ("get", "/alignments", None),
        ("post", "/release", {}),
        ("post", "/correct", {"stance": "support", "correction_reason": "x"}),
        ("post", "/alignments", {"circle": str(uuid4()), "kind": "joins"}),
    ]:
        there = asker(method, path + rest, body)
        nowhere = asker(method, f"positions/{uuid4()}{rest}", body)
        refusal(there, 404, "not_found")
        assert there.content == nowhere.content


def test_without_a_token_every_address_answers_alike(objection, taking):
    nobody = Program()
    refusal(nobody.get("positions"), 401, "token_needed")
    refusal(nobody.post("positions", taking("employers")), 401, "token_needed")
    for rest in ("", "/alignments", "/release", "/correct"):
        refusal(nobody.get(f"positions/{objection['id']}{rest}"), 401, "token_needed")


def test_who_does_not_submit_takes_none(house, program, taking):
    house.mandates["adviser"] = in_delegation(house, "adviser")
    house.mandates["employer"] = in_group(house, "adviser", "employers")
    problem = refusal(
        program("adviser").post("positions", taking("AAA")), 403, "not_entitled_to_take_positions"
    )
    assert "focal point" in problem["detail"]
    for name, actor in [("employer", "employers"), ("employers", "employers")]:
        answer = program(name).post("positions", taking(actor))
        refusal(answer, 403, "not_entitled_to_take_positions")
    refusal(program("BBB-focal").post("positions", taking("AAA")), 404, "not_found")
    refusal(program("secretariat").post("positions", taking("employers")), 404, "not_found")
    refusal(program("AAA", "read").post("positions", taking("AAA")), 403, "scope_needed")
    assert not Position.objects.exists()


def test_a_substitute_takes_it_for_another_and_both_are_named(house, program, taking):
    house.mandates["substitute"] = in_delegation(house, "substitute")
    focal = str(house["AAA-focal"].pk)
    refusal(
        program("substitute").post("positions", taking("AAA")),
        403,
        "not_entitled_to_take_positions",
    )
    made = program("substitute").done("post", "positions", taking("AAA", for_mandate=focal))
    assert made["room"]["for_person"]["mandate"] == focal
    assert made["room"]["person"]["mandate"] == str(house["substitute"].pk)


def test_every_mistake_is_named_at_once(program, taking):
    asker = program("employers-spokesperson")
    wrong = taking("employers", "objects", ad_referendum=1, language="de", extra=1)
    del wrong["number_seen"]
    problem = refusal(asker.post("positions", wrong), 400, "bad_body")
    assert pointers(problem) == {
        "/stance": "bad_value",
        "/ad_referendum": "bad_type",
        "/language": "bad_value",
        "/number_seen": "missing",
        "/extra": "unknown_member",
    }
    answer = asker.post("positions", taking("employers", "objection"))
    assert pointers(answer.json()) == {"/reasons": "reasons_empty"}
    assert answer.status_code == 400
    answer = asker.post("positions", taking("employers", "support_subject_to_amendment"))
    assert list(pointers(answer.json())) == ["/amendment"]
    for unknown in ({"round": "none"}, {"round": ""}, {"provision": "none"}):
        refusal(asker.post("positions", taking("employers") | unknown), 404, "not_found")
    assert not Position.objects.exists()


def test_of_two_spokespersons_at_once_one_is_told(house, program, taking, objection):
    house.mandates["second"] = in_group(house, "spokesperson", "employers", name="second")
    answer = program("second").post("positions", taking("employers", "support"))
    refusal(answer, 409, "position_changed")
    number = objection["room"]["number"]
    made = program("second").done(
        "post", "positions", taking("employers", "support", number_seen=number)
    )
    assert made["room"]["number"] == 2
    shown = program("employers").done("get", "positions")["results"]
    assert [(each["stance"], each["is_current"]) for each in shown] == [
        ("objection", False),
        ("support", True),
    ]
    assert seen(program("employers"), "?current=true") == [made["id"]]
    assert seen(program("employers"), "?current=false") == [objection["id"]]


def test_what_is_released_on_the_own_word_is_everybodys_without_its_inner_life(
    program, taking, objection
):
    spokesperson = program("employers-spokesperson")
    said = taking("employers", "reservation", reasons="Less than before.", number_seen=1)
    later = spokesperson.done("post", "positions", said)
    refusal(
        program("employers").post(f"positions/{later['id']}/release"),
        403,
        "not_entitled_to_take_positions",
    )
    replaced = spokesperson.post(f"positions/{objection['id']}/release")
    refusal(replaced, 409, "position_replaced")
    released = spokesperson.done("post", f"positions/{later['id']}/release", key="out")
    assert released["key"] == "trial.position.1-1"
    assert (released["release"], released["room"]["number"]) == ("own_word", 2)
    for name in set(EVERYBODY) - set(EMPLOYERS):
        [outside] = program(name).done("get", "positions")["results"]
        assert outside["room"] is None
        assert {**outside, "room": released["room"]} == {
            name: value for name, value in released.items() if name not in ("is_sample", "notice")
        }
        assert program(name).get(f"positions/{objection['id']}").status_code == 404
    refusal(program("workers").post(f"positions/{later['id']}/release"), 404, "not_found")


def test_a_close_releases_what_stands(program, review, taking, objection, clock):
    clock.now = review.round.closes_at + HOUR
    closed(review.round)
    [shown] = program("AAA").done("get", f"positions?round={review.round.key}")["results"]
    assert (shown["id"], shown["release"]) == (objection["id"], "at_close")
    late = program("employers-spokesperson").done(
        "post", "positions", taking("employers", "support", number_seen=1)
    )
    assert late["released_at"] is None
    assert seen(program("AAA")) == [objection["id"]]
    own = program("AAA").done("get", f"positions/{objection['id']}")
    assert own["is_current"] is True, "as far as AAA knows"
    inside = program("employers").done("get", f"positions/{objection['id']}")
    assert inside["is_current"] is False


def test_a_correction_says_so_to_whoever_read_the_mistake(program, objection):
    spokesperson, path = program("employers-spokesperson"), f"positions/{objection['id']}"
    spokesperson.done("post", f"{path}/release")
    right = {"stance": "reservation", "reasons": REASONS, "correction_reason": "A slip."}
    wordless = spokesperson.post(f"{path}/correct", right | {"correction_reason": ""})
    assert list(pointers(wordless.json())) == ["/correction_reason"]
    answer = spokesperson.post(f"{path}/correct", right)
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert (made["corrects"], made["correction_reason"]) == ("trial.position.1-1", "A slip.")
    assert made["room"]["corrects_id"] == objection["id"]
    first, second = program("observer").done("get", "positions")["results"]
    assert (first["is_corrected"], first["is_current"]) == (True, False)
    assert (second["corrects"], second["is_current"]) == (first["key"], True)
    same = spokesperson.post(f"positions/{made['id']}/correct", right)
    refusal(same, 400, "nothing_corrected")
    refusal(
        spokesperson.post(f"{path}/correct", right | {"stance": "support"}), 409, "position_changed"
    )


def test_none_is_taken_before_the_round_opens(program, house, clock):
    later = clock.now + HOUR
    review = open_review(house, opens_at=later, closes_at=later + HOUR)
    sent = {
        "round": str(review.round.pk),
        "provision": review.provisions[0].key,
        "circle": str(house.group("employers").pk),
        "stance": "support",
        "number_seen": 0,
    }
    asker = program("employers-spokesperson")
    refusal(asker.post("positions", sent), 409, "round_not_open")
    clock.now = later
    assert asker.done("post", "positions", sent)["room"]["number"] == 1


def test_what_is_not_understood_is_named(program, objection):
    asker = program("employers")
    problem = refusal(asker.get("positions?circle=x&current=maybe&stage=1"), 400, "bad_query")
    assert pointers(problem) == {
        "circle": "bad_value",
        "current": "bad_value",
        "stage": "unknown_parameter",
    }
    circle = objection["room"]["circle"]
    assert seen(asker, f"?circle={circle}&provision={objection['provision']}") == [objection["id"]]
    assert seen(asker, f"?circle={uuid4()}") == seen(asker, "?round=none") == []
    assert asker.put(f"positions/{objection['id']}", {}).status_code == 405


@pytest.mark.parametrize("count", [1, 2])
def test_the_list_asks_the_same_number_of_queries_however_long(
    program, taking, count, django_assert_num_queries
):
    asker = program("employers-spokesperson")
    for place in range(count):
        asker.done("post", "positions", taking("employers", place=place))
        other = program("workers-spokesperson")
        made = other.done("post", "positions", taking("workers", place=place))
        other.done("post", f"positions/{made['id']}/release")
    with django_assert_num_queries(6):
        assert len(seen(asker)) == 2 * count


def test_pages_hold_together(program, taking):
    asker = program("employers-spokesperson")
    for number in range(4):
        stance = ("support", "position_reserved")[number % 2]
        asker.done("post", "positions", taking("employers", stance, number_seen=number))
    every = seen(asker)
    first = asker.done("get", "positions?page_size=3")
    rest = asker.done("get", f"positions?page_size=3&cursor={first['next_cursor']}")
    assert [each["id"] for each in [*first["results"], *rest["results"]]] == every
    assert rest["next_cursor"] is None
    foreign = program("employers").get(f"positions?cursor={first['next_cursor']}")
    refusal(foreign, 400, "bad_cursor")
