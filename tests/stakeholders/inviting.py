"""Inviting people to the small invented house, and accepting for them."""

from datetime import datetime
from typing import Any

from stakeholders.enums import Capacity, Group
from stakeholders.models import Invitation, User
from stakeholders.services.invitations import accept_invitation, invite_person
from stakeholders.terms import InvitedTerms, Newcomer

from .cast import NOW, SYSTEM, House, actor

ADDRESS = "new.person@example.org"
NEWCOMER = Newcomer(name="Ana María", language="es", password="four plain words here")


def terms_in(house: House, place: str, **changes: Any) -> InvitedTerms:
    places: dict[str, dict[str, Any]] = {
        "delegation": {
            "capacity": Capacity.DELEGATE,
            "group": Group.GOVERNMENTS,
            "organization": house.states["AAA"],
        },
        "region": {
            "capacity": Capacity.ADVISER,
            "group": Group.GOVERNMENTS,
            "organization": house.regions["north-group"],
        },
        "employers": {"capacity": Capacity.DELEGATE, "group": Group.EMPLOYERS},
        "governments": {"capacity": Capacity.ADVISER, "group": Group.GOVERNMENTS},
        "secretariat": {"capacity": Capacity.SECRETARIAT},
        "chairperson": {"capacity": Capacity.CHAIRPERSON},
    }
    return InvitedTerms(**places[place] | changes)


def invited(
    house: House, by: str = "AAA-focal", place: str = "delegation", **changes: Any
) -> tuple[Invitation, str]:
    email = changes.pop("email", ADDRESS)
    return invite_person(
        terms=terms_in(house, place, **changes), email=email, actor=actor(house[by]), at=NOW
    )


def accept(token: str, by: Newcomer | User = NEWCOMER, at: datetime = NOW) -> Any:
    return accept_invitation(token=token, by=by, actor=SYSTEM, at=at)
