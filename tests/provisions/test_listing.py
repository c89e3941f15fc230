"""Lists: filters, orders, and walks that lose and double nothing."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from core.errors import Invalid
from core.keyset import Position
from provisions.drafts import TextDraft
from provisions.lifecycle import MoveCode, Stage
from provisions.models import Provision
from provisions.search.planning import plan_search
from provisions.selectors.filters import NOT_STATED, ProvisionFilters, check_filters
from provisions.selectors.listing import Sort, list_provisions
from provisions.selectors.rows import LinkRow, provisions_by_key
from provisions.services.texts import create_provision, set_instrument_links
from tests.factories.frameworks import BEGINNING, make_framework, make_instrument
from tests.factories.many import make_many
from tests.factories.people import IMPORTER
from tests.factories.provisions import WORDS, add_version, make_move, make_provision, walk_to
from tests.provisions.queries import count_queries

pytestmark = pytest.mark.django_db


def keys(filters: ProvisionFilters | None = None, **given: object) -> list[str]:
    found = list_provisions(
        language="en",
        filters=filters or ProvisionFilters(),
        **given,  # type: ignore[arg-type]
    )
    return [row.key.removeprefix("trial.") for row in found.rows]


class TestRows:
    def test_a_row_holds_what_a_reader_of_the_language_reads(self) -> None:
        provision = make_provision(number="7", own_addressees=["office"])
        item = make_provision(provision.framework, "7(a)", parent=provision, ranks=[1, 1])
        set_instrument_links(
            provision=item,
            links=[
                (make_instrument("R195"), "cited", date(2026, 11, 1)),
                (make_instrument("C142"), "related", date(2026, 11, 22)),
            ],
            actor=IMPORTER,
            at=BEGINNING,
        )
        row = list_provisions(language="fr").rows[1]
        assert (row.key, row.suffix, row.number, row.depth) == ("trial.7a", "7a", "7(a)", 1)
        assert (row.framework, row.is_sample, row.parent) == ("trial", True, "trial.7")
        assert (row.section, row.kind, row.stage) == ("part-one", "recommendation", "draft")
        assert (row.addressees, row.themes) == (["office"], ["skills"])
        assert (row.version, row.issue, row.text_status) == (1, 1, "draft")
        assert (row.source, row.source_paragraph) == ("draft", 1)
        assert (row.text_language, row.title, row.body) == (
            "fr",
            WORDS["fr"].title,
            WORDS["fr"].body,
        )
        assert row.content_changed_at == row.version_at == row.text_at == BEGINNING
        assert row.links == (
            LinkRow("C142", "related", date(2026, 11, 22)),
            LinkRow("R195", "cited", date(2026, 11, 1)),
        )

    def test_a_missing_translation_is_replaced_by_an_authentic_text(self) -> None:
        framework = make_framework(authentic_languages=("fr", "en"))
        make_provision(framework, texts={"en": WORDS["en"], "fr": WORDS["fr"]})
        [row] = list_provisions(language="es").rows
        assert (row.text_language, row.title) == ("fr", WORDS["fr"].title)

    def test_a_provision_shows_from_its_first_version_on(self) -> None:
        framework = make_framework()
        create_provision(
            framework=framework,
            suffix="1",
            number="1",
            kind="contextual",
            themes=["osh"],
            own_addressees=[],
            section=None,
            parent=None,
            document_order="trial/00001",
            actor=IMPORTER,
            at=BEGINNING,
        )
        assert keys() == []
        add_version(Provision.objects.get())
        assert keys() == ["1"]

    def test_provisions_are_read_by_key_with_those_that_are_there(self) -> None:
        provision = make_provision()
        found = provisions_by_key(["trial.1", "trial.2", "a\x00b"], language="en")
        assert list(found) == [provision.key]


class TestFilters:
    @pytest.fixture(autouse=True)
    def four(self, db: None) -> None:
        framework = make_framework()
        make_provision(framework, "1", themes=["skills", "osh"], own_addressees=["office"])
        make_provision(framework, "2", themes=["osh"], kind="preambular")
        three = make_provision(framework, "3", themes=["social-dialogue"])
        walk_to(Stage.IN_REVIEW, three)
        set_instrument_links(
            provision=three,
            links=[(make_instrument("C142"), "related", BEGINNING.date())],
            actor=IMPORTER,
            at=BEGINNING,
        )
        make_provision(make_framework("zulu"), "1", own_addressees=["governments", "office"])

    @pytest.mark.parametrize(
        ("filters", "found"),
        [
            (ProvisionFilters(), ["1", "2", "3", "zulu.1"]),
            (ProvisionFilters(themes=("osh",)), ["1", "2"]),
            (ProvisionFilters(themes=("social-dialogue", "skills")), ["1", "3", "zulu.1"]),
            (ProvisionFilters(stages=("in_review",)), ["3"]),
            (ProvisionFilters(stages=("draft", "agreed")), ["1", "2", "zulu.1"]),
            (ProvisionFilters(kinds=("preambular",)), ["2"]),
            (ProvisionFilters(addressees=("office",)), ["1", "zulu.1"]),
            (ProvisionFilters(addressees=("governments",)), ["zulu.1"]),
            (ProvisionFilters(addressees=(NOT_STATED,)), ["2", "3"]),
            (ProvisionFilters(addressees=(NOT_STATED, "governments")), ["2", "3", "zulu.1"]),
            (ProvisionFilters(frameworks=("trial",)), ["1", "2", "3"]),
            (ProvisionFilters(frameworks=("trial", "zulu")), ["1", "2", "3", "zulu.1"]),
            (ProvisionFilters(instruments=("C142",)), ["3"]),
            (ProvisionFilters(themes=("osh",), addressees=("office",)), ["1"]),
            (ProvisionFilters(themes=("osh",), stages=("in_review",)), []),
        ],
    )
    def test_a_facet_means_or_and_several_mean_and(
        self, filters: ProvisionFilters, found: list[str]
    ) -> None:
        assert keys(filters) == found

    def test_a_search_narrows_further(self) -> None:
        plan = plan_search("training", language="en", revision=1)
        assert keys(ProvisionFilters(themes=("osh",), search=plan)) == ["1", "2"]

    def test_unknown_values_are_all_named(self) -> None:
        filters = ProvisionFilters(
            themes=("weather",),
            stages=("asleep", "draft"),
            frameworks=("trial", "atlantis", "a\x00"),
            instruments=("C142", "C999"),
        )
        with pytest.raises(Invalid) as refusal:
            check_filters(filters)
        assert [error.pointer for error in refusal.value.errors] == [
            "theme",
            "stage",
            "framework",
            "framework",
            "instrument",
        ]

    def test_known_values_pass_and_rows_cost_one_query(self) -> None:
        with count_queries() as queries:
            check_filters(ProvisionFilters(frameworks=("zulu",), instruments=("C142",)))
            check_filters(ProvisionFilters(themes=("osh",), addressees=(NOT_STATED,)))
        assert len(queries) == 1


class TestOrders:
    def titled(self, *titles: str) -> None:
        framework = make_framework()
        for number, title in enumerate(titles, start=1):
            make_provision(framework, str(number), texts={"en": TextDraft(title, "Words.")})

    def test_titles_are_sorted_without_accents_case_and_quotes(self) -> None:
        self.titled("“Équité”", "zeal", "Effort", "œuvre", "Ability")
        assert keys(sort=Sort.TITLE) == ["5", "3", "1", "4", "2"]

    def test_stages_are_sorted_as_they_follow_each_other(self) -> None:
        framework = make_framework()
        for number, stage in enumerate((Stage.WITHDRAWN, Stage.SUBMITTED, Stage.DRAFT), start=1):
            walk_to(stage, make_provision(framework, str(number)))
        assert keys(sort=Sort.STAGE) == ["3", "2", "1"]

    def test_what_changed_last_comes_first(self) -> None:
        self.titled("One", "Two", "Three")
        second = Provision.objects.get(number="2")
        make_move(second, MoveCode.WITHDRAW, at=BEGINNING + timedelta(days=1))
        assert keys(sort=Sort.CHANGED_LAST) == ["2", "1", "3"]
        assert keys(sort=Sort.CHANGED) == ["1", "3", "2"]

    def test_relevance_without_a_search_is_the_documents_order(self) -> None:
        self.titled("One", "Two")
        assert keys(sort=Sort.RELEVANCE) == ["1", "2"]


def walk(sort: Sort, filters: ProvisionFilters, between: Callable[[], object]) -> list[str]:
    """Read a whole list in slices of three, with something happening between them."""
    found: list[str] = []
    after: Position | None = None
    while True:
        part = list_provisions(language="en", filters=filters, sort=sort, after=after, limit=3)
        found += [row.key for row in part.rows]
        if part.next is None:
            return found
        after = part.next
        between()


class TestWalks:
    @pytest.mark.parametrize("sort", Sort)
    @pytest.mark.parametrize("typed", ["", "skills", "training 4"])
    def test_a_walk_finds_everything_once_in_every_order(self, sort: Sort, typed: str) -> None:
        make_many(20)
        plan = plan_search(typed, language="en", revision=1)
        filters = ProvisionFilters(search=plan)
        whole = list_provisions(language="en", filters=filters, sort=sort)
        assert whole.next is None
        assert whole.rows
        assert walk(sort, filters, lambda: None) == [row.key for row in whole.rows]

    def test_writes_during_a_walk_of_the_document_lose_and_double_nothing(self) -> None:
        before = [provision.key for provision in make_many(12)]
        numbers = iter(range(100, 200))

        def write() -> None:
            make_provision(Provision.objects.all()[0].framework, str(next(numbers)))
            first = Provision.objects.order_by("-document_order").filter(stage="draft")[3]
            make_move(first, MoveCode.WITHDRAW)

        found = walk(Sort.DOCUMENT, ProvisionFilters(), write)
        assert [key for key in found if key in before] == before
        assert len(set(found)) == len(found)

    def test_the_last_full_slice_is_the_end(self) -> None:
        make_many(3)
        assert list_provisions(language="en", limit=3).next is None

    @pytest.mark.parametrize("limit", [0, -1, 501])
    def test_a_limit_is_between_1_and_500(self, limit: int) -> None:
        with pytest.raises(Invalid):
            list_provisions(language="en", limit=limit)

    @pytest.mark.parametrize(
        ("sort", "after"),
        [
            (Sort.DOCUMENT, ("a", "b")),
            (Sort.DOCUMENT, (1,)),
            (Sort.DOCUMENT, ()),
            (Sort.TITLE, ("only one",)),
            (Sort.TITLE, (3, "trial/00001")),
            (Sort.STAGE, ("draft", "trial/00001")),
            (Sort.CHANGED, ("yesterday", "trial/00001")),
            (Sort.CHANGED, (5, "trial/00001")),
        ],
    )
    def test_a_position_of_another_order_is_refused(self, sort: Sort, after: Position) -> None:
        with pytest.raises(Invalid) as refusal:
            list_provisions(language="en", sort=sort, after=after)
        assert refusal.value.code == "bad_cursor"

    @pytest.mark.parametrize("sort", Sort)
    def test_a_list_is_one_query(self, sort: Sort) -> None:
        make_many(5)
        with count_queries() as queries:
            list_provisions(language="en", sort=sort)
        assert len(queries) == 1
