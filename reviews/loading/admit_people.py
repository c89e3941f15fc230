"""Letting the sample's people in, each by whoever admits to their circle: nobody by hand."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from core.actor import Actor
from core.errors import Conflict
from core.textform import fold
from stakeholders.admission import ADMISSIONS
from stakeholders.enums import Capacity, CircleKind, Group
from stakeholders.loading import OrganizationDraft
from stakeholders.models import Circle, Mandate, Organization, User
from stakeholders.services.circles import ensure_circles, home_of
from stakeholders.services.invitations import invite_person
from stakeholders.services.mandates import confirm_mandate, end_mandate, propose_mandate
from stakeholders.services.organizations import add_organization, load_organizations
from stakeholders.services.regional import add_regional_member
from stakeholders.services.secretariats import (
    appoint_first_group_secretariat,
    appoint_secretariat,
    groups_without_secretariat,
)
from stakeholders.terms import InvitedTerms, MandateTerms

from .cast import Cast
from .people_file import InvitationSpec, MandateSpec, OrganizationSpec, People, PersonSpec
from .steps import Step


class Admission:
    """Makes the steps by which the people of a file come in, change and are invited."""

    def __init__(self, people: People, cast: Cast, actor: Actor) -> None:
        self._people = people
        self._cast = cast
        self._actor = actor  # the file itself, where no person acts
        self._users: dict[str, User] = {}

    def open_house(self) -> None:
        """Set up the invented States and regional groups, with their circles."""
        at = self._people.founded_at
        bodies = [*self._people.states, *self._people.regional_groups]
        load_organizations(drafts=[_draft(each) for each in bodies], actor=self._actor, at=at)
        ensure_circles(actor=self._actor, at=at)

    def steps(self) -> Iterator[Step]:
        """Yield what happens to the people, in the order of the file: it is the order in which
        they come in, since whoever admits has to be there first.
        """
        founded_at = self._people.founded_at
        first, others = self._people.people[:1], self._people.people[1:]
        for person in first:
            yield from self._steps_of(person)
        # The review secretariat sets up what its people and the groups' speak for.
        for spec in self._people.organizations:
            yield self._step(spec, founded_at, partial(self._add, spec))
        for person in others:
            yield from self._steps_of(person)
        for group in self._people.regional_groups:
            yield self._step(group, founded_at, partial(self._join, group))
        for invited in self._people.invitations:
            yield self._step(invited, invited.at, partial(self._invite, invited))

    def _steps_of(self, person: PersonSpec) -> Iterator[Step]:
        for spec in person.mandates:
            yield self._step(spec, spec.proposed_at, partial(self._admit, person, spec))
            if spec.ended_at:
                yield self._step(spec, spec.ended_at, partial(self._end, spec))

    def _step(
        self,
        spec: OrganizationSpec | MandateSpec | InvitationSpec,
        at: datetime,
        do: Callable[[], object],
    ) -> Step:
        return Step(at, self._people.reading, spec.place, do)

    def _admit(self, person: PersonSpec, spec: MandateSpec) -> None:
        self._cast.mandates[spec.slug] = self._admitted(self._user(person), spec)

    def _admitted(self, user: User, spec: MandateSpec) -> Mandate:
        at, organization = spec.proposed_at, _organization(spec.organization)
        terms = MandateTerms(user, spec.capacity, spec.group, organization, spec.framework)
        if spec.capacity == Capacity.SECRETARIAT and not self._cast.mandates:
            return appoint_secretariat(user=user, actor=self._actor, at=at)
        if spec.capacity == Capacity.GROUP_SECRETARIAT and spec.group in (
            groups_without_secretariat()
        ):
            return appoint_first_group_secretariat(
                group=spec.group,
                user=user,
                organization=organization,
                actor=self._admitting_actor(Circle.objects.get(kind=CircleKind.SECRETARIAT), at),
                at=at,
            )
        admitting = self._admitting_actor(home_of(terms.proposed(by=None, at=at)), at)
        proposing = self._cast.actor(spec.proposed_by) if spec.proposed_by else admitting
        proposed = propose_mandate(terms=terms, actor=proposing, at=at)
        if not spec.is_confirmed:
            return proposed
        return confirm_mandate(mandate_id=proposed.pk, actor=admitting, at=at)

    def _end(self, spec: MandateSpec) -> None:
        mandate = self._cast.mandates[spec.slug]
        at = spec.ended_at or spec.proposed_at
        end_mandate(mandate_id=mandate.pk, actor=self._admitting_actor(home_of(mandate), at), at=at)

    def _add(self, spec: OrganizationSpec) -> None:
        add_organization(
            code=spec.code,
            kind=spec.kind,
            group=spec.group,
            name=spec.name,
            actor=self._admitting_actor(
                Circle.objects.get(kind=CircleKind.SECRETARIAT), self._people.founded_at
            ),
            at=self._people.founded_at,
        )

    def _join(self, group: OrganizationSpec) -> None:
        at, body = self._people.founded_at, Organization.objects.get(code=group.code)
        coordinator = self._admitting_actor(Circle.objects.get(organization=body), at)
        for code in group.members:
            add_regional_member(
                regional_group=body,
                member=Organization.objects.get(code=code),
                actor=coordinator,
                at=at,
            )

    def _invite(self, spec: InvitationSpec) -> None:
        # The key of the link is shown to nobody: the sample shows an invitation that is open.
        invite_person(
            terms=InvitedTerms(spec.capacity, spec.group, _organization(spec.organization)),
            email=spec.email,
            actor=self._cast.actor(spec.by),
            at=spec.at,
        )

    def _admitting_actor(self, home: Circle, at: datetime) -> Actor:
        """Return who admits at `home`, or sets up the first who does: one of the sample's own."""
        row = ADMISSIONS[CircleKind(home.kind)]
        ours = [each.pk for each in self._cast.mandates.values()]
        active = Mandate.objects.active_at(at).filter(pk__in=ours).order_by("proposed_at", "pk")
        inside = active.filter(capacity=row.admitting, pk__in=Mandate.objects.at_home_in(home))
        opening = active.filter(capacity=row.opener or "", group__in=(home.group, ""))
        found = inside.first() or opening.first()
        if found is None:
            raise Conflict("Nobody is there yet who admits to this circle; name them earlier.")
        return Actor.person(found.user_id, found.pk)

    def _user(self, person: PersonSpec) -> User:
        """Return the person's account. It has no password: nobody signs in with one."""
        if person.email not in self._users:
            self._users[person.email] = User.objects.create_user(
                person.email, name=person.name, language=person.language
            )
        return self._users[person.email]


def _organization(code: str) -> Organization | None:
    return Organization.objects.get(code=code) if code else None


def _draft(spec: OrganizationSpec) -> OrganizationDraft:
    return OrganizationDraft(
        code=spec.code,
        kind=spec.kind,
        group=Group.GOVERNMENTS,
        region=spec.region,
        name=spec.name,
        sort_key={language: fold(name) for language, name in spec.name.items()},
    )
