"""Who may do what with comments, by mandate. When it is possible, the services decide.

Every check raises `NotAllowed` with a sentence that says who may.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.actor import Actor, ActorKind
from core.errors import Missing, NotAllowed
from stakeholders.enums import Capacity, CircleKind
from stakeholders.models import Circle, Mandate
from stakeholders.permissions import acting_mandate, covers_framework
from stakeholders.querysets import MandateQuerySet

from .entitlement import ENTITLEMENTS
from .models import Comment
from .querysets import rooms_of


@dataclass(frozen=True, slots=True)
class Speaking:
    """Who acts, and for whom: `for_mandate` is set where a substitute acts for another."""

    mandate: Mandate
    for_mandate: Mandate | None = None

    @property
    def effective(self) -> Mandate:
        """Return the mandate whose capacity counts."""
        return self.for_mandate or self.mandate


def speaking(actor: Actor, *, at: datetime, framework_key: str) -> Speaking:
    """Return who acts on a framework at `at`, and for whom.

    Only a substitute acts for another, who is at home in the same circle and active. Raises
    NotAllowed otherwise.
    """
    mandate = acting_mandate(actor, at=at, framework_key=framework_key)
    if actor.for_mandate_id is None:
        return Speaking(mandate)
    other = substitutable(mandate, at=at).filter(pk=actor.for_mandate_id).first()
    if other is None or not covers_framework(other, framework_key):
        raise NotAllowed(
            _(
                "Only a substitute may act for somebody else of the same circle, whose mandate is"
                " active."
            ),
            code="not_a_substitute",
        )
    return Speaking(mandate, other)


def substitutable(mandate: Mandate, *, at: datetime) -> MandateQuerySet:
    """Return the active mandates that `mandate` may act for: none unless it is a substitute's."""
    if mandate.capacity != Capacity.SUBSTITUTE:
        return Mandate.objects.none()
    home = Circle.objects.home_of(mandate).get()
    row = ENTITLEMENTS.get(CircleKind(home.kind))
    capacities = row.endorse | row.submit if row else frozenset()
    return (
        Mandate.objects.at_home_in(home)
        .active_at(at)
        .filter(capacity__in=capacities)
        .exclude(user_id=mandate.user_id)
        .select_related("user", "organization")
        .order_by("capacity", "user__name", "id")
    )


def may_endorse(mandate: Mandate, circle: Circle) -> bool:
    """Return whether the capacity of `mandate` clears comments in the name of `circle`."""
    row = ENTITLEMENTS.get(CircleKind(circle.kind))
    return row is not None and mandate.capacity in row.endorse and _is_at_home(mandate, circle)


def may_submit(mandate: Mandate, circle: Circle) -> bool:
    """Return whether the capacity of `mandate` submits in the name of `circle`."""
    row = ENTITLEMENTS.get(CircleKind(circle.kind))
    return row is not None and mandate.capacity in row.submit and _is_at_home(mandate, circle)


def check_can_endorse(*, who: Speaking, circle: Circle) -> None:
    """Raise NotAllowed unless `who` clears comments in the name of `circle`."""
    if not may_endorse(who.effective, circle):
        raise NotAllowed(str(_ENDORSED_BY[CircleKind(circle.kind)]), code="not_entitled_to_endorse")


def check_can_submit(*, who: Speaking, circle: Circle) -> None:
    """Raise NotAllowed unless `who` submits in the name of `circle`."""
    if not may_submit(who.effective, circle):
        raise NotAllowed(str(_SUBMITTED_BY[CircleKind(circle.kind)]), code="not_entitled_to_submit")


def check_can_take_positions(*, who: Speaking, circle: Circle) -> None:
    """Raise NotAllowed unless `who` takes positions in the name of `circle`: who submits does."""
    if not may_submit(who.effective, circle):
        raise takes_no_positions(circle)


def takes_no_positions(circle: Circle) -> NotAllowed:
    """Return what is told to somebody who takes no positions in the name of `circle`."""
    return NotAllowed(
        str(_SPEAKING_FOR[CircleKind(circle.kind)]), code="not_entitled_to_take_positions"
    )


