"""The practice framework walks its story through the real services, once, in a sample database."""

import shutil
from datetime import UTC, datetime

import pytest

from core.actor import Actor
from core.errors import Conflict, Invalid
from frameworks.models import Decision, Framework, Session, StatusRecord
from provisions.lifecycle import Stage
from provisions.loading.load_framework import load_framework
from provisions.loading.load_sample import DATA, LoadedSample, load_sample
from provisions.models import Provision, Succession, Transition
from record.models import PUBLIC, Entry

from .files import AT, changed
from .test_real_framework import load_the_reference

pytestmark = pytest.mark.django_db
ACTOR = Actor.importer("load_sample")
# Where the story's own heading says that everything stands at its end.
AT_THE_END = {
    Stage.DRAFT: "7c 11 13 14 15 16 17 18",
    Stage.IN_REVIEW: "3 4 7b 7b-i 7b-ii 10b",
    Stage.AGREED: "8 8a",
    Stage.SUBMITTED: "10 10a",
    Stage.APPROVED: "1 2 6 7 7a",
    Stage.DEFERRED: "9",
    Stage.NOT_APPROVED: "5",
    Stage.WITHDRAWN: "8b 12",
}


@pytest.fixture
def sample() -> LoadedSample:
    load_the_reference()
    return load_sample(actor=ACTOR, at=AT)


def provision(suffix: str) -> Provision:
    return Provision.objects.get(key=f"practice-framework.{suffix}")


def test_every_stage_occurs_and_holds_what_the_story_says(sample):
    rows = Provision.objects.order_by("document_order").values_list("stage", "suffix")
    found: dict[str, list[str]] = {}
    for stage, suffix in rows:
        found.setdefault(stage, []).append(suffix)
    assert {stage: " ".join(suffixes) for stage, suffixes in found.items()} == AT_THE_END
    assert set(found) == set(Stage.values)


def test_it_shows_items_three_levels_deep_versions_issues_and_a_split(sample):
    deepest = provision("7b-i")
    assert (deepest.number, deepest.depth) == ("7(b)(i)", 2)
    assert (provision("6").latest_version, deepest.latest_version) == (3, 3)
    spanish = provision("6").versions.get(number=3).texts.filter(language="es")
    assert [text.issue for text in spanish.order_by("issue")] == [1, 2]
    pairs = Succession.objects.filter(predecessor=provision("12"))
    assert {pair.successor.suffix for pair in pairs} == {"13", "14"}
    assert provision("12").document_order < provision("13").document_order


def test_every_happening_stands_at_its_own_instant(sample):
    first = Transition.objects.filter(move="open_review").earliest("at")
    assert first.at == datetime(2026, 9, 7, 7, tzinfo=UTC)
    assert provision("1").created_at == datetime(2026, 9, 1, 7, tzinfo=UTC)
    decision = Decision.objects.get()
    assert decision.recorded_at == datetime(2026, 10, 28, 16, tzinfo=UTC)
    assert [row.status for row in StatusRecord.objects.order_by("number")] == [
        "in_preparation",
        "before_governing_body",
    ]


def test_everything_invented_is_marked(sample):
    framework = Framework.objects.get()
    assert framework.is_sample
    assert {row.is_sample for row in Session.objects.filter(slug__startswith="sample-")} == {True}
    assert {row.basis for row in framework.documents.all()} == {"invented"}
    assert {row.basis for row in framework.milestones.all()} == {"invented"}


def test_a_second_run_changes_nothing_at_all(sample, everything):
    before = everything()
    again = load_sample(actor=ACTOR, at=AT)
    assert (again.new, again.happenings) == (0, sample.happenings)
    assert everything() == before


def test_loading_the_practice_file_by_itself_undoes_nothing_of_the_story(sample, everything):
    before = everything()
    loaded = load_framework(file=DATA / "practice-framework.yaml", actor=ACTOR, at=AT)
    assert not loaded.is_changed
    assert everything() == before


def test_a_story_that_goes_on_only_tells_what_is_new(sample, tmp_path):
    folder = shutil.copytree(DATA, tmp_path / "data")
    story = folder / "practice-story.yaml"
    story.write_text(
        story.read_text("utf-8")
        + "\n  - kind: move\n    at: '2026-11-20T09:00:00Z'\n    move: withdraw\n"
        "    provisions: {'11': 1}\n    reason: No longer needed.\n",
        "utf-8",
    )
    again = load_sample(actor=ACTOR, at=AT, folder=folder)
    assert again.new == 1
    assert provision("11").stage == Stage.WITHDRAWN


def test_only_a_sample_database_takes_it(monkeypatch, everything):
    load_the_reference()
    monkeypatch.setattr("provisions.loading.load_sample.is_sample_database", lambda: False)
    before = everything()
    with pytest.raises(Conflict, match="not a sample database"):
        load_sample(actor=ACTOR, at=AT)
    assert everything() == before


BROKEN = [
    ("format: tripartite-practice-story/1", "format: story", "no format"),
    (
        "    version: 1\n    language: fr\n    issue: 2",
        "    version: 1\n    language: no\n    issue: 2",
        "no language",
    ),
    ('at: "2026-09-07T07:00:00Z"', 'at: "2026-09-01T06:00:00Z"', "happens at or before"),
    (
        '    move: agree\n    provisions: {"9": 2}',
        '    move: approve\n    provisions: {"9": 2}',
        "no move of the story",
    ),
    ("    round: practice-round-1\n    languages", "    languages", "“round” is missing"),
    ("      employers: reservation\n", "      employers: objection\n", "no stance"),
    (
        "    file: practice-decision.yaml",
        "    file: ../practice-decision.yaml",
        "of the same folder",
    ),
]


@pytest.mark.parametrize(("old", "new", "says"), BROKEN)
def test_a_mistake_in_the_story_is_named_and_nothing_happens(
    tmp_path, db, everything, old, new, says
):
    load_the_reference()
    folder = shutil.copytree(DATA, tmp_path / "data")
    story = folder / "practice-story.yaml"
    story.write_text(changed(story.read_text("utf-8"), (old, new)), "utf-8")
    before = everything()
    with pytest.raises(Invalid) as caught:
        load_sample(actor=ACTOR, at=AT, folder=folder)
    assert any(says in error.detail for error in caught.value.errors), caught.value.errors
    assert everything() == before


def test_the_invented_positions_reach_no_real_framework(sample):
    agreed = Entry.objects.filter(circle=PUBLIC, code="provision.agreed")
    touched = {key for entry in agreed for key in entry.touches}
    assert touched
    assert all(key.startswith("practice-framework.") for key in touched)
