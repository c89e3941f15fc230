"""The documentation says what the code is: diagrams, links, decisions."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.catalogs import TRANSLATED, kept, messages_of
from core.diagrams import drawn
from core.management.commands import write_diagrams

from .house import ROOT, apps, files_under, where

PAGES = [
    *[path for path in files_under(ROOT / "docs") if path.suffix == ".md"],
    *ROOT.glob("*.md"),
]
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text()
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def test_the_diagrams_are_drawn_from_the_code_of_today():
    assert write_diagrams.outdated_diagrams() == {}, "run ./portal manage write_diagrams"
    kept = {path.name for path in files_under(ROOT / "docs" / "diagrams")}
    assert kept == set(drawn())


def test_the_diagrams_show_what_there_is():
    diagrams = drawn()
    for app in apps():
        assert f"    {app}[" in diagrams["floors.md"]
    assert "provisions --> frameworks" in diagrams["floors.md"]
    assert "frameworks --> provisions" not in diagrams["floors.md"]
    assert "Mandate }o--|| User : user" in diagrams["tables-stakeholders.md"]
    assert "in_review --> agreed : agree" in diagrams["stages.md"]


def test_the_command_writes_what_is_missing_and_says_what_is_old(tmp_path, monkeypatch):
    monkeypatch.setattr(write_diagrams, "FOLDER", tmp_path / "diagrams")
    monkeypatch.setattr(write_diagrams, "ROOT", tmp_path)
    with pytest.raises(CommandError, match=r"floors\.md"):
        call_command("write_diagrams", check=True, stdout=StringIO())
    assert not list(tmp_path.iterdir())
    call_command("write_diagrams", stdout=StringIO())
    assert {path.name for path in (tmp_path / "diagrams").iterdir()} == set(drawn())
    (tmp_path / "diagrams" / "stages.md").write_text("old")
    said = StringIO()
    call_command("write_diagrams", stdout=said)
    assert said.getvalue().splitlines() == ["written: diagrams/stages.md"]
    call_command("write_diagrams", check=True, stdout=said)


@pytest.mark.parametrize("page", PAGES, ids=where)
def test_every_link_to_a_file_leads_somewhere(page):
    for target in LINK.findall(page.read_text()):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), f"{where(page)} links to {target}"


def test_every_decision_is_listed_and_names_what_lost():
    folder = ROOT / "docs" / "adr"
    listed = set(re.findall(r"\((\d{4}-[a-z-]+\.md)\)", (folder / "README.md").read_text()))
    there = {path.name for path in folder.glob("[0-9]*.md")}
    assert listed == there
    assert [int(name[:4]) for name in sorted(there)] == list(range(1, len(there) + 1))
    for name in there:
        text = (folder / name).read_text()
        assert text.startswith(f"# {name[:4]} "), name
        for heading in ("## Question", "## Decision", "## Options that lost", "## Consequences"):
            assert heading in text, f"{name} has no {heading}"


def glossary() -> list[dict[str, str]]:
    """Every row of the glossary: its word in each language, in small letters."""
    rows = re.findall(r"^\| (?!English|---)(.+?) \| (.+?) \| (.+?) \|", GLOSSARY, re.MULTILINE)
    found = []
    for row in rows:
        words = [[word.strip(" °").lower() for word in cell.split("·")] for cell in row]
        found += [
            dict(zip(("en", *TRANSLATED), each, strict=True)) for each in zip(*words, strict=True)
        ]
    return found


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_interface_uses_the_words_of_the_glossary(language):
    catalog = kept(language)
    said = {str(m.id).lower(): str(m.string).lower() for m in messages_of(catalog)}
    shared = [row for row in glossary() if row["en"] in said]
    assert len(shared) >= 25
    assert {row["en"]: said[row["en"]] for row in shared} == {
        row["en"]: row[language] for row in shared
    }
