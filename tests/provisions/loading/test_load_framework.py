"""A framework is loaded whole, once, and then follows its file without overwriting anything."""

from datetime import date
from pathlib import Path

import pytest

from core.errors import Conflict, Invalid
from frameworks.models import Document, Framework, Milestone, Section, Session, StatusRecord
from provisions.enums import TextStatus
from provisions.loading.load_framework import load_framework
from provisions.models import Provision, Version
from provisions.services.texts import publish_version
from record.models import PUBLIC, Entry

from .files import AT, FRAMEWORK, LOADER, changed, load, write

pytestmark = pytest.mark.django_db


def provision(suffix: str) -> Provision:
    return Provision.objects.get(key=f"trial-2026.{suffix}")


def test_everything_in_the_file_stands_here_afterwards(tmp_path, reference):
    loaded = load(tmp_path)
    framework = Framework.objects.get(slug="trial-2026")
    assert (framework.is_sample, framework.texts_written_in) == (True, "en")
    assert framework.meeting.first_day == date(2026, 6, 1)
    assert [row.slug for row in Document.objects.all()] == ["report", "unseen"]
    assert [row.slug for row in Milestone.objects.all()] == ["road-begins", "road-ends"]
    assert [row.slug for row in Section.objects.all()] == ["opening", "training"]
    assert Session.objects.get().is_sample
    assert StatusRecord.objects.filter(source__slug="report").count() == 1
    assert loaded.lines[0] == "1 session to register: sample-trial"
    assert loaded.lines[-1] == "5 provisions to create: S1, 1, 1(a), 1(a)(i), 2"


def test_provisions_stand_in_the_files_order_and_inherit_what_they_leave_out(tmp_path, reference):
    load(tmp_path)
    rows = list(Provision.objects.order_by("document_order"))
    assert [row.number for row in rows] == ["S1", "1", "1(a)", "1(a)(i)", "2"]
    first, opening, item, deepest, _ = rows
    assert (first.own_addressees, first.addressees) == ([], [])
    assert (item.own_addressees, item.addressees) == (None, ["governments"])
    assert (item.kind, item.themes, item.parent) == ("recommendation", ["skills"], opening)
    assert (deepest.addressees, deepest.themes) == (
        ["employers_organizations"],
        ["lifelong-learning"],
    )
    assert (deepest.depth, deepest.section) == (2, Section.objects.get(slug="training"))
    assert deepest.document_order.startswith(f"{item.document_order}/")
    summary = first.versions.get()
    assert summary.text_status == TextStatus.EDITORIAL_SUMMARY
    assert summary.source == Document.objects.get(slug="report")
    assert (summary.source_paragraph, summary.source_basis) == (3, "context")
    assert opening.instrument_links.get().instrument_id == "C142"


def test_every_change_is_an_act_that_touches_what_shows_it(tmp_path, reference):
    load(tmp_path)
    entries = {entry.code: entry for entry in Entry.objects.filter(circle=PUBLIC)}
    assert entries["framework.created"].touches == ["trial-2026"]
    assert set(entries["document.registered"].touches) == {
        "trial-2026",
        "trial-2026.document.unseen",
    }
    assert "trial-2026.milestone.road-ends" in entries["milestone.set"].touches
    assert entries["session.registered"].touches == ["session.sample-trial"]
    assert len(entries["provision.created"].touches) == 5
    assert entries["framework.status_recorded"].actor_origin == "load_framework"


def test_a_second_load_changes_nothing_at_all(tmp_path, reference, everything):
    load(tmp_path)
    before = everything()
    loaded = load(tmp_path, days=1)
    assert everything() == before
    assert not loaded.is_changed
    assert loaded.lines == ("Nothing to do: everything stands here as the file says.",)


def test_other_words_for_the_same_thing_change_nothing(tmp_path, reference, everything):
    load(tmp_path)
    before = everything()
    load(
        tmp_path,
        (
            "body: The first summary.",
            'body: "The  first\n            summary. "',
        ),
        ('date: "2026-06"', "date:   2026-06   # known to the month"),
        days=1,
    )
    assert everything() == before


@pytest.mark.parametrize("first", [True, False])
def test_a_rehearsal_says_the_same_and_leaves_no_trace(tmp_path, reference, everything, first):
    change = ("body: The first summary.", "body: Another summary.")
    if not first:
        load(tmp_path)
    before = everything()
    rehearsed = load(tmp_path, change, days=1, rehearse=True)
    assert everything() == before
    done = load(tmp_path, change, days=1)
    assert (rehearsed.lines, rehearsed.is_changed) == (done.lines, True)
    assert everything() != before


def test_what_a_sample_file_invents_stands_in_a_sample_database_only(
    tmp_path, reference, everything, monkeypatch
):
    for place in ("provisions.loading.plan_entries", "frameworks.services.frameworks"):
        monkeypatch.setattr(f"{place}.is_sample_database", lambda: False)
    before = everything()
    with pytest.raises(Invalid) as caught:
        load(tmp_path)
    assert "only one that was founded with TRIPARTITE_SAMPLE=1" in caught.value.errors[0].detail
    assert caught.value.errors[0].pointer.endswith("trial.yaml:3:9 framework.slug")
    assert everything() == before


def test_a_framework_never_becomes_real_or_invented(tmp_path, reference):
    load(tmp_path)
    real = changed(FRAMEWORK, ("  is_sample: true", "  is_sample: false"))
    real = real.replace("basis: invented", "basis: derived")
    start, end = real.index("sessions:\n"), real.index("milestones:\n")
    real = changed(real[:start] + real[end:], ("    session: sample-trial\n", ""))
    real = changed(
        real,
        (
            "source: report\n    title: {en: The road begins}",
            "source: null\n    title: {en: The road begins}",
        ),
    )
    with pytest.raises(Invalid) as caught:
        load_framework(file=write(tmp_path, real), actor=LOADER, at=AT)
    assert "Whether a framework is invented never changes." in [
        error.detail for error in caught.value.errors
    ]


def test_a_version_that_came_in_between_stops_the_load(
    tmp_path, reference, everything, monkeypatch
):
    load(tmp_path)
    file = write(tmp_path, changed(FRAMEWORK, ("The first summary.", "A better summary.")))
    place = "provisions.loading.plan_provisions.publish_version"

    def late(**given):
        given["expected_version"] = 0  # as if the plan had been made before version 1
        return publish_version(**given)

    monkeypatch.setattr(place, late)
    before = everything()
    with pytest.raises(Conflict):
        load_framework(file=file, actor=LOADER, at=AT)
    assert everything() == before
    assert Version.objects.filter(provision=provision("s1")).count() == 1


def test_a_missing_file_is_refused_with_a_sentence(tmp_path: Path):
    with pytest.raises(Invalid, match="There is no file"):
        load_framework(file=tmp_path / "absent.yaml", actor=LOADER, at=AT)
