"""Who did what a row tells of, named as the record names them: no foreign key."""

from typing import TypedDict
from uuid import UUID

from django.db import models
from django.db.models import Q

from core.actor import Actor


class ActorColumns(TypedDict):
    actor_user: UUID | None
    actor_mandate: UUID | None
    actor_origin: str


class Acted(models.Model):
    """A person with a mandate, or the origin of a reviewed file or a job; never both."""

    actor_user = models.UUIDField(null=True)
    actor_mandate = models.UUIDField(null=True)
    actor_origin = models.CharField(max_length=80, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(actor_user__isnull=False, actor_mandate__isnull=False, actor_origin="")
                | (Q(actor_user__isnull=True, actor_mandate__isnull=True) & ~Q(actor_origin="")),
                name="%(class)s_has_actor",
            )
        ]

    def is_by(self, actor: Actor) -> bool:
        """Return whether `actor` did this, under whatever mandate."""
        return (self.actor_user, self.actor_origin) == (actor.user_id, actor.origin)


def actor_columns(actor: Actor) -> ActorColumns:
    """Return the values of the three columns for `actor`."""
    return {
        "actor_user": actor.user_id,
        "actor_mandate": actor.mandate_id,
        "actor_origin": actor.origin,
    }
