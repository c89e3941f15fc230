"""Answers by API: prepared unseen by the review secretariat, released together, and replied to."""

from uuid import uuid4

import pytest

from reviews.models import Disposition
from tests.factories.dispositions import REASONS, make_colleague, make_released
from tests.factories.reviews import closed, make_submitted
from tests.stakeholders.cast import EVERYBODY

from .programs import Program, pointers, refusal
from .writing import HOUR, open_review

pytestmark = pytest.mark.django_db
# What each person reads of the answers to AAA's comment, the region's and the Workers'.
OF_ROOM = {
    "AAA": {"AAA", "north-group"},
    "AAA-focal": {"AAA", "north-group"},
    "BBB-focal": {"north-group"},
    "north-group": {"north-group"},
    "workers": {"workers"},
    "secretariat": {"AAA", "north-group", "workers"},
}


class Answered:
    """A round that closed with three comments, with whom each speaks for."""

    def __init__(self, house, clock, publication: str = "never") -> None:
        self.review = review = open_review(house, publication=publication)
        at = review.round.opens_at
        self.comments = {
            "AAA": make_submitted(review, house["AAA-focal"], house.delegation("AAA"), at=at),
            "north-group": make_submitted(
                review, house["north-group"], house.region("north-group"), at=at
            ),
            "workers": make_submitted(
                review, house["workers-spokesperson"], house.group("workers"), at=at
            ),
        }
        clock.now = review.round.closes_at + HOUR
        closed(review.round)

    @property
    def path(self) -> str:
        return f"rounds/{self.review.round.key}"

    def ids(self, *names: str) -> list[str]:
        return [str(self.comments[name].pk) for name in names or self.comments]

    def answer(self, *names: str, kind: str = "incorporated", **more):
        return {"comment_ids": self.ids(*names), "kind": kind, "reasons": REASONS} | more

    def name_of(self, answer) -> str:
        [name] = [name for name, each in self.comments.items() if str(each.pk) == answer["comment"]]
        return name


@pytest.fixture
def unpublished(house, clock) -> Answered:
    return Answered(house, clock)


@pytest.fixture
def with_answers(house, clock) -> Answered:
    return Answered(house, clock, "with_answers")


def seen(asker, query: str = ""):
    return asker.done("get", f"dispositions{query}")["results"]


def test_answers_are_prepared_unseen(house, program, unpublished):
    secretariat = program("secretariat")
    answer = secretariat.post("dispositions", unpublished.answer("AAA", "workers"), key="p")
    assert answer.status_code == 201, answer.content
    made = answer.json()["results"]
    assert [unpublished.name_of(each) for each in made] == ["AAA", "workers"]
    assert {each["number"] for each in made} == {1}
    assert all(each["released_at"] is None and each["key"] is None for each in made)
    assert (made[0]["kind_label"], made[0]["reasons"]) == ("Incorporated", REASONS)
    secretariat.post("dispositions", unpublished.answer("AAA", "workers"), key="p")
    assert Disposition.objects.count() == 2
    assert secretariat.done("get", f"dispositions/{made[0]['id']}")["id"] == made[0]["id"]
    for name in set(EVERYBODY) - {"secretariat"}:
        asker = program(name)
        assert seen(asker) == []
        assert seen(asker, "?state=prepared") == []
        for path in ("", "/replies"):
            there = asker.get(f"dispositions/{made[0]['id']}{path}")
            refusal(there, 404, "not_found")
            assert there.content == asker.get(f"dispositions/{uuid4()}{path}").content


