"""The real framework: every provision that the source article supports, and no other."""

import pytest

from core.actor import Actor
from core.languages import LANGUAGES
from frameworks.loading.reference import DATA, read_instruments, read_sessions
from frameworks.models import Framework, Milestone, StatusRecord
from frameworks.services.reference import load_instruments, load_sessions
from provisions.enums import Relation, TextStatus
from provisions.loading.load_framework import LoadedFramework, load_framework
from provisions.models import Provision

from .files import AT

pytestmark = pytest.mark.django_db
ACTOR = Actor.importer("load_framework")
# Number, theme, paragraph of the article, how the article speaks of it, instruments linked by us.
SUPPORTED = [
    ("S1", "cross-cutting", 6, "context", ""),
    ("S2", "cross-cutting", 7, "emphasis", "DECL-2019"),
    ("S3", "cross-cutting", 7, "emphasis", "DECL-2019"),
    ("S4", "cross-cutting", 7, "emphasis", ""),
    ("S5", "cross-cutting", 7, "emphasis", "C122"),
    ("S6", "skills", 8, "provision", "C142 R195 R208"),
    ("S7", "lifelong-learning", 8, "provision", "C142 R195 C140"),
    ("S8", "osh", 8, "provision", "C155 C187 C161"),
    (
        "S9",
        "fundamental-rights",
        8,
        "provision",
        "DECL-1998 C029 P029 C087 C098 C100 C105 C111 C138 C155 C182 C187",
    ),
    ("S10", "social-dialogue", 9, "emphasis", "C144 C154 C087 C098"),
    ("S11", "social-dialogue", 9, "emphasis", "R113"),
    ("S12", "cross-cutting", 9, "emphasis", "C122"),
    ("S13", "cross-cutting", 10, "characterization", ""),
    ("S14", "cross-cutting", 11, "characterization", ""),
    ("S15", "cross-cutting", 12, "purpose", ""),
    ("S16", "cross-cutting", 12, "purpose", "OECD-LEGAL-0449 UNESCO-AI-2021"),
]


def load_the_reference() -> None:
    """Load instruments and sessions as `load_reference` does."""
    instruments = {entry.slug: entry.draft for entry in read_instruments()}
    sessions = {entry.slug: entry.draft for entry in read_sessions()}
    load_instruments(drafts=instruments, actor=ACTOR, at=AT)
    load_sessions(drafts=sessions, actor=ACTOR, at=AT)


@pytest.fixture
def loaded() -> LoadedFramework:
    load_the_reference()
    return load_framework(file=DATA / "ai-manufacturing-2026.yaml", actor=ACTOR, at=AT)


def test_it_holds_the_sixteen_supported_provisions_and_no_other(loaded):
    found = [
        (
            row.number,
            *row.themes,
            row.versions.get().source_paragraph,
            row.versions.get().source_basis,
            frozenset(row.instrument_links.values_list("instrument_id", flat=True)),
        )
        for row in Provision.objects.order_by("document_order")
    ]
    assert found == [(*entry[:-1], frozenset(entry[-1].split())) for entry in SUPPORTED]


def test_each_is_our_summary_in_three_languages_and_says_no_more_than_its_source(loaded):
    for row in Provision.objects.all():
        version = row.versions.get()
        assert version.text_status == TextStatus.EDITORIAL_SUMMARY
        assert version.source is not None
        assert version.source.is_seen
        assert {text.language for text in version.texts.all()} == set(LANGUAGES)
        assert all(text.title and text.body for text in version.texts.all())
        assert (row.kind, row.addressees, row.stage) == ("not_stated", [], "draft")
        assert all(link.relation == Relation.RELATED for link in row.instrument_links.all())


def test_no_outcome_and_no_official_language_is_invented(loaded):
    framework = Framework.objects.get(slug="ai-manufacturing-2026")
    assert (framework.is_sample, framework.adopted_elsewhere) == (False, True)
    assert framework.authentic_languages == []
    assert StatusRecord.objects.get(framework=framework).status == "adopted_by_meeting"
    assert not framework.documents.get(slug="conclusions").is_seen
    last = Milestone.objects.filter(framework=framework).last()
    assert last is not None
    assert last.date is not None
    assert (last.date.iso(), last.passed_at) == ("2026-11", None)


def test_loading_it_again_changes_nothing(loaded, everything):
    before = everything()
    again = load_framework(file=DATA / "ai-manufacturing-2026.yaml", actor=ACTOR, at=AT)
    assert (again.is_changed, everything()) == (False, before)


def test_it_is_loaded_into_a_real_database_too(monkeypatch):
    for place in ("provisions.loading.plan_entries", "frameworks.services.frameworks"):
        monkeypatch.setattr(f"{place}.is_sample_database", lambda: False)
    load_the_reference()
    assert load_framework(file=DATA / "ai-manufacturing-2026.yaml", actor=ACTOR, at=AT).is_changed


def test_the_example_in_the_documentation_loads(tmp_path):
    guide = (DATA.parents[1] / "docs" / "framework-files.md").read_text(encoding="utf-8")
    example = next(
        block for block in guide.split("```yaml\n")[1:] if block.startswith("format: tripartite-f")
    )
    file = tmp_path / "example.yaml"
    file.write_text(example.split("```")[0].replace('"2030-06-01"', '"2026-06-01"'), "utf-8")
    load_the_reference()
    assert load_framework(file=file, actor=ACTOR, at=AT).provisions == 1
