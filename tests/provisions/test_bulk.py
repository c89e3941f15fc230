"""Many provisions at once: all or none, and in the record."""

import pytest

from core.errors import Conflict, Invalid
from provisions.drafts import LinkDraft, ProvisionDraft, TextDraft, VersionDraft
from provisions.enums import TextStatus
from provisions.models import CurrentText, Provision, SearchText, Version
from provisions.services.bulk import create_provisions_in_bulk
from record.models import Entry
from tests.factories.frameworks import BEGINNING, make_framework, make_instrument
from tests.factories.many import make_many
from tests.factories.people import IMPORTER
from tests.provisions.queries import count_queries

pytestmark = pytest.mark.django_db


def draft(place: int, **changes: object) -> ProvisionDraft:
    arguments = {
        "suffix": str(place),
        "number": str(place),
        "kind": "contextual",
        "themes": ["osh"],
        "document_order": f"trial/{place:05d}",
        "own_addressees": [],
        "version": VersionDraft(TextStatus.DRAFT, {"en": TextDraft(f"Title {place}", "Words.")}),
    }
    return ProvisionDraft(**(arguments | changes))  # type: ignore[arg-type]


def create(*drafts: ProvisionDraft) -> list[Provision]:
    return create_provisions_in_bulk(
        framework=make_framework(), drafts=drafts, actor=IMPORTER, at=BEGINNING
    )


def test_they_come_with_versions_texts_links_and_search() -> None:
    instrument = make_instrument()
    linked = draft(2, links=[LinkDraft(instrument, "related", BEGINNING.date())])
    provisions = create(draft(1), linked)
    assert [provision.key for provision in provisions] == ["trial.1", "trial.2"]
    assert Version.objects.filter(number=1).count() == 2
    assert CurrentText.objects.count() == SearchText.objects.count() == 6
    assert "c142" in SearchText.objects.get(provision=provisions[1], language="fr").codes


def test_one_act_tells_of_all_of_them() -> None:
    create(draft(1), draft(2))
    entry = Entry.objects.latest("number")
    assert (entry.code, entry.subject) == ("provision.created", "trial")
    assert entry.touches == ["trial.1", "trial.2"]


def test_nothing_at_all_is_no_act() -> None:
    assert create() == []
    assert not Entry.objects.filter(code="provision.created").exists()


def test_items_follow_their_parents_and_inherit() -> None:
    parent = draft(1, own_addressees=["office"])
    item = draft(
        2,
        suffix="1a",
        parent="1",
        document_order="trial/00001/00001",
        own_addressees=None,
    )
    assert create(parent, item)[1].addressees == ["office"]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"kind": "wish"}, Invalid),
        ({"suffix": "1"}, Conflict),
        ({"document_order": "trial/00001"}, Conflict),
        ({"parent": "9"}, Conflict),
        ({"version": VersionDraft(TextStatus.DRAFT, {})}, Invalid),
    ],
)
def test_one_that_is_wrong_keeps_all_out(
    wrong: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        create(draft(1), draft(2, **wrong))
    assert not Provision.objects.exists()


def test_an_instrument_is_linked_once() -> None:
    twice = [LinkDraft(make_instrument(), kind, BEGINNING.date()) for kind in ("related", "cited")]
    with pytest.raises(Invalid):
        create(draft(1, links=twice))


def test_ten_need_as_many_queries_as_forty() -> None:
    make_many(1, "instruments-are-there")
    with count_queries() as ten:
        make_many(10, "ten")
    with count_queries() as forty:
        make_many(40, "forty")
    assert len(ten) == len(forty)
