"""Shapes of the review secretariat's working drafts."""

from core.languages import LANGUAGES
from provisions.redline import SpanKind
from reviews.enums import PlacementKind

from .comments import COMMENT
from .parts import (
    Schema,
    address,
    flag,
    identifier,
    instant,
    number,
    one,
    several,
    shape,
    text,
)

_WORDS = shape(
    "Words",
    {"title": text("Its title."), "body": text("Its body.")},
    "A title and a body; either may be empty in a draft.",
)


def _by_language(about: str) -> Schema:
    return {
        "type": "object",
        "properties": dict.fromkeys(LANGUAGES, _WORDS),
        "additionalProperties": False,
        "description": about,
    }


_CAUSE = shape(
    "Cause",
    {
        "comment": identifier("Id of the comment."),
        "comment_key": text("Its public key; null until publication.", null=True),
        "actor": text("In whose name it is: a group, or a code."),
    },
    "A comment behind a change.",
)
_CHANGE = shape(
    "ExplainedChange",
    {
        "old_start": number("Where it begins in the base, in code points from 0."),
        "old_end": number("Where it ends there, exclusive."),
        "new_start": number("Where it begins in the new body."),
        "new_end": number("Where it ends there, exclusive."),
        "causes": several(_CAUSE, "The comments behind it; none: the drafters' own."),
    },
    "A changed stretch, and why.",
)
_SPAN = shape(
    "Span",
    {
        "kind": {
            "type": "string",
            "enum": [kind.value for kind in SpanKind],
            "description": "Whether both texts have it, the old one only, or the new one only.",
        },
        "text": text("The words."),
    },
    "A stretch of a redline.",
)
_DRAFTED = shape(
    "DraftedText",
    {
        "language": text("Language."),
        "title": several(_SPAN, "What changes in the title."),
        "body": several(_SPAN, "What changes in the body."),
        "changes": several(_CHANGE, "Every changed stretch of the body."),
    },
    "What a working draft changes in one language.",
)
_CREDIT = shape(
    "Credit",
    {
        "language": text("Language of the text."),
        "start": number("Offset in the base's body, in code points from 0."),
        "end": number("Offset there, exclusive."),
        "is_taken_over": flag("Whether the comment's wording was taken over there."),
    },
    "A stretch of the base that a comment is credited with changing.",
)
_BESIDE = shape(
    "CommentBeside",
    {
        "comment": one(COMMENT, "The comment as it was handed over."),
        "language": text("Language of the text that it speaks about."),
        "start": number("Where its words begin in the base; null: the whole, or gone.", null=True),
        "end": number("Where they end there, exclusive.", null=True),
        "are_gone": flag("Whether its words are not in the base any more."),
        "credits": several(_CREDIT, "What it is credited with."),
        "is_taken_over": flag("Whether its wording was taken over."),
        "may_be_taken_over": flag("Whether its proposed wording can be taken over."),
    },
    "A comment beside a working draft.",
)
NEXT_VERSION = shape(
    "NextVersion",
    {
        "provision": text("Key of the provision."),
        "base_version": number("The version that it changes."),
        "edition": number("Counts every change: send it back as `If-Match`."),
        "is_outdated": flag("Whether another version was published since it was begun."),
        "running_round": number(
            "Number of a round that is not closed, until when it can't be published.", null=True
        ),
        "needs_reason": flag("Whether its publication takes a provision out of review."),
        "texts": _by_language("The words as drafted, by language."),
        "base_texts": _by_language("The words of the base, by language."),
        "languages": several(_DRAFTED, "What it changes, by language."),
        "comments": several(_BESIDE, "What was handed over on this provision."),
        "updated_at": instant("When it was last saved."),
        "url": address("Address in this API."),
    },
    "The review secretariat's working draft of a provision's next version. Nobody else reads it.",
)
VERSION_PUBLISHED = shape(
    "VersionPublished",
    {
        "provision": text("Key of the provision."),
        "version": number("Number of the new version."),
        "placements": {
            "type": "object",
            "propertyNames": {"enum": list(PlacementKind.values)},
            "additionalProperties": {"type": "integer"},
            "description": "How many comments were found again in which way.",
        },
        "to_confirm": number("How many places a person has still to confirm."),
        "url": address("Address in the public API."),
    },
    "A version that was published, and where the comments went.",
)
