"""What an invitation offers, in words: for its page at the door, its mail, and who made it."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from core.labels import labels
from core.when import When, when_zoned
from core.words import Said, said
from stakeholders.enums import Capacity, Group
from stakeholders.models import Invitation


@dataclass(frozen=True, slots=True)
class Offer:
    """One invitation. `name` is the organization's, empty where the group says it all."""

    id: UUID
    email: str
    capacity: str
    name: Said | None
    group: str
    framework: str
    expires: When


def offer_of(invitation: Invitation, *, language: str, zone: str) -> Offer:
    """Return what `invitation` offers. Reads its organization: load it with the invitation."""
    organization = invitation.organization
    return Offer(
        id=invitation.pk,
        email=invitation.email,
        capacity=labels(Capacity, language)[invitation.capacity],
        name=said(organization.name, language) if organization else None,
        group=labels(Group, language)[invitation.group],
        framework=invitation.framework_key,
        expires=when_zoned(invitation.expires_at, zone, language),
    )


def link_of(key: str) -> str:
    """Return the link that carries `key`; no Host header has a say in it."""
    return f"{settings.PUBLIC_BASE_URL}/accounts/invitation/{key}/"