def check_can_hold_rounds(*, actor: Actor, at: datetime, framework_key: str) -> None:
    """Raise NotAllowed unless the review secretariat opens a round, or changes its window."""
    mandate = speaking(actor, at=at, framework_key=framework_key).effective
    if mandate.capacity != Capacity.SECRETARIAT:
        raise NotAllowed(
            _("Only the review secretariat opens, extends and closes rounds."),
            code="secretariat_needed",
        )


def chairs(at: datetime, framework_key: str) -> MandateQuerySet:
    """Return the mandates under which somebody holds the chair on a framework at `at`."""
    return Mandate.objects.active_at(at).filter(
        capacity=Capacity.CHAIRPERSON, framework_key__in=("", framework_key)
    )


def check_is_portal(actor: Actor) -> None:
    """Raise NotAllowed unless the portal itself does what follows from a round's window."""
    if actor.kind is not ActorKind.SYSTEM:
        raise NotAllowed(
            _("The portal does this by itself when its time has come."), code="portal_only"
        )


def check_in_room(*, mandate: Mandate, circle: Circle, at: datetime) -> None:
    """Raise Missing unless `mandate` is in the room of `circle`, exactly as if there were none."""
    if not rooms_of(mandate, at).filter(pk=circle.pk).exists():
        raise Missing(_("There is no such room."))


def check_audience(*, mandate: Mandate, circle: Circle, speaks_for: Circle, at: datetime) -> None:
    """Raise unless `mandate` may share in the room of `circle` in the name of `speaks_for`: the
    room itself, or its own delegation, which then seeks co-sponsors in a wider room.

    Raises Missing for a room it is not in, NotAllowed for another's name.
    """
    check_in_room(mandate=mandate, circle=circle, at=at)
    if speaks_for.pk == circle.pk:
        return
    if speaks_for.kind != CircleKind.DELEGATION or not _is_at_home(mandate, speaks_for):
        raise NotAllowed(
            _("A comment is in the name of its room, or of your own delegation."),
            code="not_your_name",
        )


def check_can_withdraw(*, who: Speaking, comment: Comment) -> None:
    """Raise NotAllowed unless `who` may withdraw it: before it was handed over an author or who
    may endorse it, afterwards who may submit in its name.
    """
    if may_submit(who.effective, comment.speaks_for):
        return
    if not comment.submissions.exists() and (
        may_endorse(who.effective, comment.speaks_for)
        or comment.authors.filter(mandate=who.mandate).exists()
    ):
        return
    raise NotAllowed(
        _(
            "An author may withdraw a comment until it is submitted; afterwards only who submits in"
            " its name."
        ),
        code="not_entitled_to_withdraw",
    )


def _is_at_home(mandate: Mandate, circle: Circle) -> bool:
    return Circle.objects.home_of(mandate).filter(pk=circle.pk).exists()


_ENDORSED_BY = {
    CircleKind.DELEGATION: gettext_lazy(
        "Only the delegation’s focal point or spokesperson may endorse this."
    ),
    CircleKind.REGIONAL_GROUP: gettext_lazy(
        "Only the regional group’s coordinator or spokesperson may do this."
    ),
    CircleKind.GROUP: gettext_lazy(
        "Only the group’s secretariat or spokesperson may endorse this."
    ),
}
_SUBMITTED_BY = {
    CircleKind.DELEGATION: gettext_lazy(
        "Only the delegation’s delegate, focal point or spokesperson submits."
    ),
    CircleKind.REGIONAL_GROUP: gettext_lazy(
        "Only the regional group’s coordinator or spokesperson submits."
    ),
    CircleKind.GROUP: gettext_lazy("Only the group’s spokesperson submits."),
}
_SPEAKING_FOR = {
    CircleKind.DELEGATION: gettext_lazy(
        "Only the delegation’s delegate, focal point or spokesperson takes its positions."
    ),
    CircleKind.REGIONAL_GROUP: gettext_lazy(
        "Only the regional group’s coordinator or spokesperson takes its positions."
    ),
    CircleKind.GROUP: gettext_lazy("Only the group’s spokesperson takes its positions."),
}
