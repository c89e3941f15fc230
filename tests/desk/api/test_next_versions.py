"""Next versions and agreements by API: drafted by the review secretariat alone, beside the comments
that they answer, published when no round runs; agreed as the chairperson pronounced.
"""

import pytest

from reviews.models import NextVersion
from tests.factories.next_versions import handed_over
from tests.factories.provisions import WORDS
from tests.factories.reviews import closed
from tests.stakeholders.cast import EVERYBODY

from .programs import Program, pointers, refusal
from .writing import HOUR

pytestmark = pytest.mark.django_db
PATH = "provisions/trial.1/next-version"
BODY = WORDS["en"].body
PROPOSED = "well before a new tool"


@pytest.fixture
def comment(house, review, clock):
    """A comment of AAA's that proposes a wording, in a round that closed since."""
    made = handed_over(
        review,
        house["AAA-focal"],
        house.delegation("AAA"),
        "before a new tool",
        proposed=PROPOSED,
        at=review.round.opens_at,
    )
    clock.now = review.round.closes_at + HOUR
    closed(review.round)
    return made


@pytest.fixture
def begun(program, comment):
    return program("secretariat").done("post", PATH, {"version": 1})


def texts(**bodies: str):
    return {
        "texts": {code: {"title": WORDS[code].title, "body": body} for code, body in bodies.items()}
    }


def test_it_is_begun_from_the_latest_texts_beside_the_comments(program, comment):
    asker = program("secretariat")
    refusal(asker.get(PATH), 404, "not_found")
    refusal(asker.post(PATH, {"version": 2}), 409, "version_changed")
    answer = asker.post(PATH, {"version": 1}, key="begin")
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert (answer["ETag"], answer["Location"]) == ('"1"', made["url"])
    assert made["texts"]["en"] == made["base_texts"]["en"]
    assert made["texts"]["en"] == {"title": WORDS["en"].title, "body": BODY}
    assert (made["base_version"], made["needs_reason"], made["running_round"]) == (1, True, None)
    [beside] = made["comments"]
    assert beside["comment"]["id"] == str(comment.pk)
    assert beside["may_be_taken_over"] is True
    assert BODY[beside["start"] : beside["end"]] == "before a new tool"
    assert all(not each["changes"] for each in made["languages"])
    shown = asker.get(PATH)
    assert (shown.json(), shown["ETag"]) == (made, '"1"')
    refusal(asker.post("provisions/none/next-version", {"version": 1}), 404, "not_found")


@pytest.mark.parametrize("name", sorted(set(EVERYBODY) - {"secretariat"}))
def test_nobody_else_reads_or_writes_it(program, begun, comment, name):
    asker = program(name)
    there, nowhere = asker.get(PATH), asker.get("provisions/trial.2/next-version")
    refusal(there, 404, "not_found")
    assert there.content == nowhere.content
    credit = {"comment": str(comment.pk), "language": "en", "start": 0, "end": 5}
    for method, rest, body in [
        ("post", "", {"version": 1}),
        ("put", "", texts(en="Other words.")),
        ("delete", "", None),
        ("post", "/take-over", {"comment": str(comment.pk)}),
        ("post", "/credit", credit),
        ("post", "/uncredit", credit),
        ("post", "/publish", {"reason": "x"}),
    ]:
        edition = None if (method, rest) == ("post", "") else 1
        refused = asker(method, PATH + rest, body, edition=edition)
        assert "review secretariat" in refusal(refused, 403, "secretariat_needed")["detail"]
    assert NextVersion.objects.get().edition == 1


def test_without_a_token_every_address_answers_alike(begun):
    nobody = Program()
    for path in (PATH, "provisions/none/next-version", "provisions/trial.1/agreement"):
        refusal(nobody.get(path), 401, "token_needed")
        refusal(nobody.post(path, {}), 401, "token_needed")
    refusal(nobody.delete(PATH, edition=1), 401, "token_needed")


