"""One provision, its versions, its timeline, and the whole text around it."""

from datetime import date, timedelta

import pytest

from core.errors import Missing
from provisions.drafts import TextDraft
from provisions.lifecycle import MoveCode, Stage
from provisions.models import Provision
from provisions.selectors.provision import Relative, TransitionRow, get_provision
from provisions.selectors.timeline import timeline_of
from provisions.selectors.versions import (
    IssueRow,
    VersionRow,
    comparable,
    get_versions,
    list_versions,
)
from provisions.selectors.whole_text import Node, whole_text
from provisions.services.succession import record_succession
from provisions.services.texts import issue_text, set_instrument_links
from tests.factories.frameworks import BEGINNING, make_framework, make_instrument
from tests.factories.people import IMPORTER
from tests.factories.provisions import WORDS, add_version, make_move, make_provision, walk_to
from tests.provisions.queries import count_queries
from tests.provisions.searching import make_searched

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def translate(provision: Provision, language: str, draft: TextDraft, days: int) -> None:
    issue_text(
        version=provision.versions.get(number=1),
        language=language,
        draft=draft,
        actor=IMPORTER,
        at=BEGINNING + days * DAY,
    )


class TestDetail:
    def test_relatives_stand_where_they_belong(self) -> None:
        make_searched()
        make_provision(make_framework("zulu"), "1")
        detail = get_provision("trial.7b", language="en")
        assert {
            role: [relative.number for relative in detail.related(role)]
            for role in ("ancestor", "item", "previous", "next", "predecessor", "successor")
        } == {
            "ancestor": ["7"],
            "item": ["7(b)(i)"],
            "previous": ["7"],
            "next": ["7(b)(i)"],
            "predecessor": [],
            "successor": [],
        }

    def test_neighbours_end_with_the_framework(self) -> None:
        make_provision(make_framework("alpha"), "1")
        make_searched()
        make_provision(make_framework("zulu"), "1")
        assert get_provision("trial.s6", language="en").related("previous") == ()
        assert get_provision("trial.7b-i", language="en").related("next") == ()

    def test_instruments_come_in_their_order_with_titles(self) -> None:
        provision = make_provision()
        set_instrument_links(
            provision=provision,
            links=[
                (make_instrument(code), "related", date(2026, 11, 22)) for code in ("R195", "C142")
            ],
            actor=IMPORTER,
            at=BEGINNING,
        )
        first, _ = get_provision(provision.key, language="en").instruments
        assert (first.code, first.relation, first.as_of) == (
            "C142",
            "related",
            date(2026, 11, 22),
        )
        assert (first.title, first.is_confirmed) == ({"en": "Instrument C142"}, False)

    def test_moves_name_the_session_the_decision_and_the_clause(self) -> None:
        detail = get_provision(walk_to(Stage.APPROVED).key, language="en")
        *_, submitted, approved = detail.transitions
        assert (submitted.session, submitted.decision) == ("trial-1", None)
        assert (approved.session, approved.decision, approved.clause) == (
            "trial-1",
            "trial-1.1",
            "(a)",
        )

    def test_it_takes_five_queries_at_most(self) -> None:
        provision = walk_to(Stage.APPROVED)
        set_instrument_links(
            provision=provision,
            links=[(make_instrument(), "related", BEGINNING.date())],
            actor=IMPORTER,
            at=BEGINNING,
        )
        with count_queries() as queries:
            timeline_of(get_provision(provision.key, language="fr"))
        assert len(queries) == 5

    @pytest.mark.parametrize("key", ["trial.none", "", "a\x00b", "x" * 500])
    def test_an_unknown_key_is_missing(self, key: str) -> None:
        with pytest.raises(Missing):
            get_provision(key, language="en")


