"""Member States and regional groups come from reviewed files, and are never removed."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import Conflict, Invalid, NotAllowed
from record.models import Entry
from stakeholders.enums import OrganizationKind
from stakeholders.loading import DATA, read_organizations
from stakeholders.models import Organization
from stakeholders.services.organizations import load_organizations


def test_the_files_name_187_states_and_the_groups_they_speak_through():
    drafts = read_organizations()
    states = [draft for draft in drafts if draft.kind is OrganizationKind.MEMBER_STATE]
    assert len(states) == 187
    assert all(set(draft.name) == {"en", "fr", "es"} for draft in drafts)
    assert {draft.code for draft in drafts} >= {"FRA", "BRA", "grulac", "imec", "european_union"}
    assert len({draft.code for draft in drafts}) == len(drafts)


@pytest.mark.django_db
def test_they_are_loaded_in_one_act_and_a_second_time_not_at_all(import_actor, at):
    drafts = read_organizations()
    first = load_organizations(drafts=drafts, actor=import_actor, at=at)
    assert len(first.created) == Organization.objects.count() == len(drafts)
    again = load_organizations(drafts=drafts, actor=import_actor, at=at)
    assert (again.created, again.changed) == ((), ())
    assert Entry.objects.filter(code="organizations.loaded").count() == 1


@pytest.mark.django_db
def test_a_changed_name_is_updated_and_nothing_is_removed(import_actor, at):
    drafts = read_organizations()
    load_organizations(drafts=drafts, actor=import_actor, at=at)
    renamed = replace(drafts[0], name={**drafts[0].name, "en": "Another name"})
    done = load_organizations(drafts=[renamed], actor=import_actor, at=at)
    assert (done.created, done.changed) == ((), (renamed.code,))
    assert Organization.objects.get(code=renamed.code).name["en"] == "Another name"
    assert Organization.objects.count() == len(drafts)


@pytest.mark.django_db
def test_an_organization_stays_of_its_kind(import_actor, at):
    [draft] = [draft for draft in read_organizations() if draft.code == "grulac"]
    load_organizations(drafts=[draft], actor=import_actor, at=at)
    with pytest.raises(Conflict):
        load_organizations(
            drafts=[replace(draft, kind=OrganizationKind.OTHER)], actor=import_actor, at=at
        )


@pytest.mark.django_db
def test_nobody_adds_organizations_by_hand(person_actor, at):
    with pytest.raises(NotAllowed):
        load_organizations(drafts=[], actor=person_actor, at=at)


BROKEN = [
    ("iso3,ilo_region", "iso,ilo_region", "has no column iso3"),
    ("\nFRA,", "\nFR,", "is no ISO 3166-1 alpha-3 code"),
    ("\nFRA,europe_and_central_asia", "\nFRA,europe", "is no region"),
    ("\nFRA,", "\nDEU,", "stands in this file twice"),
]


@pytest.mark.parametrize(("old", "new", "says"), BROKEN)
def test_a_mistake_in_a_file_is_named_with_its_line(tmp_path: Path, old, new, says):
    for file in DATA.glob("*.csv"):
        text = file.read_text("utf-8")
        (tmp_path / file.name).write_text(text.replace(old, new), "utf-8")
    with pytest.raises(Invalid) as caught:
        read_organizations(tmp_path)
    told = [caught.value.detail, *(error.detail for error in caught.value.errors)]
    assert any(says in sentence for sentence in told), told


def test_a_missing_file_is_a_sentence(tmp_path: Path):
    with pytest.raises(Invalid, match="There is no file"):
        read_organizations(tmp_path)
