"""Shapes of rounds, of how far they have come, and of what stood when they closed."""

from reviews.enums import Publication, RoundState, WindowKind
from reviews.lifecycle import CommentStage
from stakeholders.enums import Capacity

from .parts import (
    address,
    coded,
    codes,
    flag,
    identifier,
    instant,
    links,
    number,
    one,
    several,
    shape,
    text,
    texts,
)
from .people import CIRCLE_NAME

_WINDOW = shape(
    "Window",
    {
        "number": number("Counts the settings."),
        **coded("kind", WindowKind, "First setting, or what changed it."),
        "opens_at": instant("From when something may be submitted."),
        "closes_at": instant("From when nothing may be submitted any more."),
        "reason": text("Why it was changed; public.", null=True),
        "at": instant("When it was set."),
    },
    "One setting of a round's window; the last one is in force.",
)
_QUESTION = shape(
    "Question",
    {"number": number("Number on this provision."), "text": texts("What is asked, by language.")},
    "What the review secretariat asks about a provision.",
)
_ITEM = shape(
    "Item",
    {
        "key": text("Public key of the provision."),
        "number": text("Its number as printed."),
        "title": texts("Its title, by language."),
        "version": number("The version that stands still for the round."),
        "text_status": text("Whose words these are; nobody negotiates an editorial summary."),
        "issues": {
            "type": "object",
            "additionalProperties": {"type": "integer"},
            "description": "The issue of the text that comments speak about, by language.",
        },
        "questions": several(_QUESTION, "Questions on this provision."),
    },
    "A provision under review.",
)
COUNTS = {
    "type": "object",
    "propertyNames": {"enum": list(CommentStage.values)},
    "additionalProperties": {"type": "integer"},
    "description": "How many comments stand at each stage; stages without any are left out.",
}
_HANDED = shape(
    "HandedOver",
    {"actor": one(CIRCLE_NAME, "Who handed over."), "stages": COUNTS},
    "What an actor has handed to the review secretariat.",
)
_ROOM = shape(
    "RoomProgress",
    {
        "room": one(CIRCLE_NAME, "A room that this mandate is in."),
        "stages": COUNTS,
        "cutoff_at": instant("Its own deadline, which nobody else sees.", null=True),
    },
    "How far a room has come.",
)
PROGRESS = shape(
    "Progress",
    {
        "handed_over": several(_HANDED, "For the review secretariat; empty for everybody else."),
        "rooms": several(_ROOM, "One's own rooms, from the narrowest to the widest."),
    },
    "How far a round has come, as this mandate may know it.",
)
ROUND = shape(
    "Round",
    {
        "id": identifier("Id of the round."),
        "key": text("Public key: `<framework>.round.<number>`."),
        "number": number("Number within the framework."),
        "framework": text("Slug of the framework."),
        "purpose": texts("What it is for, by language."),
        "languages": codes("Languages in which all its texts stand."),
        **coded("state", RoundState, "What the record has: announced, opened, closed."),
        **coded("publication", Publication, "When its comments become public."),
        "is_open": flag("Whether something may be submitted at this instant."),
        "opens_at": instant("From when something may be submitted."),
        "closes_at": instant("From when nothing may be submitted any more."),
        "time_zone": text("Zone in which its deadline is said."),
        "announced_at": instant("When it was announced."),
        "closed_at": instant("When its closing was entered.", null=True),
        "edition": number("Counts every change: send it back as `If-Match`."),
        "url": address("Address in this API."),
        "links": links(
            "Round", public="What everybody reads of it.", comments="What was handed over."
        ),
    },
    "A window in which the groups comment on texts that stand still meanwhile.",
)
ROUND_WHOLE = shape(
    "RoundWhole",
    {
        **ROUND["properties"],
        "windows": several(_WINDOW, "Every setting of the window, oldest first."),
        "items": several(_ITEM, "The provisions under review, in the document's order."),
        "progress": one(
            PROGRESS, "How far it has come; null where that is none of ours.", null=True
        ),
    },
    "A round with its provisions, and how far it has come as this mandate may know it.",
)
CUTOFF = shape(
    "Cutoff",
    {
        "round": text("Key of the round."),
        "circle": identifier("Id of the circle that set it, and alone sees it."),
        "cutoff_at": instant("From when only who endorses still shares; null: lifted.", null=True),
        "at": instant("When it was set."),
    },
    "A circle's own earlier deadline.",
)
_ENTITLED = shape(
    "Entitled",
    {
        "mandate": identifier("Id of the mandate."),
        **coded("capacity", Capacity, "Its capacity."),
        "organization": text("Code of its organization; null for none.", null=True),
    },
    "A mandate that was active when the round closed.",
)
_DELIVERED = shape(
    "Delivered",
    {
        "comment": identifier("Id of the comment."),
        "digest": text("SHA-256 (hex) of the words as submitted."),
        "at": instant("When they were submitted."),
    },
    "A comment that was there when the round closed.",
)
MANIFEST = shape(
    "Manifest",
    {
        "round": text("Key of the round."),
        "circle": one(CIRCLE_NAME, "Whose part it is."),
        "entitled": several(_ENTITLED, "Who was entitled."),
        "submitted": several(_DELIVERED, "What was there."),
        "payload": text("The part as it is sealed: canonical JSON."),
        "salt": text("What keeps the digest from telling anything."),
        "digest": text("SHA-256 (hex) over salt, a line feed, and payload."),
        "matches": flag("Whether the digest still is that of the part."),
    },
    "One circle's part of what stood when a round closed.",
)
