"""Creation, facts and links: places, inheritance, and what is refused."""

import json
from datetime import date, timedelta

import pytest

from core.errors import Conflict, Invalid
from frameworks.models import Framework
from provisions.models import InstrumentLink, Provision
from provisions.services.texts import change_facts, create_provision, set_instrument_links
from record.models import Entry
from tests.factories.frameworks import BEGINNING, make_framework, make_instrument
from tests.factories.people import IMPORTER
from tests.factories.provisions import make_provision

pytestmark = pytest.mark.django_db
AT = BEGINNING + timedelta(days=1)


def create(framework: Framework, **changes: object) -> Provision:
    arguments = {
        "framework": framework,
        "suffix": "7b-i",
        "number": "7(b)(i)",
        "kind": "recommendation",
        "themes": ["skills", "osh"],
        "own_addressees": ["office"],
        "section": None,
        "parent": None,
        "document_order": f"{framework.slug}/00007",
        "actor": IMPORTER,
        "at": BEGINNING,
    }
    return create_provision(**(arguments | changes))  # type: ignore[arg-type]


class TestCreating:
    def test_the_key_is_framework_and_suffix(self) -> None:
        provision = create(make_framework())
        assert (provision.key, provision.stage, provision.latest_version) == (
            "trial.7b-i",
            "draft",
            0,
        )
        entry = Entry.objects.latest("number")
        assert (entry.code, entry.subject) == ("provision.created", "trial.7b-i")

    @pytest.mark.parametrize(
        ("changes", "pointer"),
        [
            ({"suffix": "7(b)"}, "/suffix"),
            ({"suffix": "x" * 81}, "/suffix"),
            ({"number": ""}, "/number"),
            ({"number": "7\x00"}, "/number"),
            ({"number": "1" * 41}, "/number"),
            ({"suffix": "7\x00"}, "/suffix"),
            ({"document_order": "trial/00007\x00"}, "/document_order"),
            ({"number": "7  (b)"}, "/number"),
            ({"kind": "wish"}, "/kind"),
            ({"themes": ["skills", "weather"]}, "/themes"),
            ({"themes": ["skills", "skills"]}, "/themes"),
            ({"own_addressees": ["everybody"]}, "/addressees"),
            ({"document_order": "other/00001"}, "/document_order"),
            ({"document_order": "trial/" + "0" * 200}, "/document_order"),
        ],
    )
    def test_a_malformed_field_is_named(self, changes: dict[str, object], pointer: str) -> None:
        framework = make_framework()
        with pytest.raises(Invalid) as refusal:
            create(framework, **changes)
        assert pointer in [error.pointer for error in refusal.value.errors]
        assert not Provision.objects.exists()

    def test_key_and_place_are_assigned_once(self) -> None:
        framework = make_framework()
        create(framework)
        for clash in ({"document_order": "trial/00008"}, {"suffix": "8"}):
            with pytest.raises(Conflict) as refusal:
                create(framework, **clash)
            assert refusal.value.code == "key_taken"

    def test_parent_and_section_are_of_the_same_framework(self) -> None:
        other = make_provision(make_framework("other"))
        framework = make_framework()
        with pytest.raises(Invalid):
            create(framework, section=other.section)
        with pytest.raises(Conflict, match="parent"):
            create(framework, parent=other)

    def test_an_items_place_lies_under_its_parents(self) -> None:
        parent = make_provision(number="7", ranks=[7])
        with pytest.raises(Invalid, match="stands under its parent"):
            create(parent.framework, parent=parent, document_order="trial/00008")
        item = create(parent.framework, parent=parent, document_order="trial/00007/00001")
        assert (item.parent, item.depth) == (parent, 1)


