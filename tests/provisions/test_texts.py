"""Versions and their texts: appended, numbered, checked, acted."""

import json
from datetime import timedelta

import pytest

from core.errors import Conflict, Invalid
from provisions.drafts import MAX_BODY, TextDraft
from provisions.enums import SourceBasis, TextStatus
from provisions.models import Provision, Version, VersionText
from provisions.services.payloads import text_digest
from provisions.services.texts import issue_text, publish_version
from record.models import Entry
from tests.factories.frameworks import BEGINNING, make_framework
from tests.factories.people import IMPORTER, make_secretary
from tests.factories.provisions import WORDS, make_provision

pytestmark = pytest.mark.django_db
AT = BEGINNING + timedelta(days=1)
NEW = TextDraft("A new title", "New words.")


def publish(provision: Provision, **changes: object) -> Version:
    arguments = {
        "provision": provision,
        "text_status": TextStatus.DRAFT,
        "source": None,
        "source_paragraph": None,
        "source_basis": None,
        "texts": {"en": NEW},
        "actor": IMPORTER,
        "at": AT,
        "expected_version": 1,
    }
    return publish_version(**(arguments | changes))  # type: ignore[arg-type]


class TestPublishing:
    def test_the_next_version_stands_beside_the_first(self) -> None:
        provision = make_provision()
        version = publish(provision)
        assert (version.number, provision.versions.count()) == (2, 2)
        [text] = version.texts.all()
        assert (text.language, text.issue, text.title, text.body) == (
            "en",
            1,
            "A new title",
            "New words.",
        )
        provision.refresh_from_db()
        assert (provision.latest_version, provision.content_changed_at) == (2, AT)

    def test_the_act_holds_digests_and_no_words(self) -> None:
        provision = make_provision()
        publish(provision)
        entry = Entry.objects.latest("number")
        assert (entry.code, entry.touches) == ("provision.version_published", [provision.key])
        payload = json.loads(bytes(entry.payload))
        assert payload["texts"] == {"en": text_digest("A new title", "New words.")}
        assert "words" not in bytes(entry.payload).decode()

    def test_the_same_again_by_the_same_actor_returns_the_version(self) -> None:
        provision = make_provision()
        version = publish(provision)
        entries = Entry.objects.count()
        assert publish(provision) == version
        assert publish(provision, expected_version=2) == version
        assert Entry.objects.count() == entries

    def test_the_same_again_by_another_is_a_conflict(self) -> None:
        provision = make_provision()
        publish(provision)
        with pytest.raises(Conflict) as refusal:
            publish(provision, actor=make_secretary(), expected_version=2)
        assert refusal.value.code == "same_text"

    @pytest.mark.parametrize("expected", [0, 2, 7])
    def test_a_version_that_came_between_is_a_conflict(self, expected: int) -> None:
        with pytest.raises(Conflict) as refusal:
            publish(make_provision(), expected_version=expected)
        assert refusal.value.code == "version_changed"

    def test_texts_are_brought_into_normal_form(self) -> None:
        raw = TextDraft(
            "  Two\nlines ", "One  space.\r\nSame paragraph.\n\n\n\nNext: e\u0301te\u0301"
        )
        text = publish(make_provision(), texts={"en": raw}).texts.get()
        assert text.title == "Two lines"
        assert text.body == "One space. Same paragraph.\n\nNext: été"

    @pytest.mark.parametrize(
        ("texts", "pointer"),
        [
            ({"en": TextDraft("", "Words.")}, "/texts/en/title"),
            ({"en": TextDraft("Title", " \n ")}, "/texts/en/body"),
            ({"en": TextDraft("x" * 301, "Words.")}, "/texts/en/title"),
            ({"en": TextDraft("Title", "x" * (MAX_BODY + 1))}, "/texts/en/body"),
            ({"fr": TextDraft("Title", "NUL \x00")}, "/texts/fr/body"),
            ({"fr": TextDraft("Title\ud800", "Words.")}, "/texts/fr/title"),
            ({"de": TextDraft("Titel", "Worte.")}, "/texts/de"),
        ],
    )
    def test_a_malformed_text_is_named(self, texts: dict[str, TextDraft], pointer: str) -> None:
        provision = make_provision()
        with pytest.raises(Invalid) as refusal:
            publish(provision, texts=texts)
        assert [error.pointer for error in refusal.value.errors] == [pointer]
        assert provision.versions.count() == 1

    def test_a_version_has_a_text(self) -> None:
        with pytest.raises(Invalid) as refusal:
            publish(make_provision(), texts={})
        assert refusal.value.code == "text_missing"

    def test_a_summary_names_its_document_and_paragraph(self) -> None:
        provision = make_provision()
        with pytest.raises(Invalid, match="can’t be taken"):
            publish(provision, text_status=TextStatus.EDITORIAL_SUMMARY)
        version = publish(
            provision,
            text_status=TextStatus.EDITORIAL_SUMMARY,
            source=provision.framework.documents.get(),
            source_paragraph=8,
            source_basis=SourceBasis.PROVISION,
        )
        assert (version.source_paragraph, version.source_basis) == (8, "provision")

    def test_a_source_belongs_to_the_framework(self) -> None:
        foreign = make_framework("elsewhere").documents.get()
        with pytest.raises(Invalid) as refusal:
            publish(make_provision(), source=foreign, source_paragraph=1)
        assert refusal.value.errors[0].code == "foreign"


class TestIssuing:
    def issue(self, version: Version, language: str, draft: TextDraft) -> VersionText:
        return issue_text(version=version, language=language, draft=draft, actor=IMPORTER, at=AT)

    def test_a_corrected_translation_is_a_new_issue_of_the_same_version(self) -> None:
        provision = make_provision()
        version = provision.versions.get()
        issued = self.issue(version, "fr", NEW)
        assert (issued.issue, version.texts.filter(language="fr").count()) == (2, 2)
        provision.refresh_from_db()
        assert provision.latest_version == 1
        assert (provision.content_changed_at, provision.updated_at) == (BEGINNING, AT)

    def test_a_first_translation_is_issue_one(self) -> None:
        provision = make_provision(texts={"en": WORDS["en"]})
        assert self.issue(provision.versions.get(), "es", WORDS["es"]).issue == 1

    def test_the_same_words_again_change_nothing(self) -> None:
        version = make_provision().versions.get()
        entries = Entry.objects.count()
        assert self.issue(version, "fr", WORDS["fr"]).issue == 1
        assert Entry.objects.count() == entries

    def test_the_act_names_language_and_issue(self) -> None:
        self.issue(make_provision().versions.get(), "fr", NEW)
        entry = Entry.objects.latest("number")
        payload = json.loads(bytes(entry.payload))
        assert entry.code == "provision.text_issued"
        assert (payload["version"], payload["language"], payload["issue"]) == (1, "fr", 2)

    def test_an_unknown_language_is_refused(self) -> None:
        with pytest.raises(Invalid):
            self.issue(make_provision().versions.get(), "xx", NEW)
