"""The sample shows comments answered in every way, and next versions that follow from them."""

from datetime import timedelta

import pytest

from core.errors import Conflict
from core.languages import LANGUAGES
from provisions.lifecycle import Stage
from provisions.models import Provision, Version
from reviews.enums import DispositionKind, PlacementKind, Publication, ReplyKind
from reviews.lifecycle import CommentStage
from reviews.models import Assignment, Comment, Disposition, NextVersion, NextVersionCause, Reply
from reviews.round_drafts import ItemDraft
from reviews.selectors.answer_queue import answer_queue
from reviews.selectors.causes import changes_explained
from reviews.selectors.next_versions import next_version_facts
from reviews.selectors.placements import PlacementFacts, placements_of, placements_to_confirm
from reviews.selectors.published_dispositions import read_published_dispositions
from reviews.services.disposition_release import release_dispositions
from reviews.services.rounds import open_round
from tests.stakeholders.cast import actor

from .conftest import AT
from .sample import FRAMEWORK, key, mandate_of, round_number

pytestmark = pytest.mark.usefixtures("in_the_sample")


def places(suffix: str) -> list[PlacementFacts]:
    """Return where everybody sees the comments on a provision stand in its latest version."""
    comments = Comment.objects.filter(item__provision__suffix=suffix).values_list("pk", flat=True)
    return [found[-1] for found in placements_of(set(comments), None, AT).values()]


def test_every_decision_was_given_and_released_in_three_languages():
    public = read_published_dispositions(rounds=[round_number(2).key]).rows
    assert {row.kind for row in public} | {
        earlier.kind for row in public for earlier in row.earlier
    } == set(DispositionKind.values)
    assert all(set(row.reasons) == set(LANGUAGES) for row in public)
    assert len(public) == Comment.objects.filter(round=round_number(2)).count()


def test_a_duplicate_leads_to_the_comment_that_it_repeats():
    public = {row.comment: row for row in read_published_dispositions().rows}
    [duplicate] = [row for row in public.values() if row.kind == DispositionKind.DUPLICATE]
    assert public[duplicate.duplicate_of].provision == duplicate.provision
    assert public[duplicate.duplicate_of].kind != DispositionKind.DUPLICATE


def test_commenters_are_satisfied_or_maintain_and_one_was_answered_anew():
    assert set(Reply.objects.values_list("kind", flat=True)) == set(ReplyKind.values)
    [anew] = [row for row in read_published_dispositions().rows if row.number == 2]
    assert [earlier.kind for earlier in anew.earlier] == [DispositionKind.NOT_INCORPORATED]
    assert [earlier.reply.kind for earlier in anew.earlier if earlier.reply] == ["maintains"]


def test_the_comments_of_an_answered_round_were_published_at_its_close():
    row = round_number(2)
    assert row.publication == Publication.AT_CLOSE
    comments = Comment.objects.filter(round=row)
    assert set(comments.values_list("stage", flat=True)) == {CommentStage.PUBLISHED}
    assert {comment.published_at for comment in comments} == {row.closed_at}


def test_the_answers_of_another_round_are_prepared_in_clusters_by_those_they_are_assigned_to():
    row = round_number(3)
    assert row.publication == Publication.WITH_ANSWERS
    cases = answer_queue(row.pk, mandate_of("second.secretariat"), AT)
    assert {case.state for case in cases} == {"prepared"}
    clusters = {case.cluster.name: len(case.cluster.comment_ids) for case in cases if case.cluster}
    assert clusters == {"Whether sharing is voluntary": 2, "What is shared, and how": 2}
    assert {case.assignee.name for case in cases if case.assignee} == {
        "First secretary of the review (invented)",
        "Second secretary of the review (invented)",
    }
    assert Assignment.objects.filter(comment__round=row).count() < len(cases)
    assert [case.missing_languages for case in cases if case.missing_languages] == [("es",)]


