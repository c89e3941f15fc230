"""Who may do what, by mandate. Whether it is possible at the moment is the services' question.

Every check raises `NotAllowed` with a sentence that says who may, and returns what it found.
"""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from core.actor import Actor, ActorKind
from core.errors import NotAllowed

from .admission import ADMISSIONS, Admission
from .enums import Capacity, CircleKind, Group
from .models import Circle, Mandate, RegionalMembership

# One sentence for every reason, so that it tells nobody which mandates exist.
NO_ACTIVE_MANDATE = gettext_noop(
    "This needs an active mandate of yours. Choose one, or ask for it to be renewed."
)

_WHO_ADMITS = {
    CircleKind.DELEGATION: gettext_noop("Only the delegation’s focal point may do this."),
    CircleKind.REGIONAL_GROUP: gettext_noop("Only the regional group’s coordinator may do this."),
    CircleKind.GROUP: gettext_noop("Only the group’s own secretariat may do this."),
    CircleKind.SECRETARIAT: gettext_noop("Only the review secretariat may do this."),
}


def active_mandate(
    *, mandate_id: UUID, user_id: UUID, at: datetime, framework_key: str = ""
) -> Mandate:
    """Return the mandate that `user_id` holds and may act under at `at`, with its user.

    `framework_key` names the framework that is acted on; a mandate limited to another one
    does not serve. Empty: the act is not on a framework. Raises NotAllowed.
    """
    found = (
        Mandate.objects.active_at(at)
        .select_related("user", "organization")
        .filter(pk=mandate_id, user_id=user_id)
        .first()
    )
    if found is None or not covers_framework(found, framework_key):
        raise NotAllowed(_(NO_ACTIVE_MANDATE), code="no_active_mandate")
    return found


def acting_mandate(actor: Actor, *, at: datetime, framework_key: str = "") -> Mandate:
    """Return the mandate that `actor` acts under. Raises NotAllowed for systems and files,
    which hold none, and where `active_mandate` does.
    """
    if actor.kind is not ActorKind.PERSON or actor.mandate_id is None or actor.user_id is None:
        raise NotAllowed(_("Only a person with a mandate may do this."), code="person_needed")
    return active_mandate(
        mandate_id=actor.mandate_id, user_id=actor.user_id, at=at, framework_key=framework_key
    )


def covers_framework(mandate: Mandate, framework_key: str) -> bool:
    """Return whether `mandate` may be used on that framework; "" stands for no framework."""
    return not framework_key or mandate.framework_key in ("", framework_key)


def check_is_review_secretariat(*, mandate: Mandate) -> None:
    """Raise NotAllowed unless `mandate` is one of the review secretariat's."""
    if mandate.capacity != Capacity.SECRETARIAT:
        raise NotAllowed(_(_WHO_ADMITS[CircleKind.SECRETARIAT]), code="secretariat_needed")


def check_acts_itself(actor: Actor) -> None:
    """Raise NotAllowed where the act can't be done for somebody else: admission can't."""
    if actor.for_mandate_id is not None:
        raise NotAllowed(
            _("Nobody can be admitted or ended in another's name. Use a mandate of your own."),
            code="not_for_another",
        )


def check_can_propose_mandate(*, mandate: Mandate, proposed: Mandate, home: Circle) -> None:
    """Raise NotAllowed unless `mandate` may propose `proposed` to its home circle: its own
    people may; for a first focal point or coordinator the Government group's secretariat may.
    """
    at_home = is_at_home(mandate, home)
    if home.kind == CircleKind.SECRETARIAT:
        at_home = at_home and mandate.capacity == Capacity.SECRETARIAT
    if not at_home and not is_opener(mandate, proposed, home):
        raise NotAllowed(
            _("A circle proposes its own people. Ask one of its members to propose this mandate."),
            code="not_your_circle",
        )
    _check_scope(mandate, proposed)


def check_can_confirm_mandate(*, mandate: Mandate, proposed: Mandate, home: Circle) -> None:
    """Raise NotAllowed unless `mandate` may admit `proposed` to its home circle."""
    if admits_at(mandate, home):
        _check_scope(mandate, proposed)
        return
    if not is_opener(mandate, proposed, home):
        raise NotAllowed(_(_WHO_ADMITS[CircleKind(home.kind)]), code="not_your_circle")
    if mandate.user_id == proposed.user_id:
        raise NotAllowed(
            _("Nobody admits themselves to a circle that they set up for others."),
            code="not_yourself",
        )
    _check_scope(mandate, proposed)


