"""Everybody who may ask, and which rooms each of them is in. Written by hand: it is the oracle.

What the house answers is compared with this table; it is not computed from the house's gate.
"""

from dataclasses import dataclass, field
from typing import Any

from core.ids import seeded_ids
from stakeholders.enums import Capacity, Group
from stakeholders.models import Circle, Mandate, User
from stakeholders.services.mandates import end_mandate, propose_mandate
from stakeholders.terms import MandateTerms
from tests.stakeholders.cast import House, actor, admitted, found_house, person

from .calendar import NOW, YESTERDAY

AAA = frozenset({"AAA", "AAA-focal", "AAA-substitute", "AAA-adviser"})
BBB = frozenset({"BBB", "BBB-focal"})
CCC = frozenset({"CCC", "CCC-focal"})
NORTH = AAA | BBB | {"north-group"}
SOUTH = frozenset({"south-group"})
GOVERNMENTS = NORTH | CCC | SOUTH | {"governments", "governments-spokesperson"}
EMPLOYERS = frozenset({"employers", "employers-spokesperson", "employers-delegate"})
WORKERS = frozenset({"workers", "workers-spokesperson", "workers-delegate"})
REVIEW = frozenset({"secretariat", "chairperson", "observer"})
# Who has a user, and no active mandate.
WITHOUT = frozenset({"ended", "unconfirmed", "superuser"})
EVERYBODY = GOVERNMENTS | EMPLOYERS | WORKERS | REVIEW | WITHOUT | {"anonymous"}

# Each room with its members.
ROOMS: dict[str, frozenset[str]] = {
    "AAA": AAA,
    "BBB": BBB,
    "CCC": CCC,
    "north-group": NORTH,
    "governments": GOVERNMENTS,
    "employers": EMPLOYERS,
    "workers": WORKERS,
}
# A regional group without members has a room too, and a part of each manifest.
ALL_ROOMS = {**ROOMS, "south-group": SOUTH}
# Who drafts in a room, who endorses, and who submits.
DRAFTS = {
    "AAA": "AAA-adviser",
    "BBB": "BBB",
    "CCC": "CCC",
    "north-group": "BBB",
    "governments": "CCC",
    "employers": "employers-delegate",
    "workers": "workers-delegate",
}
ENDORSES = {
    "AAA": "AAA-focal",
    "BBB": "BBB-focal",
    "CCC": "CCC-focal",
    "north-group": "north-group",
    "governments": "governments-spokesperson",
    "employers": "employers-spokesperson",
    "workers": "workers-spokesperson",
}
# Who may know that a person is there: the members of the wider circles that hold them.
KNOWN_TO = {
    **dict.fromkeys(GOVERNMENTS, GOVERNMENTS),
    **dict.fromkeys(EMPLOYERS, EMPLOYERS),
    **dict.fromkeys(WORKERS, WORKERS),
    # Who sits on the podium is no secret among those who review.
    **dict.fromkeys(REVIEW, EVERYBODY - WITHOUT - {"anonymous"}),
    "ended": EMPLOYERS,
    "unconfirmed": EMPLOYERS,
    "superuser": frozenset(),
}


@dataclass
class People:
    house: House
    users: dict[str, User] = field(default_factory=dict)
    mandates: dict[str, Mandate] = field(default_factory=dict)

    def circle(self, room: str) -> Circle:
        if room in self.house.states:
            return self.house.delegation(room)
        if room in self.house.regions:
            return self.house.region(room)
        return self.house.group(room)


def gather() -> People:
    """Found the house and admit everybody in the table above."""
    with seeded_ids(1):
        house = found_house()
        _fill(house)
        people = People(house, mandates=dict(house.mandates))
        people.users = {name: mandate.user for name, mandate in people.mandates.items()}
        people.users["superuser"] = User.objects.create_superuser("root@example.org", "x" * 12)
        _mark(people)
    return people


def _fill(house: House) -> None:
    state: dict[str, Any] = {"group": Group.GOVERNMENTS, "organization": house.states["AAA"]}
    admit = house.mandates
    admit["AAA-substitute"] = admitted(
        house["AAA-focal"], "substitute-aaa", Capacity.SUBSTITUTE, **state
    )
    admit["AAA-adviser"] = admitted(house["AAA-focal"], "adviser-aaa", Capacity.ADVISER, **state)
    admit["governments-spokesperson"] = admitted(
        house["governments"],
        "governments-voice",
        Capacity.SPOKESPERSON,
        group=Group.GOVERNMENTS,
    )
    for group in (Group.EMPLOYERS, Group.WORKERS):
        admit[f"{group}-delegate"] = admitted(
            house[group], f"{group}-delegate", Capacity.DELEGATE, group=group
        )
    left = admitted(house["employers"], "left", Capacity.DELEGATE, group=Group.EMPLOYERS)
    admit["ended"] = end_mandate(mandate_id=left.pk, actor=actor(house["employers"]), at=YESTERDAY)
    waits = MandateTerms(person("waits"), Capacity.DELEGATE, Group.EMPLOYERS)
    admit["unconfirmed"] = propose_mandate(
        terms=waits, actor=actor(house["employers"]), at=YESTERDAY
    )


def _mark(people: People) -> None:
    """Give everybody a name and an address that can be found again in any answer."""
    for number, name in enumerate(sorted(people.users)):
        user = people.users[name]
        user.name = f"zqperson{number:02}"
        user.email = f"zqmail{number:02}@example.org"
        user.save(update_fields=["name", "email"])
    for name, mandate in people.mandates.items():
        people.mandates[name] = Mandate.objects.select_related("user", "organization").get(
            pk=mandate.pk
        )
    assert set(people.users) == EVERYBODY - {"anonymous"}
    assert people.mandates["AAA"].is_active_at(NOW)