class TestAddressees:
    def family(self) -> tuple[Provision, Provision, Provision]:
        """A paragraph with an item, and an item of that item."""
        top = make_provision(number="7", own_addressees=["governments"], ranks=[7])
        item = make_provision(top.framework, "7(b)", parent=top, ranks=[7, 2])
        inner = make_provision(top.framework, "7(b)(i)", parent=item, ranks=[7, 2, 1])
        return top, item, inner

    def test_items_inherit_what_is_not_their_own(self) -> None:
        assert [one.addressees for one in self.family()] == [["governments"]] * 3

    def test_a_change_reaches_all_that_inherit(self) -> None:
        top, item, inner = self.family()
        stranger = make_provision(top.framework, "8", ranks=[70])
        change_facts(provision=top, own_addressees=["office"], actor=IMPORTER, at=AT)
        for provision in (top, item, inner):
            provision.refresh_from_db()
            assert provision.addressees == ["office"]
            assert provision.content_changed_at == AT
        assert Entry.objects.latest("number").touches == sorted([top.key, item.key, inner.key])
        stranger.refresh_from_db()
        assert (stranger.addressees, stranger.edition) == ([], 2)

    def test_what_is_stated_below_stops_the_inheritance(self) -> None:
        top, item, inner = self.family()
        change_facts(provision=item, own_addressees=[], actor=IMPORTER, at=AT)
        change_facts(provision=top, own_addressees=["constituents"], actor=IMPORTER, at=AT)
        for provision in (item, inner):
            provision.refresh_from_db()
            assert provision.addressees == []

    def test_taking_back_what_was_stated_inherits_again(self) -> None:
        _, item, inner = self.family()
        change_facts(provision=item, own_addressees=["office"], actor=IMPORTER, at=AT)
        change_facts(provision=item, own_addressees=None, actor=IMPORTER, at=AT)
        inner.refresh_from_db()
        assert inner.addressees == ["governments"]


class TestChanging:
    def test_kind_changes_the_meaning_and_themes_do_not(self) -> None:
        provision = make_provision()
        change_facts(provision=provision, themes=["osh"], actor=IMPORTER, at=AT)
        provision.refresh_from_db()
        assert (provision.content_changed_at, provision.updated_at) == (BEGINNING, AT)
        change_facts(provision=provision, kind="preambular", actor=IMPORTER, at=AT)
        provision.refresh_from_db()
        assert (provision.kind, provision.content_changed_at) == ("preambular", AT)

    def test_nothing_is_recorded_when_nothing_differs(self) -> None:
        provision = make_provision()
        entries = Entry.objects.count()
        change_facts(
            provision=provision,
            kind=provision.kind,
            themes=provision.themes,
            own_addressees=None,
            section=provision.section,
            actor=IMPORTER,
            at=AT,
        )
        assert Entry.objects.count() == entries

    def test_an_unknown_value_changes_nothing(self) -> None:
        provision = make_provision()
        with pytest.raises(Invalid):
            change_facts(provision=provision, kind="wish", actor=IMPORTER, at=AT)
        with pytest.raises(Invalid):
            change_facts(
                provision=provision,
                section=make_framework("other").sections.get(),
                actor=IMPORTER,
                at=AT,
            )
        provision.refresh_from_db()
        assert provision.kind == "recommendation"

    def test_a_stale_object_does_not_overwrite_what_came_between(self) -> None:
        provision = make_provision()
        stale = Provision.objects.get()
        change_facts(provision=provision, themes=["osh"], actor=IMPORTER, at=AT)
        change_facts(provision=stale, kind="preambular", actor=IMPORTER, at=AT)
        provision.refresh_from_db()
        assert (provision.kind, provision.themes) == ("preambular", ["osh"])


class TestLinks:
    DAY = date(2026, 11, 22)

    def link(self, provision: Provision, *links: tuple[str, str, date]) -> list[InstrumentLink]:
        for code in ("C142", "R195"):
            make_instrument(code)
        return set_instrument_links(provision=provision, links=links, actor=IMPORTER, at=AT)

    def test_the_links_are_those_that_were_given(self) -> None:
        provision = make_provision()
        self.link(provision, ("C142", "related", self.DAY), ("R195", "cited", self.DAY))
        links = self.link(provision, ("R195", "related", self.DAY))
        assert [(link.instrument_id, link.relation) for link in links] == [("R195", "related")]
        payload = json.loads(bytes(Entry.objects.latest("number").payload))
        assert payload["links"] == [["R195", "related", "2026-11-22"]]

    def test_a_link_that_stays_is_the_same_row(self) -> None:
        provision = make_provision()
        [kept] = self.link(provision, ("C142", "related", self.DAY))
        both = self.link(provision, ("C142", "related", self.DAY), ("R195", "related", self.DAY))
        assert kept in both

    def test_nothing_is_recorded_when_nothing_differs(self) -> None:
        provision = make_provision()
        self.link(provision, ("C142", "related", self.DAY))
        entries = Entry.objects.count()
        self.link(provision, ("C142", "related", self.DAY))
        assert Entry.objects.count() == entries

    @pytest.mark.parametrize(
        "links",
        [
            [("C999", "related", DAY)],
            [("C142", "loosely", DAY)],
            [("C142", "related", DAY), ("C142", "cited", DAY)],
        ],
    )
    def test_what_can_not_be_linked_is_refused(self, links: list[tuple[str, str, date]]) -> None:
        with pytest.raises(Invalid):
            self.link(make_provision(), *links)
        assert not InstrumentLink.objects.exists()
