"""A framework is loaded whole, once, and then follows its file without overwriting anything."""

from datetime import date
from pathlib import Path

import pytest

from core.errors import Conflict, Invalid
from frameworks.models import Document, Framework, Milestone, Section, Session, StatusRecord
from provisions.enums import TextStatus
from provisions.loading.load_framework import load_framework
from provisions.models import Provision, Version, VersionText
from record.models import PUBLIC, Entry

from .files import AT, FRAMEWORK, LOADER, changed, load, write

pytestmark = pytest.mark.django_db


def provision(suffix: str) -> Provision:
    return Provision.objects.get(key=f"trial-2026.{suffix}")


def codes() -> list[str]:
    """The codes of the public acts, in order."""
    return list(
        Entry.objects.filter(circle=PUBLIC).order_by("number").values_list("code", flat=True)
    )


def test_everything_in_the_file_stands_here_afterwards(tmp_path, reference):
    loaded = load(tmp_path)
    framework = Framework.objects.get(slug="trial-2026")
    assert (framework.is_sample, framework.texts_written_in) == (True, "en")
    assert framework.meeting.date.iso() == "2026-06"
    assert [row.slug for row in Document.objects.all()] == ["report", "unseen"]
    assert [row.slug for row in Milestone.objects.all()] == ["road-begins", "road-ends"]
    assert [row.slug for row in Section.objects.all()] == ["opening", "training"]
    assert Session.objects.get().is_sample
    assert StatusRecord.objects.get().source.slug == "report"
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
    assert (deepest.depth, deepest.section.slug) == (2, "training")
    assert deepest.document_order.startswith(f"{item.document_order}/")
    summary = first.versions.get()
    assert summary.text_status == TextStatus.EDITORIAL_SUMMARY
    assert (summary.source.slug, summary.source_paragraph, summary.source_basis) == (
        "report",
        3,
        "context",
    )
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


def test_a_changed_original_is_a_new_version_with_all_its_languages(tmp_path, reference):
    load(tmp_path)
    loaded = load(tmp_path, ("The first summary.", "A better summary."), days=1)
    assert loaded.lines == ("1 new version: S1",)
    latest = provision("s1").versions.get(number=2)
    assert {(text.language, text.issue, text.body) for text in latest.texts.all()} == {
        ("en", 1, "A better summary."),
        ("fr", 1, "Le premier résumé."),
    }
    assert provision("s1").versions.get(number=1).texts.count() == 2


def test_a_changed_translation_is_a_new_issue_of_the_same_version(tmp_path, reference):
    load(tmp_path)
    loaded = load(tmp_path, ("Le premier résumé.", "Le tout premier résumé."), days=1)
    assert loaded.lines == ("1 new issue of a translation: S1 (fr)",)
    assert provision("s1").latest_version == 1
    texts = VersionText.objects.filter(version__provision=provision("s1"), language="fr")
    assert [text.body for text in texts.order_by("issue")] == [
        "Le premier résumé.",
        "Le tout premier résumé.",
    ]


def test_a_first_translation_is_an_issue_too(tmp_path, reference):
    load(tmp_path)
    english = "          en: {title: Safety, body: The Office should report.}\n"
    french = "          fr: {title: Sécurité, body: Le Bureau devrait faire rapport.}\n"
    loaded = load(tmp_path, (english, english + french), days=1)
    assert loaded.lines == ("1 new issue of a translation: 2 (fr)",)
    assert provision("2").latest_version == 1


def test_another_source_is_another_version(tmp_path, reference):
    load(tmp_path)
    loaded = load(tmp_path, ("paragraph: 3, basis: context", "paragraph: 4, basis: emphasis"))
    assert loaded.lines == ("1 new version: S1",)
    assert provision("s1").versions.get(number=2).source_paragraph == 4


def test_facts_and_links_change_without_a_version(tmp_path, reference):
    load(tmp_path)
    loaded = load(
        tmp_path,
        ("addressees: [governments]", "addressees: [constituents]"),
        ("{code: C142, relation: related", "{code: C155, relation: cited"),
        days=1,
    )
    assert loaded.lines == (
        "1 provision’s facts to change: 1",
        "1 provision’s links to change: 1",
    )
    assert provision("1").latest_version == 1
    assert provision("1a").addressees == ["constituents"]
    assert provision("1").instrument_links.get().instrument_id == "C155"


def test_changed_entries_are_updated_each_with_its_act(tmp_path, reference):
    load(tmp_path)
    before = len(codes())
    load(
        tmp_path,
        ("title: {en: A report}", "title: {en: The report}"),
        ('date: "2026-12"\n', 'date: "2026-12-03"\n'),
        ("title: {en: The road begins}", "title: {en: Beginning}"),
        ("place: {en: Nowhere}", "place: {en: Somewhere}"),
        ("summary: {en: A trial.", "summary: {en: Still a trial."),
        ("title: {en: Trial session}", "title: {en: A session}"),
        days=1,
    )
    assert sorted(codes()[before:]) == [
        "document.changed",
        "framework.changed",
        "framework.file_loaded",
        "meeting.changed",
        "milestone.changed",
        "milestone.moved",
        "session.changed",
    ]
    assert Milestone.objects.get(slug="road-ends").date.iso() == "2026-12-03"
    assert Document.objects.get(slug="report").title == {"en": "The report"}


