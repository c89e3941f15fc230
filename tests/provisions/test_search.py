"""What people type, and what they find, in three languages."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import Invalid
from core.languages import LANGUAGES
from provisions.drafts import TextDraft
from provisions.models import Provision
from provisions.search import vocabulary as memory
from provisions.search.planning import Correction, plan_search
from provisions.search.typed import MAX_QUERY, MAX_WORDS
from tests.factories.provisions import add_version
from tests.provisions.queries import count_queries
from tests.provisions.searching import make_searched, numbers, plan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def searched(db: None) -> None:
    memory._kept.clear()
    make_searched()


CODES = {
    "S6": ["S6"],
    "s6": ["S6"],
    "S 6": ["S6"],
    "s. 6": ["S6"],
    "7": ["7"],
    "7(b)": ["7(b)"],
    "7 (b)": ["7(b)"],
    "7b": ["7(b)"],
    "7.b.i": ["7(b)(i)"],
    "7 (b) (i)": ["7(b)(i)"],
    "7(B)(I)": ["7(b)(i)"],
    "trial.7b-i": ["7(b)(i)"],
    "C155": ["S8"],
    "c 155": ["S8"],
    "C.155": ["S8"],
    "C029": ["S8"],
    "C29": ["S8"],
    "R195": ["S6"],
    "decl-1998": ["7"],
    "DECL 1998": ["7"],
    "C999": [],
    "99": [],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_and_codes_are_found_as_people_type_them(language: str) -> None:
    assert {typed: numbers(typed, language) for typed in CODES} == CODES


def test_a_code_is_found_where_it_is_linked_and_then_where_it_is_written() -> None:
    assert numbers("C142") == ["S6", "7(b)"]
    assert numbers("C 142") == ["S6", "7(b)"]


FOUND = {
    "en": {
        "skills": ["S6", "7"],
        "skill": ["S6", "7"],
        "SKILLS": ["S6", "7"],
        "training": ["S6", "7"],
        "trained": ["S6", "7"],
        "organiz": ["S8"],
        "employers organizations": ["S8"],
        "employers' organizations": ["S8"],
        "the skills of the workers": ["S6"],
        "AI": ["S6"],
        "covid 19": ["7(b)(i)"],
        "2026": ["S8"],
        "skills safety": [],
    },
    "fr": {
        "sécurité": ["S8"],
        "securite": ["S8"],
        "SÉCURITÉ": ["S8"],
        "compétence": ["S6"],
        "competence": ["S6"],
        "risque": ["S8"],
        "formés": ["S6"],
        "main-d'oeuvre": ["S6"],
        "main d’œuvre": ["S6"],
        "l'utilisation": ["S6"],
        "IA": ["S6"],
        "paid working": ["7(b)"],
    },
    "es": {
        "formación": ["S6", "7"],
        "formacion": ["S6", "7"],
        "evaluar riesgos": ["S8"],
        "el séptimo": ["7"],
        # A text without a translation is found by the words of its original.
        "languages": ["7(b)(i)"],
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_found_in_their_forms_with_and_without_accents(language: str) -> None:
    expected = FOUND[language]
    assert {typed: numbers(typed, language) for typed in expected} == expected


def test_a_hit_in_the_title_comes_first_and_then_the_order_of_the_document() -> None:
    assert numbers("skills") == ["S6", "7"]
    assert numbers("training") == ["S6", "7"]
    assert numbers("languages workforce time", "en") == []
    assert numbers("time", "en") == ["7(b)"]


PHRASES = {
    '"working hours"': ["7(b)"],
    '"hours working"': [],
    "“paid working hours”": ["7(b)"],
    "«languages of the workforce»": ["7(b)(i)"],
    '"skill"': [],
    '"training and skills" offered': ["7"],
    '"offered skills': ["7"],
}


def test_quotes_keep_words_together() -> None:
    assert {typed: sorted(numbers(typed)) for typed in PHRASES} == PHRASES


class TestTypos:
    @pytest.mark.parametrize(
        ("language", "typed", "used", "found"),
        [
            ("en", "skils", "skills", ["S6", "7"]),
            ("en", "sfaety", "safety", ["S8"]),
            ("en", "developmnet", "development", ["S6"]),
            ("fr", "sécuritté", "sécurité", ["S8"]),
            ("fr", "securte", "sécurité", ["S8"]),
            ("es", "competensias", "competencias", ["S6"]),
        ],
    )
    def test_a_slip_is_forgiven_and_said(
        self, language: str, typed: str, used: str, found: list[str]
    ) -> None:
        assert plan(typed, language).corrections == (Correction(typed, used),)
        assert sorted(numbers(typed, language)) == sorted(found)

    def test_only_the_word_that_stands_nowhere_is_corrected(self) -> None:
        found = plan("workers trianed")
        assert found.corrections == (Correction("trianed", "trained"),)
        assert numbers("workers trianed") == ["S6"]

    @pytest.mark.parametrize("typed", ["zzz", "C143", "20226", "completely", "xq"])
    def test_what_is_near_nothing_is_not_corrected(self, typed: str) -> None:
        found = plan(typed)
        assert found.finds_nothing
        assert found.corrections == ()

    def test_words_that_are_there_are_never_corrected(self) -> None:
        assert plan("safety").corrections == ()

    def test_the_vocabulary_is_read_once_a_revision(self) -> None:
        plan("skils")
        with count_queries() as again:
            plan_search("sfaety", language="en", revision=1)
        with count_queries() as later:
            plan_search("sfaety", language="en", revision=2)
        assert len(later) == len(again) + 1


class TestHostile:
    @pytest.mark.parametrize(
        "typed",
        ["x" * 10_000, "x" * (MAX_QUERY + 1), "a\x00b", "\x00", "x \x07", "\ud800", "a " * 40],
    )
    def test_what_can_not_be_searched_for_is_said(self, typed: str) -> None:
        with pytest.raises(Invalid) as refusal:
            plan_search(typed, language="en", revision=1)
        assert [error.pointer for error in refusal.value.errors] == ["q"]

    @pytest.mark.parametrize("typed", ["", "   ", "\t\n"])
    def test_nothing_is_no_search(self, typed: str) -> None:
        assert plan_search(typed, language="en", revision=1) is None

    @pytest.mark.parametrize(
        "typed", ["!!!", "()", "🙂", "' OR 1=1 --", '""', "«»", "&|!<->", "\\", "%", "___"]
    )
    def test_nothing_to_search_for_finds_nothing(self, typed: str) -> None:
        assert numbers(typed) == []

    @pytest.mark.parametrize(
        "typed", ["skills & | ! :*", "skills:*A", "'skills'", "(skills", "!skills", "skills <-> "]
    )
    def test_operators_are_only_punctuation(self, typed: str) -> None:
        assert "S6" in numbers(typed)

    def test_only_stop_words_find_where_they_stand(self) -> None:
        assert numbers("of the") == ["7", "7(b)(i)"]

    def test_the_longest_query_that_is_allowed(self) -> None:
        assert numbers("skills " + "ai " * (MAX_WORDS - 1)) == ["S6"]
        assert numbers("x" * MAX_QUERY) == []

    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(st.text(max_size=60))
    def test_whatever_is_typed_is_answered_or_refused(self, typed: str) -> None:
        try:
            found = plan_search(typed, language="fr", revision=1)
        except Invalid:
            return
        if found is not None:
            numbers(typed, "fr")


def test_planning_takes_one_query_and_three_with_a_typo() -> None:
    with count_queries() as plain:
        plan("skills C142 7(b)")
    with count_queries() as mistyped:
        plan("skils")
    assert (len(plain), len(mistyped)) == (1, 3)


def test_new_words_are_found_at_once_and_old_ones_no_more(searched: None) -> None:
    provision = Provision.objects.get(number="S8")
    add_version(provision, {"en": TextDraft("Inspection", "Inspectors visit.")})
    assert numbers("inspectors") == ["S8"]
    assert numbers("safety") == []
    # Nothing of the new version is in French: its readers are shown, and find, the original.
    assert numbers("inspectors", "fr") == ["S8"]
    assert numbers("sécurité", "fr") == []
