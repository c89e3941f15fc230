"""Catalogs are compiled when they are newer, and a broken one is named."""

import gettext
import os

import pytest

from config.embedded.report import Stop
from config.embedded.translations import compile_outdated

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def catalog(tmp_path):
    file = tmp_path / "fr" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    file.write_text(HEADER + 'msgid "round"\nmsgstr "cycle"\n')
    return file


def test_a_catalog_is_compiled_once_and_again_when_it_is_newer(tmp_path, catalog):
    assert compile_outdated(tmp_path) == 1
    assert compile_outdated(tmp_path) == 0
    compiled = catalog.with_suffix(".mo")
    with open(compiled, "rb") as file:
        assert gettext.GNUTranslations(file).gettext("round") == "cycle"
    later = compiled.stat().st_mtime + 10
    os.utime(catalog, (later, later))
    assert compile_outdated(tmp_path) == 1
    assert [file.name for file in catalog.parent.iterdir() if "new" in file.name] == []


def test_an_uncertain_translation_is_not_shown(tmp_path, catalog):
    catalog.write_text(HEADER + '#, fuzzy\nmsgid "round"\nmsgstr "rond"\n')
    compile_outdated(tmp_path)
    with open(catalog.with_suffix(".mo"), "rb") as file:
        assert gettext.GNUTranslations(file).gettext("round") == "round"


def test_a_broken_catalog_is_named_with_its_line(tmp_path, catalog):
    catalog.write_text(HEADER + "msgid round\n")
    with pytest.raises(Stop, match=r"django\.po, line 4"):
        compile_outdated(tmp_path)
    assert not catalog.with_suffix(".mo").exists()