def test_a_changed_heading_touches_the_provisions_under_it(tmp_path, reference):
    load(tmp_path)
    load(tmp_path, ("title: {en: Opening}", "title: {en: Beginning}"), days=1)
    touched = Entry.objects.filter(circle=PUBLIC, code="framework.file_loaded").latest("number")
    assert touched.touches == ["trial-2026.s1"]


def test_a_status_looked_at_again_is_recorded_again(tmp_path, reference):
    load(tmp_path)
    load(tmp_path, ('checked_on: "2026-11-20"', 'checked_on: "2026-11-22"'))
    assert [row.checked_on for row in StatusRecord.objects.order_by("number")] == [
        date(2026, 11, 20),
        date(2026, 11, 22),
    ]


@pytest.mark.parametrize(
    ("day", "says"), [("2026-11-19", "is older"), ("2027-01-01", "is to come")]
)
def test_a_status_is_checked_neither_before_the_latest_nor_in_the_future(
    tmp_path, reference, everything, day, says
):
    load(tmp_path)
    before = everything()
    with pytest.raises(Invalid) as caught:
        load(tmp_path, ('checked_on: "2026-11-20"', f'checked_on: "{day}"'))
    assert says in caught.value.detail + "".join(e.detail for e in caught.value.errors)
    assert everything() == before


NEW = """\
      - suffix: "{0}"
        number: "{0}"
        kind: recommendation
        addressees: [office]
        themes: [osh]
        text_status: draft
        source: {{document: report, paragraph: null, basis: null}}
        instruments: []
        texts:
          en: {{title: New, body: Something new.}}
"""


def test_a_new_provision_finds_its_place_and_moves_nobody(tmp_path, reference):
    load(tmp_path)
    before = dict(Provision.objects.values_list("suffix", "document_order"))
    anchor = '      - suffix: "2"\n'
    section = "  - slug: training\n"
    loaded = load(
        tmp_path,
        (anchor, NEW.format("1bis") + NEW.format("1ter") + anchor),
        (section, NEW.format("s2") + section),
        days=1,
    )
    assert loaded.lines == ("3 provisions to create: s2, 1bis, 1ter",)
    rows = Provision.objects.order_by("document_order")
    assert [row.suffix for row in rows] == ["s1", "s2", "1", "1a", "1a-i", "1bis", "1ter", "2"]
    now = dict(rows.values_list("suffix", "document_order"))
    assert {suffix: now[suffix] for suffix in before} == before


def test_a_provision_is_withdrawn_by_its_mark_once(tmp_path, reference, everything):
    load(tmp_path)
    mark = ("- suffix: s1\n", "- suffix: s1\n        withdrawn: {reason: Not needed.}\n")
    loaded = load(tmp_path, mark, days=1)
    assert loaded.lines == ("1 provision to withdraw: S1",)
    assert provision("s1").stage == "withdrawn"
    before = everything()
    load(tmp_path, mark, days=2)
    assert everything() == before
    with pytest.raises(Invalid) as caught:
        load(tmp_path, days=3)
    assert "can’t be taken back" in caught.value.errors[0].detail


def test_a_succession_withdraws_its_predecessor(tmp_path, reference, everything):
    load(tmp_path)
    succession = FRAMEWORK + (
        "successions:\n"
        '  - {change: split, from: [s1], to: ["1", "2"], reason: The official text is here.}\n'
    )
    file = write(tmp_path, succession)
    loaded = load_framework(file=file, actor=LOADER, at=AT)
    assert loaded.lines == ("1 succession to record: s1>1+2", "1 provision to withdraw: S1")
    row = provision("s1")
    assert row.stage == "withdrawn"
    assert {pair.successor.suffix for pair in row.successions_out.all()} == {"1", "2"}
    before = everything()
    assert not load_framework(file=file, actor=LOADER, at=AT).is_changed
    assert everything() == before


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
    from provisions.loading import plan_provisions

    publish = plan_provisions.publish_version

    def late(**given):
        given["expected_version"] = 0  # as if the plan had been made before version 1
        return publish(**given)

    monkeypatch.setattr(plan_provisions, "publish_version", late)
    before = everything()
    with pytest.raises(Conflict):
        load_framework(file=file, actor=LOADER, at=AT)
    assert everything() == before
    assert Version.objects.filter(provision=provision("s1")).count() == 1


def test_a_missing_file_is_refused_with_a_sentence(tmp_path: Path):
    with pytest.raises(Invalid, match="There is no file"):
        load_framework(file=tmp_path / "absent.yaml", actor=LOADER, at=AT)