class TestVersions:
    def test_each_version_has_its_best_words_and_all_its_issues(self) -> None:
        provision = make_provision(texts={"en": WORDS["en"], "fr": WORDS["fr"]})
        translate(provision, "fr", TextDraft("Corrigé", "Mots."), 1)
        add_version(provision, {"es": WORDS["es"]}, at=BEGINNING + 2 * DAY)
        first, second = list_versions(provision.key, language="fr")
        assert (first.title, first.issue, first.languages) == ("Corrigé", 2, ("en", "fr"))
        assert [(issue.language, issue.issue) for issue in first.issues] == [
            ("en", 1),
            ("fr", 1),
            ("fr", 2),
        ]
        assert (second.number, second.language, second.languages) == (2, "es", ("es",))

    def test_a_version_that_is_not_there_is_missing(self) -> None:
        provision = make_provision()
        with pytest.raises(Missing, match="no version 2, 3"):
            get_versions(provision.key, {1, 2, 3}, language="en")
        with pytest.raises(Missing):
            get_versions("trial.none", {1}, language="en")

    def test_two_versions_are_compared_in_one_language(self) -> None:
        provision = make_provision(texts={"en": WORDS["en"], "fr": WORDS["fr"]})
        add_version(provision, {"en": TextDraft("New", "Words.")})
        for language in ("fr", "en", "es"):
            before, after = comparable(provision.key, 1, 2, language=language)
            assert (before.language, after.language) == ("en", "en")

    def test_versions_without_a_common_language_are_shown_as_they_are(self) -> None:
        provision = make_provision(texts={"fr": WORDS["fr"]})
        add_version(provision, {"en": WORDS["en"]})
        before, after = comparable(provision.key, 1, 2, language="en")
        assert (before.language, after.language) == ("fr", "en")


class TestTimeline:
    def test_everything_that_happened_stands_newest_first(self) -> None:
        provision = make_provision()
        translate(provision, "fr", TextDraft("Corrigé", "Mots."), 1)
        add_version(provision, {"en": TextDraft("New", "Words.")}, at=BEGINNING + 2 * DAY)
        make_move(provision, MoveCode.WITHDRAW, at=BEGINNING + 3 * DAY)
        record_succession(
            predecessors=[provision],
            successors=[make_provision(provision.framework, "2")],
            kind="replaced",
            reason="So.",
            actor=IMPORTER,
            at=BEGINNING + 4 * DAY,
        )
        events = timeline_of(get_provision(provision.key, language="en"))
        assert [event.kind for event in events] == [
            "succession",
            "move",
            "version",
            "issue",
            "version",
        ]
        succession, move, version, issue, _ = (event.fact for event in events)
        assert isinstance(succession, Relative)
        assert (succession.role, succession.key, succession.kind) == (
            "successor",
            "trial.2",
            "replaced",
        )
        assert isinstance(move, TransitionRow)
        assert (move.move, move.reason) == ("withdraw", "It was asked for.")
        assert isinstance(version, VersionRow)
        assert version.number == 2
        assert issue == IssueRow(1, "fr", 2, BEGINNING + DAY)

    def test_texts_that_came_with_a_version_are_no_events_of_their_own(self) -> None:
        events = timeline_of(get_provision(make_provision().key, language="en"))
        assert [event.kind for event in events] == ["version"]


class TestWholeText:
    def outline(self, nodes: list[Node]) -> list[object]:
        return [
            [node.row.number, *([self.outline(node.items)] if node.items else [])] for node in nodes
        ]

    def test_items_stand_under_their_parents(self) -> None:
        make_searched()
        [loose, section] = whole_text("trial", language="en")
        assert self.outline(loose.nodes) == [
            ["S6"],
            ["S8"],
            ["7", [["7(b)", [["7(b)(i)"]]]]],
        ]
        assert (section.slug, section.title["fr"], section.nodes) == (
            "part-one",
            "Première partie",
            [],
        )

    def test_provisions_stand_in_their_sections_in_the_readers_language(self) -> None:
        make_provision()
        with count_queries() as queries:
            [section] = whole_text("trial", language="es")
        assert [node.row.title for node in section.nodes] == [WORDS["es"].title]
        assert len(queries) == 2

    def test_a_framework_that_is_not_there_has_no_text(self) -> None:
        assert whole_text("nowhere", language="en") == []