@pytest.mark.parametrize("name", sorted(set(EVERYBODY) - {"secretariat"}))
def test_nobody_else_prepares(program, unpublished, name):
    asker, sent = program(name), unpublished.answer("AAA")
    refused = asker.post("dispositions", sent)
    if name in ("AAA", "AAA-focal"):
        problem = refusal(refused, 403, "secretariat_needed")
        assert "review secretariat" in problem["detail"]
    else:
        refusal(refused, 404, "not_found")
    assert asker.get(f"{unpublished.path}/answers").status_code == 404
    assert asker.get(f"{unpublished.path}/clusters").status_code == 404
    for path, more in [
        ("comments/assign", {"assignee_id": None}),
        ("comments/cluster", {"cluster_id": None}),
    ]:
        sent = {"comment_ids": unpublished.ids("AAA")} | more
        assert asker.post(path, sent).status_code == refused.status_code
    assert asker.post(f"{unpublished.path}/release-dispositions").status_code == 403
    assert not Disposition.objects.exists()


def test_without_a_token_every_address_answers_alike(unpublished):
    nobody = Program()
    for path in ("dispositions", f"{unpublished.path}/answers", f"dispositions/{uuid4()}"):
        refusal(nobody.get(path), 401, "token_needed")
    for path in ("dispositions", "comments/assign", f"{unpublished.path}/release-dispositions"):
        refusal(nobody.post(path, {}), 401, "token_needed")


def test_the_release_waits_for_all_of_them_in_all_languages(program, unpublished):
    secretariat, path = program("secretariat"), f"{unpublished.path}/release-dispositions"
    secretariat.done("post", "dispositions", unpublished.answer("AAA", "north-group"))
    english = unpublished.answer("workers", reasons={"en": "It is clearer so."})
    secretariat.done("post", "dispositions", english)
    [waiting] = [
        each
        for each in secretariat.done("get", f"{unpublished.path}/answers")["results"]
        if each["missing_languages"]
    ]
    assert waiting["missing_languages"] == ["fr", "es"]
    assert waiting["comment"]["speaks_for"]["code"] == "workers"
    problem = refusal(secretariat.post(path), 409, "answers_missing")
    assert pointers(problem) == {f"comments/{unpublished.ids('workers')[0]}": "reasons_missing"}
    more = unpublished.answer("workers", numbers_seen={unpublished.ids("workers")[0]: 1})
    [whole] = secretariat.done("post", "dispositions", more)["results"]
    assert whole["number"] == 2
    released = secretariat.done("post", path, key="r")
    assert (released["round"], released["released"]) == (unpublished.review.round.key, 3)
    for name in EVERYBODY:
        mine = {unpublished.name_of(each) for each in seen(program(name))}
        assert mine == OF_ROOM.get(name, set()), name
    [shown] = seen(program("workers"))
    assert (shown["number"], shown["is_current"], shown["key"]) == (1, True, None)
    assert len(seen(secretariat)) == 4
    assert len(seen(secretariat, "?state=prepared")) == 1


def test_with_answers_publishes_both_for_everybody(program, with_answers):
    secretariat = program("secretariat")
    secretariat.done("post", "dispositions", with_answers.answer())
    assert seen(program("observer")) == []
    secretariat.done("post", f"{with_answers.path}/release-dispositions")
    for name in EVERYBODY:
        assert len(seen(program(name))) == 3
    shown = seen(program("observer"), f"?round={with_answers.review.round.key}&kind=incorporated")
    assert {each["key"] for each in shown} == {f"trial.disposition.1-{n}" for n in (1, 2, 3)}
    assert all(each["comment_key"].startswith("trial.comment.1-") for each in shown)
    assert seen(program("observer"), "?kind=noted") == []


def test_two_of_the_secretariat_who_answer_at_once(house, program, unpublished):
    house.mandates["colleague"] = make_colleague(house)
    program("secretariat").done("post", "dispositions", unpublished.answer("AAA"))
    other = unpublished.answer("AAA", "workers", kind="noted")
    problem = refusal(program("colleague").post("dispositions", other), 409, "answered_elsewhere")
    assert pointers(problem) == {"/comment_ids/0": "answered_elsewhere"}
    assert Disposition.objects.count() == 1


