"""Who asks at the desk: a person, the mandate they chose to act under, and when they asked."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import NotAllowed
from stakeholders.models import Mandate, User
from stakeholders.permissions import NO_ACTIVE_MANDATE


@dataclass(frozen=True, slots=True)
class Acting:
    """One request's asker. `at` is the instant of arrival, the same for everything it does.

    `mandate` is None for a person whose mandates all ended, or wait for confirmation: such a
    person reads what the public reads.
    """

    user: User
    mandate: Mandate | None
    at: datetime

    @property
    def actor(self) -> Actor:
        """Return who the record names. Raises NotAllowed without a mandate."""
        return self.acting_for(None)

    def acting_for(self, for_mandate_id: UUID | None) -> Actor:
        """Return the actor of an act done for another's mandate. Raises NotAllowed."""
        if self.mandate is None:
            raise NotAllowed(_(NO_ACTIVE_MANDATE), code="no_active_mandate")
        return Actor.person(self.user.pk, self.mandate.pk, for_mandate_id)


class ActingRequest(HttpRequest):
    """A request behind the gate, as views are typed. It is never made by itself."""

    acting: Acting
