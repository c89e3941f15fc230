"""A small invented house, reached by walking the real acts: nobody is put anywhere by hand."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from core.actor import Actor
from record.models import Entry
from stakeholders.enums import Capacity, Group, OrganizationKind, Region
from stakeholders.models import Circle, Mandate, Organization, User
from stakeholders.services.circles import ensure_circles
from stakeholders.services.mandates import confirm_mandate, propose_mandate
from stakeholders.services.regional import add_regional_member
from stakeholders.services.secretariats import (
    appoint_first_group_secretariat,
    appoint_secretariat,
)
from stakeholders.terms import MandateTerms

from .standing_house import walked_once

START = datetime(2026, 1, 5, 8, tzinfo=UTC)
NOW = START + timedelta(days=30)
LATER = NOW + timedelta(days=30)
OPERATOR = Actor.importer("founding")
SYSTEM = Actor.system("celery.test")

# One of each kind of person in the house below.
EVERYBODY = [
    "secretariat",
    "chairperson",
    "observer",
    "governments",
    "employers",
    "employers-spokesperson",
    "workers",
    "AAA-focal",
    "AAA",
    "BBB-focal",
    "north-group",
]


def person(name: str) -> User:
    return User.objects.create_user(f"{name}@example.org", name=name.capitalize())


def actor(mandate: Mandate) -> Actor:
    return Actor.person(mandate.user_id, mandate.pk)


def state(code: str) -> Organization:
    return Organization.objects.create(
        code=code,
        kind=OrganizationKind.MEMBER_STATE,
        group=Group.GOVERNMENTS,
        region=Region.AFRICA,
        name={"en": code},
    )


def regional_group(code: str) -> Organization:
    return Organization.objects.create(
        code=code,
        kind=OrganizationKind.REGIONAL_GROUP,
        group=Group.GOVERNMENTS,
        name={"en": code},
    )


def circle(kind: str, *, group: str = "", organization: Organization | None = None) -> Circle:
    return Circle.objects.get(kind=kind, group=group, organization=organization)


def admitted(
    by: Mandate,
    name: str,
    capacity: str,
    *,
    group: str = "",
    organization: Organization | None = None,
    at: datetime = START,
    **terms: Any,
) -> Mandate:
    """A mandate of a new person, proposed and confirmed by `by`."""
    wanted = MandateTerms(person(name), capacity, group, organization, **terms)
    proposed = propose_mandate(terms=wanted, actor=actor(by), at=at)
    return confirm_mandate(mandate_id=proposed.pk, actor=actor(by), at=at)


@dataclass
class House:
    """Two delegations in one regional group, a third outside, all three groups, the review."""

    states: dict[str, Organization] = field(default_factory=dict)
    regions: dict[str, Organization] = field(default_factory=dict)
    mandates: dict[str, Mandate] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Mandate:
        return self.mandates[name]

    def delegation(self, code: str) -> Circle:
        return Circle.objects.get(organization=self.states[code])

    def region(self, code: str) -> Circle:
        return Circle.objects.get(organization=self.regions[code])

    def group(self, group: str) -> Circle:
        return Circle.objects.get(kind="group", group=group)


def found_house() -> House:
    """The house, and its rows. Its acts are walked once in a process: see `walked_once`."""
    return walked_once(_walk_house)


def _walk_house() -> House:
    house = House()
    house.states = {code: state(code) for code in ("AAA", "BBB", "CCC")}
    house.regions = {code: regional_group(code) for code in ("north-group", "south-group")}
    ensure_circles(actor=OPERATOR, at=START)
    people = house.mandates
    people["secretariat"] = appoint_secretariat(user=person("sam"), actor=OPERATOR, at=START)
    for group in Group:
        people[group] = appoint_first_group_secretariat(
            group=group,
            user=person(f"{group}-secretariat"),
            actor=actor(people["secretariat"]),
            at=START,
        )
    _fill_delegations(house)
    _fill_regions(house)
    for group in (Group.EMPLOYERS, Group.WORKERS):
        people[f"{group}-spokesperson"] = admitted(
            people[group], f"{group}-voice", Capacity.SPOKESPERSON, group=group
        )
    for capacity in (Capacity.CHAIRPERSON, Capacity.OBSERVER):
        body = _observing_body() if capacity == Capacity.OBSERVER else None
        people[capacity] = admitted(people["secretariat"], capacity, capacity, organization=body)
    return house


def _fill_delegations(house: House) -> None:
    for code, organization in house.states.items():
        terms: dict[str, Any] = {"group": Group.GOVERNMENTS, "organization": organization}
        focal_point = admitted(
            house["governments"], f"focal-{code.lower()}", Capacity.FOCAL_POINT, **terms
        )
        house.mandates[f"{code}-focal"] = focal_point
        house.mandates[code] = admitted(
            focal_point, f"delegate-{code.lower()}", Capacity.DELEGATE, **terms
        )


def _fill_regions(house: House) -> None:
    for code, organization in house.regions.items():
        house.mandates[code] = admitted(
            house["governments"],
            f"coordinator-{code}",
            Capacity.REGIONAL_COORDINATOR,
            group=Group.GOVERNMENTS,
            organization=organization,
        )
    for code in ("AAA", "BBB"):
        add_regional_member(
            regional_group=house.regions["north-group"],
            member=house.states[code],
            actor=actor(house["north-group"]),
            at=START,
        )


def _observing_body() -> Organization:
    return Organization.objects.create(
        code="observing-body", kind=OrganizationKind.INTERGOVERNMENTAL, name={"en": "Body"}
    )


def delegate(house: House, name: str = "newcomer", **terms: Any) -> MandateTerms:
    """Terms for a new person in AAA's delegation."""
    wanted: dict[str, Any] = {
        "group": Group.GOVERNMENTS,
        "organization": house.states["AAA"],
    } | terms
    return MandateTerms(person(name), Capacity.DELEGATE, **wanted)


def proposed(terms: MandateTerms, *, at: datetime = NOW) -> Mandate:
    """What waits for its circle's word, from a file that was loaded."""
    return propose_mandate(terms=terms, actor=OPERATOR, at=at)


def chain_of(mandate: Mandate) -> list[tuple[str, str]]:
    return list(
        Entry.objects.filter(subject=str(mandate.pk))
        .values_list("circle", "code")
        .order_by("number")
    )
