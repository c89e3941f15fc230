"""The people of a sample as they are admitted: under which mandate each of them acts."""

from dataclasses import dataclass, field

from core.actor import Actor
from core.errors import Conflict
from stakeholders.enums import CircleKind, Group
from stakeholders.models import Circle, Mandate


@dataclass(slots=True)
class Cast:
    """Mandates by their slug in the file."""

    mandates: dict[str, Mandate] = field(default_factory=dict)

    def actor(self, slug: str, acts_for: str = "") -> Actor:
        """Return the person who holds a mandate, acting for another one if that is named.

        Raises Conflict for somebody who is not proposed yet.
        """
        mandate = self._mandate(slug)
        other = self._mandate(acts_for).pk if acts_for else None
        return Actor.person(mandate.user_id, mandate.pk, other)

    def _mandate(self, slug: str) -> Mandate:
        if slug not in self.mandates:
            raise Conflict(f"“{slug}” is proposed later than this happens.")
        return self.mandates[slug]


def room_of(code: str) -> Circle:
    """Return the circle of a group, or of the organization with that code."""
    if code in Group.values:
        return Circle.objects.get(kind=CircleKind.GROUP, group=code)
    return Circle.objects.get(organization__code=code)
