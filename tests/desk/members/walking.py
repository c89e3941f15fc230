"""Walking through the member pages as people of the small invented house."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stakeholders.enums import Capacity, Group
from stakeholders.models import Circle, Invitation, Mandate
from stakeholders.services.invitations import accept_invitation, invite_person
from stakeholders.terms import InvitedTerms, Newcomer
from tests.desk.conftest import signed_in
from tests.stakeholders.cast import SYSTEM, House, actor

ADDRESS = "new.person@example.org"
GONE_BY = ("secretariat", "BBB-focal", "employers", "workers", "observer", "chairperson")


def as_(house: House, who: str) -> Client:
    return signed_in(house[who].user, house[who])


def text(answer: Any) -> str:
    return str(answer.content.decode())


def members(circle: Circle, page: str = "") -> str:
    return f"/desk/circles/{circle.pk}/members/{page}"


def invited(
    house: House, *, by: str = "AAA-focal", email: str = ADDRESS, at: datetime | None = None
) -> tuple[Invitation, str]:
    terms = InvitedTerms(Capacity.DELEGATE, Group.GOVERNMENTS, house.states["AAA"])
    return invite_person(terms=terms, email=email, actor=actor(house[by]), at=at or timezone.now())


def proposed(house: House, name: str = "Newcomer", email: str = ADDRESS) -> Mandate:
    """Somebody who accepted an invitation to AAA's delegation and waits."""
    _, token = invited(house, email=email)
    newcomer = Newcomer(name, "en", "four plain words here")
    accepted = accept_invitation(token=token, by=newcomer, actor=SYSTEM, at=timezone.now())
    assert accepted.mandate is not None
    return accepted.mandate


def queries_of(client: Client, path: str) -> int:
    """How many queries a page takes when it is asked for again."""
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)