def test_it_is_saved_by_edition(program, begun):
    asker = program("secretariat")
    changed = texts(en="Training is given in time.", fr=WORDS["fr"].body)
    refusal(asker.put(PATH, changed), 428, "edition_needed")
    answer = asker.put(PATH, changed, edition=1)
    assert answer["ETag"] == '"2"'
    saved = answer.json()
    assert sorted(saved["texts"]) == ["en", "fr"]
    [english] = [each for each in saved["languages"] if each["language"] == "en"]
    assert len(english["changes"]) == 1
    assert english["changes"][0]["causes"] == []
    kinds = {span["kind"] for span in english["body"]}
    assert kinds == {"equal", "deleted", "inserted"}
    assert asker.put(PATH, changed, edition=1)["ETag"] == '"2"'
    refusal(asker.put(PATH, texts(en="Others."), edition=1), 412, "edited_elsewhere")
    refusal(asker.delete(PATH, edition=1), 412, "edited_elsewhere")
    assert asker.delete(PATH, edition=2).status_code == 204
    refusal(asker.get(PATH), 404, "not_found")


def test_every_mistake_is_named_at_once(program, begun):
    asker = program("secretariat")
    wrong = {"texts": {"de": {}, "en": {"title": 1}, "fr": {"title": "", "body": "", "x": ""}}}
    problem = refusal(asker.put(PATH, wrong, edition=1), 400, "bad_body")
    assert pointers(problem) == {
        "/texts/de": "unknown_member",
        "/texts/en/title": "bad_type",
        "/texts/en/body": "missing",
        "/texts/fr/x": "unknown_member",
    }
    long = asker.put(PATH, texts(en="x" * 50_001), edition=1)
    assert pointers(long.json()) == {"/texts/en/body": "long"}
    outside = {"language": "en", "start": 0, "end": 9_999}
    sent = {"comment": begun["comments"][0]["comment"]["id"]} | outside
    refusal(asker.post(f"{PATH}/credit", sent, edition=1), 400, "range_outside")
    nobody = {"comment": "00000000-0000-4000-8000-000000000000"}
    refusal(asker.post(f"{PATH}/take-over", nobody, edition=1), 404, "not_found")
    refusal(asker.get(f"{PATH}?version=1"), 400, "bad_query")


def test_a_wording_is_taken_over_and_comments_are_credited(program, begun, comment):
    asker, named = program("secretariat"), {"comment": str(comment.pk)}
    taken = asker.done("post", f"{PATH}/take-over", named, edition=1, key="t")
    assert taken["texts"]["en"]["body"] == BODY.replace("before a new tool", PROPOSED)
    [english] = [each for each in taken["languages"] if each["changes"]]
    [[cause]] = [each["causes"] for each in english["changes"]]
    assert (cause["comment"], cause["actor"]) == (str(comment.pk), "AAA")
    assert taken["comments"][0]["is_taken_over"] is True
    refusal(asker.post(f"{PATH}/take-over", named, edition=2), 409, "taken_over_already")
    place = named | {"language": "fr", "start": 0, "end": 8}
    credited = asker.done("post", f"{PATH}/credit", place, edition=2)
    assert len(credited["comments"][0]["credits"]) == 2
    again = asker.done("post", f"{PATH}/uncredit", place, edition=3)
    assert [each["language"] for each in again["comments"][0]["credits"]] == ["en"]
    refusal(asker.post(f"{PATH}/credit", place, edition=3), 412, "edited_elsewhere")


def test_it_is_published_with_a_reason_and_tells_where_comments_went(program, begun, comment):
    asker, reason = program("secretariat"), {"reason": "The comments ask for other words."}
    same = asker.post(f"{PATH}/publish", reason, edition=1)
    refusal(same, 409, "same_text")
    asker.done("post", f"{PATH}/take-over", {"comment": str(comment.pk)}, edition=1)
    wordless = asker.post(f"{PATH}/publish", {}, edition=2)
    assert wordless.status_code == 400
    refusal(asker.post(f"{PATH}/publish", reason, edition=1), 412, "edited_elsewhere")
    answer = asker.post(f"{PATH}/publish", reason, edition=2, key="p")
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert (made["provision"], made["version"]) == ("trial.1", 2)
    assert sum(made["placements"].values()) == 1
    assert asker.post(f"{PATH}/publish", reason, edition=2, key="p").json() == made
    refusal(asker.get(PATH), 404, "not_found")


def test_no_version_is_published_while_a_round_runs(program, review, clock):
    asker = program("secretariat")
    asker.done("post", PATH, {"version": 1})
    asker.done("put", PATH, texts(en="Other words."), edition=1)
    problem = refusal(
        asker.post(f"{PATH}/publish", {"reason": "x"}, edition=2), 409, "round_running"
    )
    assert "1" in problem["detail"]
    assert asker.done("get", PATH)["running_round"] == 1


