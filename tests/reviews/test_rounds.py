"""A round is opened by the review secretariat on texts that stand still from then on."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.actor import Actor
from core.errors import Conflict, Invalid, Missing, NotAllowed
from core.languages import LANGUAGES
from provisions.drafts import TextDraft
from provisions.enums import TextStatus
from provisions.lifecycle import MoveCode, Stage
from provisions.models import Provision, Transition
from provisions.services.texts import issue_text
from record.models import PUBLIC, Entry
from reviews.models import FrozenText, Question, Round, RoundItem, Window
from reviews.round_drafts import ItemDraft
from reviews.selectors.rounds import read_rounds, round_facts, round_keys
from stakeholders.enums import Capacity
from tests.factories.frameworks import make_framework
from tests.factories.many import make_many
from tests.factories.people import IMPORTER
from tests.factories.provisions import WORDS, add_version, make_move, make_provision, walk_to
from tests.factories.reviews import ANNOUNCED, CLOSES, OPENS, closed, make_review, make_round
from tests.provisions.queries import count_queries
from tests.stakeholders.cast import EVERYBODY, admitted

from .refusals import refused

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def provision() -> Provision:
    return make_provision()


def entries(code: str) -> list[Entry]:
    return list(Entry.objects.filter(code=code, circle=PUBLIC))


def payload(entry: Entry) -> dict[str, Any]:
    return json.loads(bytes(entry.payload))


def test_a_round_that_opens_at_once_is_open_and_moves_its_drafts_into_review(house, provision):
    round_ = make_round(house, [provision])
    provision.refresh_from_db()
    assert (round_.key, round_.state, round_.announced_at) == ("trial.round.1", "open", OPENS)
    assert provision.stage == Stage.IN_REVIEW
    move = Transition.objects.get(provision=provision)
    assert (move.move, move.round_key) == (MoveCode.OPEN_REVIEW, "trial.round.1")
    assert not entries("round.announced")


def test_a_round_that_opens_later_is_announced(house, provision):
    round_ = make_round(house, [provision], at=ANNOUNCED)
    assert (round_.state, round_.announced_at, round_.opens_at) == ("announced", ANNOUNCED, OPENS)
    assert not round_.is_open_at(ANNOUNCED)
    assert not entries("round.opened")


def test_a_round_never_claims_to_have_been_open_before_it_was_announced(house, provision):
    round_ = make_round(house, [provision], at=OPENS + HOUR)
    assert (round_.state, round_.opens_at) == ("open", OPENS + HOUR)


def test_the_record_has_facts_and_digests_and_no_prose(house, provision):
    asked = {"en": "Is “before” early enough?"}
    make_round(house, [provision], items=[ItemDraft(provision.key, 1, [asked])])
    (entry,) = entries("round.opened")
    said = payload(entry)
    assert (entry.subject, entry.touches) == ("trial.round.1", ["trial.1", "trial.round.1"])
    assert (said["number"], said["publication"], said["languages"]) == (1, "at_close", ["en", "fr"])
    assert (said["opens_at"], said["closes_at"]) == ("2026-10-01T06:00:00Z", "2026-10-15T16:00:00Z")
    (item,) = said["items"]
    assert (item["key"], item["version"], item["issues"]) == ("trial.1", 1, {"en": 1, "fr": 1})
    assert len(item["questions"][0]) == len(said["purpose"]) == 64
    assert "early" not in bytes(entry.payload).decode()


def test_the_latest_issue_of_each_text_is_frozen_and_stays(house, provision):
    corrected = TextDraft("Compétences", "Une formation précède tout nouvel outil.")
    correct(provision, corrected)
    round_ = make_round(house, [provision])
    correct(provision, TextDraft("Encore", "Encore autrement."))
    facts = round_facts(round_.pk)
    assert {code: text.issue for code, text in facts.items[0].texts.items()} == {"en": 1, "fr": 2}
    assert facts.items[0].title["fr"] == "Compétences"


def correct(provision: Provision, draft: TextDraft) -> None:
    version = provision.versions.get()
    issue_text(version=version, language="fr", draft=draft, actor=IMPORTER, at=ANNOUNCED)


def test_provisions_already_in_review_stay_where_they_are(house):
    framework = make_framework()
    one, two = make_provision(framework, "1"), make_provision(framework, "2")
    walk_to(Stage.IN_REVIEW, one)
    make_round(house, [one, two])
    assert list(Transition.objects.filter(round_key="trial.round.1")) == [two.transitions.get()]
    one.refresh_from_db()
    assert one.stage == Stage.IN_REVIEW


def test_an_editorial_summary_may_be_reviewed(house):
    summary = make_provision(number="S1", text_status=TextStatus.EDITORIAL_SUMMARY)
    assert round_facts(make_round(house, [summary]).key).items[0].text_status == "editorial_summary"


def test_questions_are_kept_in_their_order_and_in_normal_form(house, provision):
    asked = [{"en": " Is it\tclear? ", "fr": "Est-ce clair ?"}, {"es": "¿Y el plazo?"}]
    round_ = make_round(house, [provision], items=[ItemDraft(provision.key, 1, asked)])
    questions = round_facts(round_.pk).items[0].questions
    assert [(each.number, each.text) for each in questions] == [
        (1, {"en": "Is it clear?", "fr": "Est-ce clair ?"}),
        (2, {"es": "¿Y el plazo?"}),
    ]


def test_rounds_of_a_framework_are_counted_on(house):
    framework = make_framework()
    one, two = make_provision(framework, "1"), make_provision(framework, "2")
    closed(make_round(house, [one]))
    later = {"opens_at": CLOSES + HOUR, "closes_at": CLOSES + 9 * HOUR, "at": CLOSES + HOUR}
    again = make_round(house, [one, two], **later)
    assert again.key == "trial.round.2"
    assert round_keys() == ("trial.round.1", "trial.round.2")


@pytest.mark.parametrize("stage", [s for s in Stage if s not in (Stage.DRAFT, Stage.IN_REVIEW)])
def test_a_provision_elsewhere_can_not_be_taken_up(house, stage):
    provision = walk_to(stage)
    with refused(Conflict, "stage_not_reviewable") as refusal:
        make_round(house, [provision])
    assert provision.key in refusal.detail
    assert str(stage.label) in refusal.detail
    assert not Round.objects.exists()


def test_each_provision_that_can_not_be_taken_up_is_named_and_none_is_moved(house):
    framework = make_framework()
    fine, one, two = (make_provision(framework, number) for number in "123")
    for each in (one, two):
        make_move(each, MoveCode.WITHDRAW)
    with refused(Conflict) as refusal:
        make_round(house, [fine, one, two])
    assert set(refusal.errors) == {"/items/1", "/items/2"}
    fine.refresh_from_db()
    assert fine.stage == Stage.DRAFT


def test_a_version_that_the_caller_has_not_seen_is_not_taken_up(house, provision):
    add_version(provision, {"en": TextDraft("New title", "New words.")})
    with refused(Conflict, "version_changed") as refusal:
        make_round(house, [provision], items=[ItemDraft("trial.1", 1)])
    assert "trial.1 (1 → 2)" in refusal.detail


def test_a_missing_text_is_named_with_its_language_and_nothing_is_half_done(house):
    provision = make_provision(texts={"en": WORDS["en"], "fr": WORDS["fr"]})
    before = Entry.objects.count()
    with refused(Conflict, "text_missing") as refusal:
        make_round(house, [provision], languages=list(LANGUAGES))
    assert "trial.1 (es)" in refusal.detail
    assert Entry.objects.count() == before
    assert not any(model.objects.exists() for model in (Round, RoundItem, Window, Question))


def test_a_provision_is_in_one_round_at_a_time(house):
    framework = make_framework()
    one, two = make_provision(framework, "1"), make_provision(framework, "2")
    make_round(house, [one])
    with refused(Conflict, "in_a_round") as refusal:
        make_round(house, [one, two])
    assert "trial.1 (trial.round.1)" in refusal.detail
    assert make_round(house, [two]).number == 2


def test_the_same_round_again_by_the_same_person_is_the_same_round(house, provision):
    first = make_round(house, [provision])
    assert make_round(house, [provision], at=OPENS + HOUR) == first
    assert len(entries("round.opened")) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"closes_at": CLOSES + HOUR},
        {"purpose": {"en": "Something else."}},
        {"languages": ["en"]},
        {"publication": "never"},
        {"items": [ItemDraft("trial.1", 1, [{"en": "Why?"}])]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_another_round_on_the_same_provision_is_refused(house, provision, change):
    make_round(house, [provision])
    with refused(Conflict, "in_a_round"):
        make_round(house, [provision], **change)


def test_the_same_round_by_somebody_else_is_refused(house, provision):
    other = admitted(house["secretariat"], "other", Capacity.SECRETARIAT)
    make_round(house, [provision])
    with refused(Conflict, "in_a_round"):
        make_round(house, [provision], by=other)


@pytest.mark.parametrize("name", [name for name in EVERYBODY if name != "secretariat"])
def test_nobody_but_the_review_secretariat_opens_a_round(house, provision, name):
    with refused(NotAllowed, "secretariat_needed"):
        make_round(house, [provision], by=house[name])


@pytest.mark.parametrize("by", [IMPORTER, Actor.system("celery.rounds")])
def test_neither_a_file_nor_a_job_opens_a_round(house, provision, by):
    from reviews.services.rounds import open_round

    with refused(NotAllowed, "person_needed"):
        open_round(
            framework="trial",
            items=[ItemDraft("trial.1", 1)],
            opens_at=OPENS,
            closes_at=CLOSES,
            purpose={"en": "Words."},
            languages=["en"],
            publication="never",
            actor=by,
            at=OPENS,
        )


def test_a_secretary_of_another_framework_opens_none(house, provision):
    other = admitted(house["secretariat"], "other", Capacity.SECRETARIAT, framework_key="another")
    with refused(NotAllowed, "no_active_mandate"):
        make_round(house, [provision], by=other)


def test_what_there_is_not_is_missing(house, provision):
    with refused(Missing):
        make_round(house, [provision], framework="nowhere")
    with refused(Missing) as refusal:
        make_round(house, [provision], items=[ItemDraft("trial.9", 1)])
    assert "trial.9" in refusal.detail


def test_provisions_of_another_framework_are_refused_by_place(house, provision):
    other = make_provision(make_framework("other"))
    with refused(Invalid) as refusal:
        make_round(house, [provision], items=[ItemDraft(provision.key, 1), ItemDraft(other.key, 1)])
    assert refusal.errors == {"/items/1/key": "foreign"}


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"items": []}, "/items", "empty"),
    ({"items": [ItemDraft("trial.1", 1)] * 2}, "/items", "repeated"),
    ({"languages": []}, "/languages", "unknown_language"),
    ({"languages": ["de"]}, "/languages", "unknown_language"),
    ({"publication": "soon"}, "/publication", "unknown"),
    ({"purpose": {}}, "/purpose", "empty"),
    ({"purpose": {"en": " \n "}}, "/purpose", "empty"),
    ({"purpose": {"de": "Wozu"}}, "/purpose/de", "unknown_language"),
    ({"purpose": {"en": "x" * 2001}}, "/purpose/en", "long"),
    ({"purpose": {"en": "a\0b"}}, "/purpose/en", "malformed"),
    ({"closes_at": OPENS}, "/closes_at", "window_backwards"),
    ({"closes_at": OPENS - HOUR, "opens_at": OPENS - 2 * HOUR}, "/closes_at", "window_backwards"),
    ({"closes_at": datetime(2062, 1, 1, tzinfo=UTC)}, "/closes_at", "too_far"),
    ({"closes_at": datetime(2026, 10, 15)}, "/closes_at", "zone_missing"),  # noqa: DTZ001
    ({"opens_at": datetime(2026, 10, 1)}, "/opens_at", "zone_missing"),  # noqa: DTZ001
    (
        {"items": [ItemDraft("trial.1", 1, [{"fr": "x" * 2001}])]},
        "/items/0/questions/0/fr",
        "long",
    ),
    ({"items": [ItemDraft("trial.1", 1, [{}])]}, "/items/0/questions/0", "empty"),
    ({"items": [ItemDraft("trial.1", 1, [{"en": "?"}] * 21)]}, "/items/0/questions", "long"),
]


@pytest.mark.parametrize(("change", "pointer", "code"), WRONG)
def test_what_is_wrong_is_named_by_its_place(house, provision, change, pointer, code):
    with refused(Invalid) as refusal:
        make_round(house, [provision], **change)
    assert refusal.errors == {pointer: code}
    assert not Round.objects.exists()


def test_everything_that_is_wrong_is_named_at_once(house, provision):
    with refused(Invalid) as refusal:
        make_round(house, [provision], publication="soon", purpose={}, languages=[])
    assert set(refusal.errors) == {"/publication", "/purpose", "/languages"}


def test_two_thousand_code_points_are_taken(house, provision):
    assert make_round(house, [provision], purpose={"en": "é" * 2000}).purpose["en"] == "é" * 2000


def test_a_large_round_costs_no_more_queries_than_a_small_one(house):
    small, large = make_many(3, "small", at=ANNOUNCED), make_many(60, "large", at=ANNOUNCED)
    with count_queries() as few:
        make_round(house, small, languages=list(LANGUAGES))
    with count_queries() as many:
        make_round(house, large, languages=list(LANGUAGES))
    assert FrozenText.objects.filter(item__round__key="large.round.1").count() == 180
    assert len(many) - 60 == len(few) - 3, "each provision is loaded anew by the factory, once"


def test_rounds_are_read_in_a_constant_number_of_queries(house):
    for slug in ("one", "two", "three"):
        make_review(house, framework=make_framework(slug), count=4)
    with count_queries() as statements:
        found = read_rounds().rows
    assert [each.key for each in found] == ["one.round.1", "three.round.1", "two.round.1"]
    assert [len(each.items) for each in found] == [4, 4, 4]
    assert len(statements) == 5


def test_rounds_are_found_by_framework_state_and_provision(house):
    one = make_review(house, framework=make_framework("one"))
    two = make_review(house, framework=make_framework("two"), at=ANNOUNCED)

    def keys(**wanted: Any) -> list[str]:
        return [each.key for each in read_rounds(**wanted).rows]

    assert keys(frameworks=["two"]) == [two.round.key]
    assert keys(states=["open"]) == [one.round.key]
    assert keys(provisions=["two.1", "two.2"]) == [two.round.key]


def test_the_facts_of_a_round_say_what_is_public(house):
    review = make_review(house)
    facts = round_facts(review.round.key)
    assert facts == round_facts(review.round.pk)
    assert (facts.framework, facts.time_zone, facts.edition) == ("trial", "Europe/Zurich", 1)
    assert [(item.key, item.version) for item in facts.items] == [("trial.1", 1), ("trial.2", 1)]
    assert [(each.kind, each.closes_at, each.reason) for each in facts.windows] == [
        ("set", CLOSES, "")
    ]
    for unknown in ("trial.round.9", "a\0b"):
        with refused(Missing):
            round_facts(unknown)
