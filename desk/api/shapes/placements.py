"""Shape of where comments stand in later versions."""

from reviews.enums import PlacementKind

from .comments import SELECTORS
from .parts import address, coded, flag, identifier, instant, number, shape, text

PLACEMENT = shape(
    "Placement",
    {
        "comment": identifier("Id of the comment."),
        "comment_key": text("Public key of the comment; null until publication.", null=True),
        "framework": text("Slug of the framework."),
        "round": text("Key of the round in which it was handed over."),
        "provision": text("Key of the provision."),
        "version": number("The later version."),
        "edition": number("Counts what was said of its place: send it back as `If-Match`."),
        **coded("kind", PlacementKind, "How its words were found again."),
        "score": number("How alike the words are, in thousandths."),
        "language": text("Of the text; null where the version has none in it.", null=True),
        "selectors": {
            **SELECTORS,
            "type": "array",
            "description": "The words it holds on to now; empty: the whole provision, or none.",
        },
        "is_confirmed": flag("Whether a person has looked at it."),
        "needs_confirmation": flag("Whether no round opens before a person has."),
        "at": instant("When it was found, or confirmed."),
        "url": address("Address in this API."),
    },
    "Where a comment's words stand in a later version.",
)
