"""A round is opened by the review secretariat on texts that stand still from then on."""

import json
from datetime import timedelta
from typing import Any

import pytest

from core.languages import LANGUAGES
from provisions.drafts import TextDraft
from provisions.enums import TextStatus
from provisions.lifecycle import MoveCode, Stage
from provisions.models import Provision, Transition
from provisions.services.texts import issue_text
from record.models import PUBLIC, Entry
from reviews.models import FrozenText
from reviews.round_drafts import ItemDraft
from reviews.selectors.rounds import round_facts, round_keys
from tests.factories.frameworks import make_framework
from tests.factories.many import make_many
from tests.factories.people import IMPORTER
from tests.factories.provisions import make_provision, walk_to
from tests.factories.reviews import ANNOUNCED, CLOSES, OPENS, closed, make_round
from tests.provisions.queries import count_queries

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def provision() -> Provision:
    return make_provision()


def entries(code: str) -> list[Entry]:
    return list(Entry.objects.filter(code=code, circle=PUBLIC))


def payload(entry: Entry) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(bytes(entry.payload))
    return said


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
    later: dict[str, Any] = {
        "opens_at": CLOSES + HOUR,
        "closes_at": CLOSES + 9 * HOUR,
        "at": CLOSES + HOUR,
    }
    again = make_round(house, [one, two], **later)
    assert again.key == "trial.round.2"
    assert round_keys() == ("trial.round.1", "trial.round.2")


def test_a_large_round_costs_no_more_queries_than_a_small_one(house):
    small, large = make_many(3, "small", at=ANNOUNCED), make_many(60, "large", at=ANNOUNCED)
    with count_queries() as few:
        make_round(house, small, languages=list(LANGUAGES))
    with count_queries() as many:
        make_round(house, large, languages=list(LANGUAGES))
    assert FrozenText.objects.filter(item__round__key="large.round.1").count() == 180
    assert len(many) - 60 == len(few) - 3, "each provision is loaded anew by the factory, once"