def test_they_can_not_be_released_while_one_language_is_missing():
    secretary = actor(mandate_of("secretariat"))
    with pytest.raises(Conflict) as caught:
        release_dispositions(round_id=round_number(3).pk, actor=secretary, at=AT)
    assert caught.value.code == "answers_missing"
    assert [error.code for error in caught.value.errors] == ["reasons_missing"]
    assert "workers" in caught.value.errors[0].detail


@pytest.mark.parametrize(
    ("reader", "answers", "comments"),
    [
        ("secretariat", 6, 6),
        ("employers.spokesperson", 0, 1),
        ("workers.spokesperson", 0, 2),
        (None, 0, 0),
    ],
)
def test_what_is_prepared_stays_with_the_secretariat(
    reader: str | None, answers: int, comments: int
):
    mandate = mandate_of(reader) if reader else None
    prepared = Disposition.objects.visible_to(mandate, AT)
    assert prepared.filter(comment__round=round_number(3)).count() == answers
    assert Comment.objects.visible_to(mandate, AT).filter(round=round_number(3)).count() == comments


def test_a_working_draft_has_taken_over_a_wording_and_is_not_published():
    facts = next_version_facts(key("16"), mandate_of("secretariat"), AT)
    taken = NextVersionCause.objects.get(is_taken_over=True).comment
    assert taken.speaks_for.group == "employers"
    words = taken.wordings.latest("number").proposed
    assert words in facts.texts["en"].body
    assert NextVersion.objects.count() == 1
    assert Provision.objects.get(key=key("16")).latest_version == 1
    assert not NextVersion.objects.visible_to(mandate_of("employers.spokesperson"), AT).exists()


@pytest.mark.parametrize(("suffix", "languages"), [("15", {"en", "fr"}), ("17", {"en"})])
def test_changes_of_a_next_version_name_the_comments_behind_them(suffix, languages):
    changes = changes_explained(key(suffix), 2, None, AT)
    assert {change.language for change in changes} == languages
    assert all(comment.key for change in changes for comment in change.comments)
    texts = Version.objects.get(provision__key=key(suffix), number=2).texts
    for change in changes:
        body = texts.get(language=change.language).body
        assert body[change.new_start : change.new_end].strip()


def test_comments_stand_in_the_next_version_in_every_way():
    found = [(place.kind, place.is_confirmed) for place in places("18")]
    assert sorted(found) == sorted(
        [
            (PlacementKind.EXACT, False),
            (PlacementKind.EXACT, False),  # on the whole provision
            (PlacementKind.MOVED, False),
            (PlacementKind.FUZZY, True),
            (PlacementKind.FUZZY, False),
            (PlacementKind.ORPHANED, True),
            (PlacementKind.ORPHANED, False),
        ]
    )
    assert {place.language for place in places("18")} == {"en", "fr", "es"}


def test_two_places_wait_for_the_secretariat_and_nobody_else_sees_the_queue():
    cases = placements_to_confirm(mandate_of("secretariat"), AT)
    assert {case.suggestion.kind for case in cases} == {
        PlacementKind.FUZZY,
        PlacementKind.ORPHANED,
    }
    assert len(cases) == 2
    for reader in ("employers.spokesperson", "capital.xac"):
        assert placements_to_confirm(mandate_of(reader), AT) == []
    assert placements_to_confirm(None, AT) == []


def test_no_further_round_opens_on_them():
    waiting = Provision.objects.get(key=key("18"))
    assert (waiting.stage, waiting.latest_version) == (Stage.DRAFT, 2)
    with pytest.raises(Conflict) as caught:
        open_round(
            framework=FRAMEWORK,
            items=[ItemDraft(waiting.key, 2)],
            opens_at=AT,
            closes_at=AT + timedelta(days=7),
            purpose=dict.fromkeys(LANGUAGES, "Exchange"),
            languages=LANGUAGES,
            publication=Publication.AT_CLOSE,
            actor=actor(mandate_of("secretariat")),
            at=AT,
        )
    assert caught.value.code == "placements_unconfirmed"
    assert waiting.key in caught.value.detail