def check_can_invite(*, mandate: Mandate, invited: Mandate, home: Circle) -> None:
    """Raise NotAllowed unless `mandate` may make, or revoke, a link to take `invited`: who admits
    to the home circle may, and who sets up the first that admits there.
    """
    if not (
        admits_at(mandate, home)
        or is_opener(mandate, invited, home)
        or is_founder(mandate, invited, home)
    ):
        raise NotAllowed(_(_WHO_ADMITS[CircleKind(home.kind)]), code="not_your_circle")
    _check_scope(mandate, invited)


def check_is_own_token(*, mandate: Mandate, token_mandate_id: UUID) -> None:
    """Raise NotAllowed unless the token acts for `mandate` itself: nobody hands out another's."""
    if mandate.pk != token_mandate_id:
        raise NotAllowed(
            _("A token is issued and revoked under the mandate that it acts for."),
            code="not_your_mandate",
        )


def check_can_end_mandate(*, mandate: Mandate, ending: Mandate, home: Circle) -> None:
    """Raise NotAllowed unless `mandate` may end `ending`: its home's admitting people may, its
    holder may lay it down, and its proposer may take a proposal back. Who sets up the first of
    a circle may turn the proposal of one down.
    """
    if mandate.pk == ending.pk:
        return
    if ending.confirmed_at is None and ending.proposed_by_id == mandate.pk:
        return
    if not admits_at(mandate, home) and not turns_first_down(mandate, ending, home):
        raise NotAllowed(_(_WHO_ADMITS[CircleKind(home.kind)]), code="not_your_circle")
    _check_scope(mandate, ending)


def check_can_add_regional_member(*, mandate: Mandate, circle: Circle) -> None:
    """Raise NotAllowed unless `mandate` coordinates the regional group of `circle`, for all
    frameworks: a membership is limited to none.
    """
    if not admits_at(mandate, circle) or mandate.framework_key:
        raise NotAllowed(
            _("A regional group's coordinator says which States belong to it."),
            code="not_your_circle",
        )


def check_can_end_regional_membership(
    *, mandate: Mandate, membership: RegionalMembership, circle: Circle
) -> None:
    """Raise NotAllowed unless `mandate` coordinates the group or is the State's focal point."""
    leaves = (
        mandate.capacity == Capacity.FOCAL_POINT
        and mandate.organization_id == membership.member_id
        and not mandate.framework_key
    )
    if not leaves:
        check_can_add_regional_member(mandate=mandate, circle=circle)


def is_at_home(mandate: Mandate, circle: Circle) -> bool:
    """Return whether `circle` is the one that admits and ends `mandate`."""
    return Mandate.objects.at_home_in(circle).filter(pk=mandate.pk).exists()


def admits_at(mandate: Mandate, home: Circle) -> bool:
    """Return whether `mandate` confirms and ends the mandates at home in `home`."""
    row = admission_of(home)
    return row is not None and mandate.capacity == row.admitting and is_at_home(mandate, home)


def is_opener(mandate: Mandate, proposed: Mandate, home: Circle) -> bool:
    """Return whether `mandate` sets up the first admitting person of a circle in its group.

    A group's own first secretariat is a service of its own and not meant here.
    """
    row = admission_of(home)
    return (
        row is not None
        and home.kind in (CircleKind.DELEGATION, CircleKind.REGIONAL_GROUP)
        and proposed.capacity == row.admitting
        and mandate.capacity == row.opener
        and mandate.group == Group.GOVERNMENTS
    )


def turns_first_down(mandate: Mandate, ending: Mandate, home: Circle) -> bool:
    """Return whether `ending` is a proposal for an office that `mandate` could set up itself."""
    return ending.confirmed_at is None and is_opener(mandate, ending, home)


def is_founder(mandate: Mandate, invited: Mandate, home: Circle) -> bool:
    """Return whether `mandate` is of the review secretariat and may set up the first secretariat
    of the group whose circle `home` is.
    """
    row = admission_of(home)
    return (
        row is not None
        and home.kind == CircleKind.GROUP
        and invited.capacity == row.admitting
        and mandate.capacity == row.opener
    )


def admission_of(home: Circle) -> Admission | None:
    """Return who admits at `home`; None for the public and the plenary, where nobody does."""
    return ADMISSIONS.get(CircleKind(home.kind))


def _check_scope(mandate: Mandate, other: Mandate) -> None:
    if mandate.framework_key and mandate.framework_key != other.framework_key:
        raise NotAllowed(
            _("Your mandate is limited to the framework “%(key)s”; it can't serve beyond it.")
            % {"key": mandate.framework_key},
            code="beyond_framework",
        )
