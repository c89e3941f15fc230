"""An outcome is recorded from its file once: clauses, status and moves in one transaction."""

import pytest

from core.errors import Conflict, Invalid
from frameworks.models import Clause, Decision, Document, StatusRecord
from provisions.loading.load_framework import load_framework
from provisions.models import Provision, Transition
from record.models import PUBLIC, Entry

from .files import AT, FRAMEWORK, LOADER, changed, write
from .outcomes import ADOPTED, OUTCOME, prepare, record, stages

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(tmp_path, reference) -> None:
    prepare(tmp_path)


def mistakes(tmp_path, *changes: tuple[str, str]) -> list[str]:
    with pytest.raises(Invalid) as caught:
        record(tmp_path, *changes)
    return [error.detail for error in caught.value.errors] or [caught.value.detail]


def test_what_the_clauses_cover_moves_and_nothing_else(tmp_path, submitted):
    record(tmp_path)
    assert stages() == {
        "s1": "approved",
        "1": "approved",
        "1a": "approved",
        "1a-i": "draft",
        "2": "deferred",
    }
    decision = Decision.objects.get(key="trial-outcome")
    assert [clause.label for clause in decision.clauses.all()] == ["(a)", "(b)", "(c)", "(d)"]
    assert decision.source == Document.objects.get(slug="minutes")
    latest = StatusRecord.objects.latest("number")
    assert (latest.status, latest.source) == ("decided", decision.source)


def test_each_move_names_its_session_or_its_clause(tmp_path, submitted):
    record(tmp_path)
    moves = Transition.objects.filter(provision__suffix="2").order_by("number")
    assert [(row.move, row.to_stage) for row in moves] == [
        ("submit_adopted", "submitted"),
        ("defer", "deferred"),
    ]
    assert moves[0].session is not None
    assert moves[0].session.slug == "sample-trial"
    assert moves[1].clause == Clause.objects.get(label="(d)")


def test_amended_words_are_a_version_that_the_move_names(tmp_path, submitted):
    record(tmp_path)
    row = Provision.objects.get(suffix="1a")
    amended = row.versions.get(number=2)
    assert amended.texts.get().body == "give sufficient time to learn; and"
    assert (amended.text_status, amended.source) == ("draft", Document.objects.get(slug="minutes"))
    approved = row.transitions.get(move="approve_as_amended")
    assert approved.version == amended


def test_it_is_on_the_public_record(tmp_path, submitted):
    record(tmp_path)
    entry = Entry.objects.get(circle=PUBLIC, code="decision.recorded")
    assert set(entry.touches) == {
        "trial-2026",
        "session.sample-trial",
        "decision.trial-outcome",
    }
    moved = Entry.objects.get(circle=PUBLIC, code="provision.approved")
    assert set(moved.touches) == {"trial-2026.s1", "trial-2026.1"}


def test_the_same_file_again_changes_nothing(tmp_path, submitted, everything):
    record(tmp_path)
    before = everything()
    again = record(tmp_path, ("text: {en: Took note.}", 'text: {en: "Took  note."}'))
    assert everything() == before
    assert (again.is_new, len(again.lines)) == (False, 1)


def test_a_key_is_never_used_for_something_else(tmp_path, submitted, everything):
    record(tmp_path)
    before = everything()
    with pytest.raises(Conflict, match="is recorded and says something else"):
        record(tmp_path, ("Took note.", "Took careful note."))
    assert everything() == before


def test_a_rehearsal_shows_every_move_and_leaves_no_trace(tmp_path, submitted, everything):
    before = everything()
    preview = record(tmp_path, rehearse=True)
    assert everything() == before
    assert preview.lines == record(tmp_path).lines
    assert preview.lines == (
        "Decision trial-outcome of sample-trial on trial-2026, taken on 2026-12-03.",
        "  (a) Took note: adopted. No effect on provisions: all provisions.",
        "  (b) Approved the text: adopted. Approves: s1, 1.",
        "  (c) Approved the text: adopted as amended. Approves as amended: 1a.",
        "  (d) Deferred the item: adopted. Defers: 2.",
        "4 provisions to change:",
        "  S1: Draft → Submitted → Approved, by clause (b)",
        "  1: Draft → Submitted → Approved, by clause (b)",
        "  1(a): Draft → Submitted → Approved, with new words in version 2 (en), by clause (c)",
        "  2: Draft → Submitted → Deferred, by clause (d)",
        "Left as they are:",
        "  Draft: 1(a)(i)",
        "Official status: Decided by the Governing Body, checked on 2026-12-04 (minutes).",
    )


