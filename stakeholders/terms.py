"""What a mandate says, as it is handed to the services, and which terms fit together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from core.errors import FieldError, Invalid
from core.naming import is_slug

from .admission import ADMISSIONS
from .enums import Capacity, CircleKind, Group
from .models import Circle, Mandate, Organization, User


@dataclass(frozen=True, slots=True)
class MandateTerms:
    """Who acts for whom, as what, for how long and on what.

    `group` is "" for capacities of the review itself. `organization` decides the home circle:
    a member State's delegation, a regional group, or, for any other or none, the group.
    `starts_at` None: from the proposal on. `framework_key` "": for every framework.
    """

    user: User
    capacity: str
    group: str = ""
    organization: Organization | None = None
    framework_key: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    def proposed(self, *, by: Mandate | None, at: datetime) -> Mandate:
        """Return the unsaved mandate that these terms describe, proposed at `at`."""
        return Mandate(
            user=self.user,
            organization=self.organization,
            group=self.group,
            capacity=self.capacity,
            framework_key=self.framework_key,
            starts_at=self.starts_at or at,
            ends_at=self.ends_at,
            proposed_at=at,
            proposed_by=by,
        )


@dataclass(frozen=True, slots=True)
class InvitedTerms:
    """The terms of a mandate whose holder is not known yet, as `MandateTerms` describes them."""

    capacity: str
    group: str = ""
    organization: Organization | None = None
    framework_key: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    def for_user(self, user: User) -> MandateTerms:
        """Return the terms that `user` takes by accepting."""
        return MandateTerms(
            user=user,
            capacity=self.capacity,
            group=self.group,
            organization=self.organization,
            framework_key=self.framework_key,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
        )


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What somebody without an account says of themselves. `password` is never kept as it is."""

    name: str
    language: str
    password: str


def check_terms(terms: MandateTerms, *, at: datetime) -> None:
    """Raise Invalid, naming every field that can't stand."""
    errors = [*_code_errors(terms), *_period_errors(terms, at)]
    if errors:
        raise Invalid(_("This mandate can't be proposed as it stands."), errors=errors)


def check_capacity_fits(home: Circle, capacity: str) -> None:
    """Raise Invalid unless `capacity` may be held in `home`."""
    allowed = set(ADMISSIONS[CircleKind(home.kind)].capacities)
    if home.kind == CircleKind.GROUP and home.group == Group.GOVERNMENTS:
        allowed.discard(Capacity.DELEGATE)  # a government's delegate is of a member State
    if capacity not in allowed:
        known = ", ".join(sorted(allowed))
        detail = _("“%(capacity)s” can't be held in this circle; it takes: %(known)s.") % {
            "capacity": capacity,
            "known": known,
        }
        raise Invalid(detail, errors=[FieldError("/capacity", detail, "capacity_unfit")])


def _code_errors(terms: MandateTerms) -> list[FieldError]:
    errors = []
    if terms.capacity not in Capacity.values:
        errors.append(_unknown("/capacity", terms.capacity, Capacity.values))
    if terms.group not in ("", *Group.values):
        errors.append(_unknown("/group", terms.group, Group.values))
    if terms.framework_key and not is_slug(terms.framework_key):
        errors.append(FieldError("/framework_key", _("Give a framework's key or nothing.")))
    if terms.capacity == Capacity.OBSERVER and terms.organization is None:
        errors.append(FieldError("/organization", _("An observer observes for an organization.")))
    return errors


def _unknown(pointer: str, code: str, known: Sequence[str]) -> FieldError:
    said = {"code": code, "known": ", ".join(known)}
    return FieldError(pointer, _("“%(code)s” is none of: %(known)s.") % said)


def _period_errors(terms: MandateTerms, at: datetime) -> list[FieldError]:
    starts_at = terms.starts_at or at
    if any(each is not None and each.tzinfo is None for each in (starts_at, terms.ends_at)):
        return [FieldError("/starts_at", _("Times need a time zone."))]
    if terms.ends_at is not None and terms.ends_at <= max(starts_at, at):
        return [FieldError("/ends_at", _("A mandate ends after it starts, and not in the past."))]
    return []