def test_every_mistake_is_named_at_once(program, unpublished):
    asker = program("secretariat")
    wrong = {"comment_ids": ["x"], "kind": "yes", "reasons": {}, "numbers_seen": {"x": 1}}
    assert pointers(refusal(asker.post("dispositions", wrong), 400, "bad_body")) == {
        "/comment_ids/0": "bad_type",
        "/kind": "bad_value",
        "/reasons": "bad_type",
        "/numbers_seen": "bad_type",
    }
    empty = asker.post("dispositions", unpublished.answer("AAA", reasons={"fr": "  "}))
    assert pointers(empty.json()) == {"/reasons": "empty"}
    alone = asker.post("dispositions", unpublished.answer("AAA", kind="duplicate"))
    assert list(pointers(alone.json())) == ["/duplicate_of"]
    itself = unpublished.answer("AAA", kind="duplicate", duplicate_of=unpublished.ids("AAA")[0])
    assert pointers(asker.post("dispositions", itself).json()) == {"/duplicate_of": "itself"}
    problem = refusal(asker.get("dispositions?state=x&stage=1"), 400, "bad_query")
    assert pointers(problem) == {"state": "bad_value", "stage": "unknown_parameter"}
    refusal(asker.post(f"{unpublished.path}/release-dispositions"), 409, "answers_missing")
    refusal(asker.post("rounds/none/release-dispositions"), 404, "not_found")


def test_comments_are_assigned_and_put_together(house, program, unpublished):
    house.mandates["colleague"] = colleague = make_colleague(house)
    asker, ids = program("secretariat"), unpublished.ids("AAA", "workers")
    sent = {"comment_ids": ids, "assignee_id": str(colleague.pk)}
    cases = asker.done("post", "comments/assign", sent)["results"]
    assert {each["assignee"]["mandate"] for each in cases} == {str(colleague.pk)}
    provision = unpublished.review.provisions[0].key
    answer = asker.post(
        f"{unpublished.path}/clusters",
        {"provision": provision, "name": "Who pays", "comment_ids": ids},
    )
    assert answer.status_code == 201, answer.content
    cluster = answer.json()
    assert sorted(cluster["comment_ids"]) == sorted(ids)
    out = {"comment_ids": ids[:1], "cluster_id": None}
    [case] = asker.done("post", "comments/cluster", out)["results"]
    assert case["cluster"] is None
    back = out | {"cluster_id": cluster["id"]}
    [case] = asker.done("post", "comments/cluster", back)["results"]
    assert case["cluster"]["name"] == "Who pays"
    [listed] = program("colleague").done("get", f"{unpublished.path}/clusters")["results"]
    assert listed["id"] == cluster["id"]
    queue = asker.done("get", f"{unpublished.path}/answers?provision={provision}")["results"]
    assert [(each["cluster"] is None, each["number"]) for each in queue].count((True, 0)) == 1
    unknown = asker.post("comments/assign", sent | {"assignee_id": str(house["AAA"].pk)})
    assert pointers(unknown.json()) == {"/assignee_id": "unknown"}
    assert pointers(asker.post("comments/cluster", {"comment_ids": []}).json()) == {
        "/comment_ids": "bad_length",
        "/cluster_id": "missing",
    }


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_the_same_number_of_queries_however_long(
    program, unpublished, count, django_assert_num_queries
):
    asker = program("secretariat")
    asker.done("post", "dispositions", unpublished.answer())
    size = f"?page_size={count}"
    with django_assert_num_queries(4):
        assert len(seen(asker, size)) == count
    with django_assert_num_queries(15):
        page = asker.done("get", f"{unpublished.path}/answers{size}")
        assert len(page["results"]) == count


def test_pages_hold_together(program, house):
    make_released(house)
    asker = program("observer")
    every = [each["id"] for each in seen(asker)]
    first = asker.done("get", "dispositions?page_size=2")
    rest = asker.done("get", f"dispositions?page_size=2&cursor={first['next_cursor']}")
    assert [each["id"] for each in [*first["results"], *rest["results"]]] == every
    assert rest["next_cursor"] is None
