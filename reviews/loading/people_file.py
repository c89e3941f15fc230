"""Reading the invented people of the sample: who they are, and what they may speak for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from core.fields import Fields, Value, root_of
from core.languages import LANGUAGES, Texts
from core.naming import is_code
from core.reading import Place, Reading
from core.yamlfile import read_yaml
from frameworks.loading.entries import check_format
from stakeholders.enums import Capacity, Group, OrganizationKind, Region
from stakeholders.services.organizations import KINDS_BY_HAND

from .moments import read_past

FORMAT = "tripartite-practice-people/1"
_ADVICE_ON_CODES = "take a code that ISO 3166-1 leaves to its users, XAA to XZZ."
_ADVICE_ON_ADDRESSES = "take an address at example.org or example.invalid: nobody has one there."
_SAID_TO_BE_INVENTED = re.compile(r"\((?:invent(?:ed|ée?s?|ad[ao]s?))\)")


@dataclass(frozen=True, slots=True)
class OrganizationSpec:
    """An invented organization. `region` is a State's, `members` a regional group's States."""

    code: str
    kind: OrganizationKind
    group: str
    name: Texts
    place: Place
    region: str = ""
    members: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class MandateSpec:
    """`organization` and `framework` are "" for none and for all. `proposed_by` is the slug of a
    mandate, "" for whoever admits there.
    """

    slug: str
    capacity: str
    group: str
    organization: str
    framework: str
    proposed_at: datetime
    proposed_by: str
    is_confirmed: bool
    ended_at: datetime | None
    place: Place


@dataclass(frozen=True, slots=True)
class PersonSpec:
    name: str
    email: str
    language: str
    mandates: Sequence[MandateSpec]


@dataclass(frozen=True, slots=True)
class InvitationSpec:
    email: str
    capacity: str
    group: str
    organization: str
    at: datetime
    by: str
    place: Place


@dataclass(slots=True)
class People:
    """Everybody and everything that the file names. States and groups bring their circles."""

    reading: Reading
    founded_at: datetime
    states: list[OrganizationSpec] = field(default_factory=list)
    regional_groups: list[OrganizationSpec] = field(default_factory=list)
    organizations: list[OrganizationSpec] = field(default_factory=list)
    people: list[PersonSpec] = field(default_factory=list)
    invitations: list[InvitationSpec] = field(default_factory=list)

    @property
    def mandates(self) -> list[MandateSpec]:
        return [mandate for person in self.people for mandate in person.mandates]

    @property
    def codes(self) -> list[str]:
        """Return the codes of the organizations, those with circles first."""
        named = [*self.states, *self.regional_groups, *self.organizations]
        return [each.code for each in named]

    @property
    def rooms(self) -> list[str]:
        """Return the codes by which a story names rooms: organizations' and groups'."""
        bodies = [*self.states, *self.regional_groups]
        return [*(each.code for each in bodies), *Group.values]


def read_people(file: Path, *, framework: str, loaded_at: datetime) -> People:
    """Return who is in the file. Raises Invalid with every mistake and its place."""
    reading = Reading(str(file))
    with root_of(reading, read_yaml(file)).fields() as fields:
        check_format(fields, FORMAT)
        people = People(reading, read_past(fields.need("founded"), loaded_at))
        reader = _Reader(people, framework, loaded_at)
        people.states = [reader.state(each) for each in fields.need("states").items()]
        people.regional_groups = [
            reader.regional_group(each) for each in fields.need("regional_groups").items()
        ]
        people.organizations = [
            reader.organization(each) for each in fields.need("organizations").items()
        ]
        people.people = [reader.person(each) for each in fields.need("people").items()]
        people.invitations = [
            reader.invitation(each) for each in fields.need("invitations").items()
        ]
    reading.finish()
    return people


class _Reader:
    """Reads the lists in order; later ones refer to what earlier ones have named."""

    def __init__(self, people: People, framework: str, loaded_at: datetime) -> None:
        self._people = people
        self._framework = framework
        self._loaded_at = loaded_at
        self._codes: list[str] = []
        self._addresses: list[str] = []
        self._slugs: list[str] = []

    def state(self, value: Value) -> OrganizationSpec:
        with value.fields() as fields:
            code = fields.need("code")
            return OrganizationSpec(
                code=self._once(code, code.matching("X[A-Z]{2}", _ADVICE_ON_CODES), self._codes),
                kind=OrganizationKind.MEMBER_STATE,
                group=Group.GOVERNMENTS,
                name=_names(fields),
                place=value.place,
                region=fields.need("region").code(Region.values, "region"),
            )

    def regional_group(self, value: Value) -> OrganizationSpec:
        states = [each.code for each in self._people.states]
        with value.fields() as fields:
            return OrganizationSpec(
                code=self._code(fields.need("code")),
                kind=OrganizationKind.REGIONAL_GROUP,
                group=Group.GOVERNMENTS,
                name=_names(fields),
                place=value.place,
                members=fields.need("members").codes(states, "State of this file"),
            )

    def organization(self, value: Value) -> OrganizationSpec:
        with value.fields() as fields:
            kind = fields.need("kind").code([each.value for each in KINDS_BY_HAND], "kind")
            return OrganizationSpec(
                code=self._code(fields.need("code")),
                kind=OrganizationKind(kind or OrganizationKind.OTHER),
                group=fields.may("group").code(Group.values, "group"),
                name=_names(fields),
                place=value.place,
            )

    def person(self, value: Value) -> PersonSpec:
        with value.fields() as fields:
            return PersonSpec(
                name=_said_to_be_invented(fields.need("name"), 200),
                email=self._address(fields.need("email")),
                language=fields.need("language").code(LANGUAGES, "language"),
                mandates=[self._mandate(each) for each in fields.need("mandates").items()],
            )

    def invitation(self, value: Value) -> InvitationSpec:
        with value.fields() as fields:
            capacity, group, organization = self._office(fields)
            return InvitationSpec(
                email=self._address(fields.need("email")),
                capacity=capacity,
                group=group,
                organization=organization,
                at=read_past(fields.need("at"), self._loaded_at),
                by=fields.need("by").code(self._slugs, "mandate"),
                place=value.place,
            )

    def _mandate(self, value: Value) -> MandateSpec:
        with value.fields() as fields:
            capacity, group, organization = self._office(fields)
            proposed, ended = fields.may("proposed"), fields.may("ended")
            slug, waits = fields.need("slug"), fields.may("waits")
            # Asked for before the slug is known: nobody proposes themselves.
            proposed_by = fields.may("proposed_by").code(self._slugs, "mandate")
            spec = MandateSpec(
                slug=self._once(slug, slug.slug(), self._slugs),
                capacity=capacity,
                group=group,
                organization=organization,
                framework=fields.may("framework").code([self._framework], "framework"),
                proposed_at=read_past(proposed, self._loaded_at)
                if proposed.is_given
                else self._people.founded_at,
                proposed_by=proposed_by,
                is_confirmed=not waits.flag(),
                ended_at=read_past(ended, self._loaded_at) if ended.is_given else None,
                place=value.place,
            )
        if spec.ended_at and spec.ended_at <= spec.proposed_at:
            ended.refuse("A mandate ends after it was proposed.")
        return spec

    def _office(self, fields: Fields) -> tuple[str, str, str]:
        return (
            fields.need("capacity").code(Capacity.values, "capacity"),
            fields.may("group").code(Group.values, "group"),
            fields.may("organization").code(self._codes, "organization of this file"),
        )

    def _code(self, value: Value) -> str:
        raw = value.line(80)
        if raw and not is_code(raw):
            value.refuse(f"“{raw}” is no code; write it in snake_case, such as practice_union.")
        return self._once(value, raw, self._codes)

    def _address(self, value: Value) -> str:
        pattern = r"[a-z0-9]+(?:[.-][a-z0-9]+)*@example\.(?:org|invalid)"
        return self._once(value, value.matching(pattern, _ADVICE_ON_ADDRESSES), self._addresses)

    def _once(self, value: Value, read: str, seen: list[str]) -> str:
        if read and read in seen:
            value.refuse(f"“{read}” stands in this file twice.")
        seen.append(read)
        return read


def _names(fields: Fields) -> Texts:
    value = fields.need("name")
    names: Texts = {}
    with value.fields() as texts:
        for language in LANGUAGES:
            names[language] = _said_to_be_invented(texts.need(language), 200)
    return names


def _said_to_be_invented(value: Value, limit: int) -> str:
    """Return a name, which says of itself that nobody bears it."""
    name = value.line(limit)
    if name and not _SAID_TO_BE_INVENTED.search(name):
        value.refuse(f"“{name}” does not say that it is invented; add “(invented)” to it.")
    return name
