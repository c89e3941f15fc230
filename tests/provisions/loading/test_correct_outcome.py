"""A wrongly recorded outcome is corrected by a second one; nothing that was recorded goes."""

import pytest

from core.errors import Conflict, Invalid
from frameworks.models import Decision, Session
from provisions.lifecycle import MoveCode
from provisions.models import Provision, Transition
from provisions.services.moves import move_provision
from record.models import PUBLIC, Entry
from tests.factories.frameworks import make_session

from .files import AT, LOADER, changed
from .outcomes import OUTCOME, prepare, record, stages

pytestmark = pytest.mark.django_db

CORRECTS = (
    ("key: trial-outcome", "key: trial-outcome-corrected"),
    ("corrects: null", "corrects: trial-outcome"),
    ("correction_reason: null", "correction_reason: The minutes say otherwise."),
)
# Paragraph 1 was not approved after all, and paragraph 2 was approved instead of deferred.
RIGHT = changed(
    OUTCOME,
    *CORRECTS,
    ('cites: [s1, "1"]', 'cites: [s1, "2"]'),
    ("kind: deferred_item\n    outcome: adopted", "kind: approved_text\n    outcome: not_adopted"),
    ('cites: ["2"]', 'cites: ["1"]'),
    ("effect: defer", "effect: not_approve"),
)


@pytest.fixture
def recorded(tmp_path, reference) -> None:
    prepare(tmp_path)
    record(tmp_path)


def history(suffix: str) -> list[tuple[str, str]]:
    rows = Transition.objects.filter(provision__suffix=suffix).order_by("number")
    return [(row.move, row.to_stage) for row in rows]


def test_what_differs_is_put_right_and_what_is_the_same_stays(tmp_path, recorded):
    record(tmp_path, text=RIGHT)
    assert stages() == {
        "s1": "approved",
        "1": "not_approved",
        "1a": "approved",
        "1a-i": "draft",
        "2": "approved",
    }
    assert history("s1") == [("submit_adopted", "submitted"), ("approve", "approved")]
    assert history("1")[2:] == [("override", "submitted"), ("not_approve", "not_approved")]
    assert history("2")[2:] == [("override", "submitted"), ("approve", "approved")]
    assert Provision.objects.get(suffix="1a").latest_version == 2


def test_the_override_names_both_clauses_and_the_reason(tmp_path, recorded):
    record(tmp_path, text=RIGHT)
    override = Transition.objects.get(provision__suffix="2", move="override")
    assert override.reason == (
        "Decision trial-outcome, clause (d), is corrected by trial-outcome-corrected,"
        " clause (b): The minutes say otherwise."
    )
    acts = Entry.objects.filter(circle=PUBLIC)
    assert acts.filter(code="provision.stage_overridden").count() == 2
    assert set(acts.get(code="decision.corrected").touches) == {
        "trial-2026",
        "session.sample-trial",
        "decision.trial-outcome",
        "decision.trial-outcome-corrected",
    }


def test_both_decisions_stay_readable(tmp_path, recorded):
    record(tmp_path, text=RIGHT)
    first, second = Decision.objects.order_by("key")
    assert (second.corrects, second.correction_reason) == (first, "The minutes say otherwise.")
    assert first.clauses.count() == 4


def test_what_no_clause_covers_any_more_goes_back_to_submitted(tmp_path, recorded):
    record(tmp_path, *CORRECTS, ('cites: [s1, "1"]', "cites: [s1]"))
    assert stages()["1"] == "submitted"
    assert history("1")[-1] == ("override", "submitted")


def test_amended_words_can_be_corrected_alone(tmp_path, recorded):
    record(tmp_path, *CORRECTS, ("give sufficient time", "give paid time"))
    row = Provision.objects.get(suffix="1a")
    assert (row.latest_version, row.stage) == (3, "approved")
    assert history("1a") == [("submit_adopted", "submitted"), ("approve_as_amended", "approved")]


def test_a_correction_can_be_corrected_by_a_further_one_and_only_once(tmp_path, recorded):
    record(tmp_path, text=RIGHT)
    with pytest.raises(Conflict, match="was corrected already"):
        record(tmp_path, ("key: trial-outcome-corrected", "key: another"), text=RIGHT)
    again = changed(
        OUTCOME,
        ("key: trial-outcome", "key: trial-outcome-third"),
        ("corrects: null", "corrects: trial-outcome-corrected"),
        ("correction_reason: null", "correction_reason: It was right at first."),
    )
    record(tmp_path, text=again)
    assert stages()["1"] == "approved"
    assert stages()["2"] == "deferred"
    assert history("s1") == [("submit_adopted", "submitted"), ("approve", "approved")]


def test_a_correction_is_recorded_once(tmp_path, recorded, everything):
    record(tmp_path, text=RIGHT)
    before = everything()
    assert not record(tmp_path, text=RIGHT).is_new
    assert everything() == before


def test_a_provision_that_has_moved_on_stops_the_correction(tmp_path, recorded, everything):
    make_session("sample-later", "2027-03-01")
    move_provision(
        key="trial-2026.2",
        move=MoveCode.RESUBMIT,
        expected_stage="deferred",
        expected_version=1,
        session=Session.objects.get(slug="sample-later"),
        actor=LOADER,
        at=AT,
    )
    before = everything()
    with pytest.raises(Invalid) as caught:
        record(tmp_path, text=RIGHT)
    assert [error.detail for error in caught.value.errors] == [
        "2 has moved on since then and is not touched."
    ]
    assert everything() == before


def test_a_correction_is_of_the_same_session(tmp_path, recorded):
    make_session("sample-later", "2027-03-01")
    with pytest.raises(Invalid, match="of the same session and framework"):
        record(tmp_path, ("session: sample-trial", "session: sample-later"), text=RIGHT)