AGREEMENT = "provisions/trial.1/agreement"


def positions_taken(program, house, review, **stances: str) -> None:
    for group, stance in stances.items():
        sent = {
            "round": review.round.key,
            "provision": "trial.1",
            "circle": str(house.group(group).pk),
            "stance": stance,
            "reasons": "It asks for too much.",
            "number_seen": 0,
        }
        program(f"{group}-spokesperson").done("post", "positions", sent)


def test_an_agreement_waits_for_what_is_missing_and_says_so(program, house, review, clock):
    positions_taken(program, house, review, employers="objection")
    asker = program("secretariat")
    state = asker.done("get", AGREEMENT)
    assert [each["code"] for each in state["missing"]] == [
        *("round_open", "employers_position", "workers_position")
    ], "nobody learns of an objection before its release"
    chair = str(house["chairperson"].pk)
    assert [each["mandate"] for each in state["chairpersons"]] == [chair]
    for name in set(EVERYBODY) - {"secretariat"}:
        assert program(name).done("get", AGREEMENT) == state | {"chairpersons": []}
    clock.now = review.round.closes_at + HOUR
    closed(review.round)
    missing = asker.done("get", AGREEMENT)["missing"]
    assert [(each["code"], each["actors"]) for each in missing] == [
        ("workers_position", []),
        ("objection", ["employers"]),
    ]
    assert "Employers" in missing[1]["sentence"]
    sent = {"version": 1, "chairperson_id": chair, "pronounced_at": clock.now.isoformat()}
    problem = refusal(asker.post(AGREEMENT, sent), 409, "agreement_missing")
    assert "Employers" in problem["detail"]


def test_an_agreement_is_recorded_as_the_chairperson_pronounced_it(program, house, review, clock):
    positions_taken(program, house, review, employers="support", workers="reservation")
    clock.now = review.round.closes_at + HOUR
    closed(review.round)
    asker = program("secretariat")
    sent = {
        "version": 1,
        "chairperson_id": str(house["chairperson"].pk),
        "pronounced_at": clock.now.isoformat(),
    }
    for name in set(EVERYBODY) - {"secretariat"}:
        refusal(program(name).post(AGREEMENT, sent), 403, "secretariat_needed")
    other = asker.post(AGREEMENT, sent | {"chairperson_id": str(house["AAA"].pk)})
    assert pointers(other.json()) == {"/chairperson_id": "not_a_chairperson"}
    later = asker.post(AGREEMENT, sent | {"pronounced_at": "2999-01-01T00:00:00Z"})
    assert list(pointers(later.json())) == ["/pronounced_at"]
    assert pointers(asker.post(AGREEMENT, {}).json()).keys() == {
        *("/version", "/chairperson_id", "/pronounced_at")
    }
    made = asker.post(AGREEMENT, sent, key="agree")
    assert made.status_code == 201, made.content
    agreed = made.json()["agreement"]
    assert (agreed["version"], agreed["round"], agreed["stands"]) == (1, "trial.round.1", True)
    assert {(each["actor"], each["stance"]) for each in agreed["positions"]} == {
        ("employers", "support"),
        ("workers", "reservation"),
    }
    assert asker.done("post", AGREEMENT, sent)["agreement"] == agreed
    for name in EVERYBODY:
        assert program(name).done("get", AGREEMENT)["agreement"] == agreed
    refusal(asker.get("provisions/none/agreement"), 404, "not_found")


@pytest.mark.parametrize("count", [1, 2])
def test_a_working_draft_asks_the_same_number_of_queries_however_many_comments(
    program, house, review, clock, count, django_assert_num_queries
):
    for number in range(count):
        handed_over(
            review,
            house["workers-spokesperson"],
            house.group("workers"),
            "a new tool",
            proposed=f"machine {number}",
            at=review.round.opens_at,
        )
    asker = program("secretariat")
    made = asker.done("post", PATH, {"version": 1})
    assert len(made["comments"]) == count
    for number, each in enumerate(made["comments"], start=1):
        place = {"comment": each["comment"]["id"], "language": "en", "start": 0, "end": 8}
        asker.done("post", f"{PATH}/credit", place, edition=number)
    with django_assert_num_queries(14):
        asker.done("get", PATH)
