"""What is read and searched is what a rebuild would make of the record."""

from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from frameworks.models import Framework
from provisions.drafts import TextDraft
from provisions.models import CurrentText, SearchText
from provisions.services.current import refresh_framework_texts
from provisions.services.texts import issue_text, set_instrument_links
from tests.factories.frameworks import BEGINNING, make_framework, make_instrument
from tests.factories.people import IMPORTER
from tests.factories.provisions import WORDS, add_version, make_provision
from tests.provisions.searching import make_searched

pytestmark = pytest.mark.django_db


def derived() -> list[Any]:
    """Everything in the two derived tables but the ids of rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(c) - 'id' FROM provisions_currenttext c ORDER BY 1")
        reading = cursor.fetchall()
        cursor.execute("SELECT * FROM provisions_searchtext ORDER BY provision_id, language")
        return [*reading, *cursor.fetchall()]


def work_a_little() -> None:
    provision = make_searched()["S8"]
    add_version(provision, {"en": TextDraft("Inspection", "Inspectors visit.")})
    issue_text(
        version=provision.versions.get(number=2),
        language="fr",
        draft=TextDraft("Inspection du travail", "L’été, œuvre de l’inspection."),
        actor=IMPORTER,
        at=BEGINNING,
    )
    set_instrument_links(
        provision=provision,
        links=[(make_instrument("C081"), "related", date(2026, 11, 22))],
        actor=IMPORTER,
        at=BEGINNING,
    )


def test_a_rebuild_changes_nothing() -> None:
    work_a_little()
    before = derived()
    answer = StringIO()
    call_command("rebuild_search", stdout=answer)
    assert derived() == before
    assert answer.getvalue().startswith("Rebuilt 15 rows")


def test_a_rebuild_restores_what_was_lost_or_damaged() -> None:
    work_a_little()
    before = derived()
    SearchText.objects.filter(language="fr").delete()
    CurrentText.objects.filter(language="es").delete()
    CurrentText.objects.update(title="Damaged", sort_key="damaged")
    call_command("rebuild_search", stdout=StringIO())
    assert derived() == before


def test_codes_follow_the_links() -> None:
    work_a_little()
    found = SearchText.objects.get(provision__number="S8", language="en")
    assert found.codes == ["c081", "c81", "s8", "trials8"]


def test_each_language_has_a_partition_of_its_own() -> None:
    make_provision()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text, language FROM provisions_searchtext")
        assert sorted(cursor.fetchall()) == [
            ("provisions_searchtext_en", "en"),
            ("provisions_searchtext_es", "es"),
            ("provisions_searchtext_fr", "fr"),
        ]


def test_the_fallback_follows_the_authentic_languages() -> None:
    framework = make_framework(authentic_languages=("en",))
    make_provision(framework, texts={"en": WORDS["en"], "fr": WORDS["fr"]})
    assert CurrentText.objects.get(language="es").text_language == "en"
    Framework.objects.update(authentic_languages=["fr"])
    refresh_framework_texts(framework)
    assert CurrentText.objects.get(language="es").text_language == "fr"
