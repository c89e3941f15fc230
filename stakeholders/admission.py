"""Who admits whom to a circle: pure data, with the reasons in `docs/adr/0008`.

A mandate has one home circle, given by its group and organization. Its home admits it, ends
it and records both; from there it reads the wider circles around its home.
"""

from dataclasses import dataclass

from .enums import Capacity, CircleKind


@dataclass(frozen=True, slots=True)
class Admission:
    """The row of one kind of home circle.

    `capacities` may be held there; whoever holds `admitting` confirms and ends mandates.
    The first holder of `admitting` is set up by a mandate of capacity `opener`: for good
    (`opens_once`), or again whenever nobody active holds it. `opener` None: by the system.
    `never_empty` homes keep one holder of `admitting` without end date, since nobody else
    could let the next one in.
    """

    capacities: frozenset[Capacity]
    admitting: Capacity
    opener: Capacity | None
    opens_once: bool
    never_empty: bool


ADMISSIONS: dict[CircleKind, Admission] = {
    CircleKind.DELEGATION: Admission(
        frozenset(
            {
                Capacity.FOCAL_POINT,
                Capacity.DELEGATE,
                Capacity.ADVISER,
                Capacity.SUBSTITUTE,
                Capacity.SPOKESPERSON,
            }
        ),
        admitting=Capacity.FOCAL_POINT,
        opener=Capacity.GROUP_SECRETARIAT,
        opens_once=False,
        never_empty=False,
    ),
    CircleKind.REGIONAL_GROUP: Admission(
        frozenset(
            {
                Capacity.REGIONAL_COORDINATOR,
                Capacity.ADVISER,
                Capacity.SUBSTITUTE,
                Capacity.SPOKESPERSON,
            }
        ),
        admitting=Capacity.REGIONAL_COORDINATOR,
        opener=Capacity.GROUP_SECRETARIAT,
        opens_once=False,
        never_empty=False,
    ),
    CircleKind.GROUP: Admission(
        frozenset(
            {
                Capacity.GROUP_SECRETARIAT,
                Capacity.DELEGATE,
                Capacity.ADVISER,
                Capacity.SUBSTITUTE,
                Capacity.SPOKESPERSON,
            }
        ),
        admitting=Capacity.GROUP_SECRETARIAT,
        opener=Capacity.SECRETARIAT,
        opens_once=True,
        never_empty=True,
    ),
    CircleKind.SECRETARIAT: Admission(
        frozenset({Capacity.SECRETARIAT, Capacity.CHAIRPERSON, Capacity.OBSERVER}),
        admitting=Capacity.SECRETARIAT,
        opener=None,
        opens_once=True,
        never_empty=True,
    ),
}

# The circles whose members are listed to one another. The constituents' circle is the
# plenary: everybody knows what it is, and a list of it would show each group's members to
# the others and to the review secretariat.
CIRCLES_WITH_LIST = frozenset(ADMISSIONS)
