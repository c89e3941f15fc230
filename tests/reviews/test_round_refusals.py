"""When a round can not be opened, and what is said then."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.actor import Actor
from core.errors import Conflict, Invalid, Missing, NotAllowed
from core.languages import LANGUAGES
from provisions.drafts import TextDraft
from provisions.lifecycle import MoveCode, Stage
from provisions.models import Provision
from record.models import PUBLIC, Entry
from reviews.models import Question, Round, RoundItem, Window
from reviews.round_drafts import ItemDraft
from stakeholders.enums import Capacity
from tests.factories.frameworks import make_framework
from tests.factories.people import IMPORTER
from tests.factories.provisions import WORDS, add_version, make_move, make_provision, walk_to
from tests.factories.reviews import CLOSES, OPENS, make_round
from tests.stakeholders.cast import EVERYBODY, admitted

from .refusals import refused

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def provision() -> Provision:
    return make_provision()


def entries(code: str) -> list[Entry]:
    return list(Entry.objects.filter(code=code, circle=PUBLIC))


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
    make_round(house, [make_provision(provision.framework, "2")])
    assert make_round(house, [provision], at=OPENS + HOUR) == first
    assert len(entries("round.opened")) == 2


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
    for nowhere in ("nowhere", "no\0where"):
        with refused(Missing):
            make_round(house, [provision], framework=nowhere)
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
