"""A changed file makes versions, issues and updates, each with its act, and nothing else."""

from datetime import date

import pytest

from core.errors import Invalid
from frameworks.models import Document, Milestone, StatusRecord
from provisions.loading.load_framework import load_framework
from provisions.models import Provision, VersionText
from record.models import PUBLIC, Entry

from .files import AT, FRAMEWORK, LOADER, load, write

pytestmark = pytest.mark.django_db


def provision(suffix: str) -> Provision:
    return Provision.objects.get(key=f"trial-2026.{suffix}")


def codes() -> list[str]:
    """The codes of the public acts, in order."""
    return list(
        Entry.objects.filter(circle=PUBLIC).order_by("number").values_list("code", flat=True)
    )


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
    assert Milestone.objects.get(slug="road-ends").last_day == date(2026, 12, 3)
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
