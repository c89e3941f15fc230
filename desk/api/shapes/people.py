"""Shapes of circles, mandates and members."""

from stakeholders.enums import Capacity, CircleKind, Group, TokenScope

from .parts import (
    Schema,
    address,
    coded,
    codes,
    flag,
    identifier,
    instant,
    links,
    several,
    shape,
    text,
)

CIRCLE_NAME: Schema = shape(
    "CircleName",
    {
        "id": identifier("Id of the circle."),
        "code": text("Code of its organization, or else of its group."),
        **coded("kind", CircleKind, "Kind of circle."),
        "name": text("What it is called."),
    },
    "A circle, as it is named beside other things.",
)

CIRCLE = shape(
    "Circle",
    {
        **CIRCLE_NAME["properties"],
        **coded("group", Group, "The group it belongs to.", null=True),
        "is_room": flag("Whether comments are written and discussed in it."),
        "may_endorse": flag("Whether this mandate endorses comments in its name."),
        "may_submit": flag("Whether this mandate submits comments in its name."),
        "url": address("Address in this API."),
        "links": links("Circle", members="Who is in it.", comments="What is written in it."),
    },
    "A confidential audience that this mandate belongs to.",
)

MEMBER = shape(
    "Member",
    {
        "mandate": identifier("Id of the mandate."),
        "name": text("The person's name."),
        **coded("capacity", Capacity, "Capacity of the mandate."),
        **coded("group", Group, "Group of the mandate; null for the review's own.", null=True),
        "organization": text("Code of the organization; null for none.", null=True),
        "framework": text("The only framework that it serves for; null for all.", null=True),
        "since": instant("Since when the mandate is active."),
    },
    "Somebody who reads what is said in a circle.",
)

MANDATE = shape(
    "Mandate",
    {
        "id": identifier("Id of the mandate."),
        "name": text("The person's name."),
        **coded("capacity", Capacity, "Capacity in which it acts."),
        **coded("group", Group, "Group; null for the review's own.", null=True),
        "organization": text("Code of the organization; null for none.", null=True),
        "framework": text("The only framework that it serves for; null for all.", null=True),
        "starts_at": instant("When it begins."),
        "ends_at": instant("When it ends of itself; null for no end set.", null=True),
    },
    "Who acts, and for whom.",
)

ME = shape(
    "Me",
    {
        "name": text("The person's name."),
        "language": text("The person's language: labels and refusals speak it."),
        "time_zone": text("The person's time zone; instants here are UTC all the same."),
        "scopes": codes(f"What the token allows: {', '.join(TokenScope.values)}."),
        "mandate": {"allOf": [MANDATE], "description": "The one mandate that the token acts for."},
        "acts_for": several(
            MANDATE, "Mandates that may be named in `for_mandate`: a substitute's colleagues."
        ),
        "circles": several(CIRCLE, "Circles that it reads, the narrowest first."),
        "at": instant("When the request arrived: every window is measured against it."),
    },
    "Who asks.",
)
