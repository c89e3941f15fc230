"""Shapes of submissions and their receipts."""

from .comments import PERSON
from .parts import address, codes, flag, identifier, instant, number, one, several, shape, text
from .people import CIRCLE_NAME

_LINE = shape(
    "ReceiptLine",
    {
        "comment": identifier("Id of the comment."),
        "provision": text("Key of the provision."),
        "digest": text("SHA-256 (hex) of its words and of who stood behind them."),
        "co_sponsors": codes("Codes of delegations that co-sponsored it."),
        "not_supporting": codes("Codes of members that did not support it."),
        "matches": {
            "type": ["boolean", "null"],
            "description": "Whether the kept words still give the digest; null: not read any more.",
        },
    },
    "One comment of a receipt.",
)
SUBMISSION = shape(
    "Submission",
    {
        "id": identifier("Id of the receipt."),
        "number": text("Its number, drawn at random."),
        "round": text("Key of the round."),
        "speaks_for": one(CIRCLE_NAME, "In whose name."),
        "is_late": flag("Whether it was offered after the close."),
        "at": instant("When it arrived."),
        "at_local": text("The same instant in the framework's zone, with its offset."),
        "time_zone": text("That zone."),
        "comments": number("How many comments it has."),
        "digest": text("SHA-256 (hex) over the digests of its comments, in the order of ids."),
        "url": address("Address in this API."),
    },
    "What was handed over in one act.",
)
RECEIPT = shape(
    "Receipt",
    {
        **SUBMISSION["properties"],
        "lines": several(_LINE, "Its comments, in the order of their ids."),
        "matches": flag("Whether everything still is as it was handed over."),
        "circle": one(CIRCLE_NAME, "The room; null outside it.", null=True),
        "person": one(PERSON, "Who handed it over; null outside the room.", null=True),
        "for_person": one(PERSON, "For whom a substitute did.", null=True),
    },
    "A receipt.",
)
