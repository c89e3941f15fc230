"""Who may endorse and submit in whose name: pure data.

Inside a delegation a ministry drafts, the capital clears and the mission submits: its advisers,
its focal point and its delegates. A regional group speaks through its coordinator, a group
through its spokesperson. A substitute does what the person they act for may do, and both are
recorded; an adviser drafts and discusses.
"""

from dataclasses import dataclass

from stakeholders.enums import Capacity, CircleKind


@dataclass(frozen=True, slots=True)
class Entitlement:
    """Capacities at home in one kind of circle that clear for it and submit for it."""

    endorse: frozenset[Capacity]
    submit: frozenset[Capacity]


ENTITLEMENTS: dict[CircleKind, Entitlement] = {
    CircleKind.DELEGATION: Entitlement(
        endorse=frozenset({Capacity.FOCAL_POINT, Capacity.SPOKESPERSON}),
        submit=frozenset({Capacity.FOCAL_POINT, Capacity.DELEGATE, Capacity.SPOKESPERSON}),
    ),
    CircleKind.REGIONAL_GROUP: Entitlement(
        endorse=frozenset({Capacity.REGIONAL_COORDINATOR, Capacity.SPOKESPERSON}),
        submit=frozenset({Capacity.REGIONAL_COORDINATOR, Capacity.SPOKESPERSON}),
    ),
    CircleKind.GROUP: Entitlement(
        endorse=frozenset({Capacity.GROUP_SECRETARIAT, Capacity.SPOKESPERSON}),
        submit=frozenset({Capacity.SPOKESPERSON}),
    ),
}

# The circles that have a room, from the narrowest to the widest.
ROOMS = tuple(ENTITLEMENTS)
