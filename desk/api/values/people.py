"""Circles, mandates and members as the API shows them."""

from desk.api.answers import address
from reviews.entitlement import ROOMS
from reviews.permissions import may_endorse, may_submit
from stakeholders.enums import Capacity, CircleKind, Group
from stakeholders.models import Circle, Mandate
from stakeholders.selectors import Member

from .parts import Value, circle_value, coded


def mandate_value(mandate: Mandate, language: str) -> Value:
    """Return a mandate. Load its user and organization with it."""
    return {
        "id": mandate.pk,
        "name": mandate.user.name,
        **coded("capacity", mandate.capacity, Capacity, language),
        **coded("group", mandate.group, Group, language),
        "organization": mandate.organization.code if mandate.organization else None,
        "framework": mandate.framework_key or None,
        "starts_at": mandate.starts_at,
        "ends_at": mandate.ends_at,
    }


def reading_circle_value(circle: Circle, mandate: Mandate | None, language: str) -> Value:
    """Return a circle that `mandate` reads, with what it may do there."""
    path = f"circles/{circle.pk}"
    is_room = CircleKind(circle.kind) in ROOMS
    return {
        **circle_value(circle, language),
        **coded("group", circle.group, Group, language),
        "is_room": is_room,
        "may_endorse": is_room and mandate is not None and may_endorse(mandate, circle),
        "may_submit": is_room and mandate is not None and may_submit(mandate, circle),
        "url": address(path),
        "links": {"members": address(f"{path}/members"), "comments": address(f"{path}/comments")},
    }


def member_value(member: Member, language: str) -> Value:
    return {
        "mandate": member.mandate_id,
        "name": member.name,
        **coded("capacity", member.capacity, Capacity, language),
        **coded("group", member.group, Group, language),
        "organization": member.organization_code or None,
        "framework": member.framework_key or None,
        "since": member.since,
    }