def test_without_leave_to_submit_it_says_what_cant_be_moved_and_moves_nothing(
    tmp_path, submitted, everything
):
    before = everything()
    with pytest.raises(Invalid) as caught:
        record(tmp_path, ("submit_adopted: true", "submit_adopted: false"))
    details = [error.detail for error in caught.value.errors]
    assert [detail.split(" ")[0] for detail in details] == ["S1", "1", "1(a)", "2"]
    assert "With submit_adopted: true it is submitted first." in details[0]
    assert "Official status" in caught.value.detail, "the preview stands before the mistakes"
    assert everything() == before


def test_all_covers_what_is_submitted_and_names_what_it_leaves(tmp_path, submitted):
    record(tmp_path, ('cites: ["2"]', 'cites: ["2"]'))
    start = OUTCOME.index("  - label: (b)")
    second = changed(
        OUTCOME[:start],
        ("key: trial-outcome", "key: second-outcome"),
        ("kind: took_note", "kind: approved_text"),
        ("effect: none", "effect: approve"),
    )
    recorded = record(tmp_path, text=second)
    assert "  1(a)(i): Draft → Submitted → Approved, by clause (a)" in recorded.lines
    assert "  Approved: S1, 1, 1(a)" in recorded.lines
    assert stages()["1a-i"] == "approved"
    assert stages()["2"] == "deferred"


def test_a_load_after_the_outcome_puts_nothing_back(tmp_path, submitted, everything):
    record(tmp_path)
    before = everything()
    file = write(tmp_path, changed(FRAMEWORK, ADOPTED))
    assert not load_framework(file=file, actor=LOADER, at=AT).is_changed
    assert everything() == before


def test_a_document_that_is_registered_must_be_described_equally(tmp_path, submitted):
    told = mistakes(
        tmp_path, ("  slug: minutes\n", "  slug: report\n"), ("source: minutes", "source: report")
    )
    assert any("described differently there" in detail for detail in told)


def test_a_summary_is_not_amended_by_a_decision(tmp_path, submitted):
    told = mistakes(
        tmp_path,
        ('cites: [s1, "1"]', 'cites: ["1"]'),
        ("cites: [1a]", "cites: [1a, s1]"),
        ("      1a:\n", "      s1:\n"),
    )
    assert any("which no decision amends" in detail for detail in told)


MISTAKES = [
    ("session: sample-trial", "session: gb-999", "no session"),
    ("framework: trial-2026", "framework: trial-2027", "no framework"),
    ("key: trial-outcome", "key: Trial_Outcome", "small letters, digits and hyphens"),
    ("is_seen: true", "is_seen: false", "from a document that was read"),
    ("source: minutes", "source: report", "no document of this file"),
    ("corrects: null", "corrects: trial-outcome", "no decision"),
    ("correction_reason: null", "correction_reason: Because.", "or neither"),
    ("cites: [1a]", "cites: [9z]", "no provision of this framework"),
    ("cites: [1a]", "cites: [1a, s1]", "covered by clause (b) already"),
    ("cites: [1a]", "cites: []", "Name the provisions, or write all"),
    ("cites: [1a]", "cites: all", "covers all provisions, so no other"),
    ("label: (c)", "label: (b)", "stands before two clauses"),
    ("outcome: adopted_as_amended", "outcome: adopted", "can’t have the effect"),
    ("effect: defer", "effect: refer_back", "can’t have the effect"),
    ("effect: defer", "effect: resubmit", "no effect"),
    ("      1a:\n", '      "2":\n', "no provision that this clause cites"),
    ("        en: {title: Time, body: give s", "        fr: {title: Time, body: give s", "“en”"),
    ('checked_on: "2026-12-04"', 'checked_on: "2026-11-01"', "is older"),
    ('checked_on: "2026-12-04"', 'checked_on: "2027-12-04"', "is to come"),
]


@pytest.mark.parametrize(("old", "new", "says"), MISTAKES)
def test_a_mistake_is_named_and_nothing_is_recorded(
    tmp_path, submitted, everything, old, new, says
):
    before = everything()
    told = mistakes(tmp_path, (old, new))
    assert any(says in detail for detail in told), told
    assert everything() == before


def test_only_a_text_adopted_elsewhere_is_submitted_without_review(tmp_path, reference):
    load_framework(file=write(tmp_path, FRAMEWORK), actor=LOADER, at=AT)
    assert "Only a text that was adopted elsewhere" in mistakes(tmp_path)[0]
