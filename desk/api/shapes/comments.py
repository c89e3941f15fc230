"""Shapes of drafts and comments."""

from core.languages import LANGUAGES
from reviews.anchors import POSITION, QUOTE
from reviews.enums import CommentType, Purpose, VoiceKind
from reviews.lifecycle import CommentMove, CommentStage
from stakeholders.enums import Capacity

from .parts import (
    Members,
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
)
from .people import CIRCLE_NAME

_QUOTE = shape(
    "TextQuoteSelector",
    {
        "type": {"const": QUOTE, "description": "W3C Web Annotation, 4.2.4."},
        "exact": text("The words themselves."),
        "prefix": text("What stands before them."),
        "suffix": text("What stands behind them."),
    },
    "Words of a text, with what stands around them.",
)
_QUOTE["required"] = ["type", "exact"]
_POSITION = shape(
    "TextPositionSelector",
    {
        "type": {"const": POSITION, "description": "W3C Web Annotation, 4.2.5."},
        "start": number("Offset in code points, from 0."),
        "end": number("Offset in code points, exclusive."),
    },
    "Where these words stand.",
)
SELECTORS = {
    "type": ["array", "null"],
    "items": {"anyOf": [_QUOTE, _POSITION]},
    "maxItems": 2,
}
_VERSION_TEXT = shape(
    "VersionText",
    {
        "key": text("Public key of the provision."),
        "version": number("Number of the version."),
        "language": {"type": "string", "enum": list(LANGUAGES), "description": "Language."},
        "issue": number("Issue of the text in that language."),
    },
    "The words of a version in one language.",
)
TARGET = shape(
    "Target",
    {
        "version_text": one(_VERSION_TEXT, "The text."),
        "selectors": {
            "type": "array",
            "items": {"anyOf": [_QUOTE, _POSITION]},
            "description": "The words it holds on to; empty: the whole provision.",
        },
    },
    "What a comment speaks about.",
)


def words(*, null: bool) -> Members:
    """Return what a draft and a comment say alike; in a draft all of it may still be missing."""
    return {
        "target": one(TARGET, "What it speaks about.", null=null),
        **coded("type", CommentType, "Type.", null=True),
        **coded("purpose", Purpose, "What it asks for.", null=True),
        "body": text("What it says.", null=null),
        "reason": text("Why.", null=null),
        "proposed": text("The wording that it proposes.", null=null),
        "language": text("In which it is written.", null=null),
        "question": number("Number of the question that it answers.", null=True),
    }


DRAFT = shape(
    "Draft",
    {
        "id": identifier("Id; the comment that it becomes has the same."),
        "edition": number("Counts every change: send it back as `If-Match`."),
        "round": text("Key of the round."),
        "provision": text("Key of the provision."),
        "circle": one(CIRCLE_NAME, "The room in which it would be shared."),
        "speaks_for": one(CIRCLE_NAME, "In whose name it would be."),
        **words(null=False),
        "created_at": instant("When it was begun."),
        "updated_at": instant("When it was last saved."),
        "url": address("Address in this API."),
        "links": links("Draft", share="Where it is shared."),
    },
    "What somebody is writing; read by nobody else.",
)
PERSON = shape(
    "Person",
    {
        "mandate": identifier("Id of the mandate."),
        "name": text("The person's name."),
        **coded("capacity", Capacity, "Capacity of the mandate."),
        "organization": text("Code of the organization; null for none.", null=True),
    },
    "Somebody in a room.",
)
VOICE = shape(
    "Voice",
    {
        **coded("kind", VoiceKind, "What was said."),
        "delegation": one(CIRCLE_NAME, "Whose word it is; null: the person's own.", null=True),
        "person": one(PERSON, "Who said it."),
        "for_person": one(PERSON, "For whom a substitute said it.", null=True),
        "text": text("Why.", null=True),
        "is_of_these_words": flag("Whether it is about the present words, and not earlier ones."),
        "at": instant("When."),
    },
    "A word on a comment that stands: the latest of each speaker.",
)
_ROOM = shape(
    "InTheRoom",
    {
        "circle": one(CIRCLE_NAME, "The room."),
        "wording": number("Number of the present words."),
        "authors": several(PERSON, "Who drafted it."),
        "voices": several(VOICE, "Every word on it that stands."),
        "messages": number("How many messages its thread has."),
        "merged_into": identifier("The comment that it was merged into.", null=True),
        "shared_at": instant("When it was shared."),
        "submitted_at": instant("When it was submitted.", null=True),
        "content_changed_at": instant("When it last changed."),
    },
    "What only the room reads.",
)
_HANDED = shape(
    "Handed",
    {
        "receipt": text("Number of the latest receipt."),
        "at": instant("When it was last handed over."),
        "offer_reason": text("Why it was offered late.", null=True),
        **coded("decision", CommentMove, "What was decided on the offer.", null=True),
        "decision_reason": text("Why.", null=True),
        "decided_at": instant("When.", null=True),
    },
    "How it reached the review secretariat.",
)
COMMENT = shape(
    "Comment",
    {
        "id": identifier("Id of the comment."),
        "edition": number("Counts its moves, as this mandate sees them: send it as `If-Match`."),
        **coded("stage", CommentStage, "Where it stands."),
        "key": text("Public key; null until publication.", null=True),
        "round": text("Key of the round."),
        "provision": text("Key of the provision."),
        "speaks_for": one(CIRCLE_NAME, "In whose name it is."),
        **words(null=True),
        "co_sponsors": codes("Codes of delegations that co-sponsor it."),
        "not_supporting": codes("Codes of members of a regional group that do not support it."),
        "is_late": flag("Whether it was received after the close and accepted."),
        "published_at": instant("When it was published.", null=True),
        "handed": one(_HANDED, "For the review secretariat; null for its room.", null=True),
        "room": one(_ROOM, "What only its room reads; null outside it.", null=True),
        "url": address("Address in this API."),
    },
    "A comment as this mandate may read it. Its words are null where it was withdrawn.",
)
MESSAGE = shape(
    "Message",
    {
        "id": identifier("Id of the message."),
        "number": number("Its place in the thread."),
        "reply_to": identifier("The message that it answers.", null=True),
        "person": one(PERSON, "Who wrote it."),
        "text": text("What it says."),
        "at": instant("When."),
    },
    "A message of a comment's thread, which stays in the room.",
)
_MOVE = shape(
    "Move",
    {
        "number": number("Its place; the edition that it led to."),
        **coded("move", CommentMove, "What was done."),
        **coded("to", CommentStage, "Where it led."),
        "wording": number("The words that it was about."),
        "person": one(PERSON, "Who did it; null for the portal's own.", null=True),
        "for_person": one(PERSON, "For whom a substitute did it.", null=True),
        "reason": text("Why.", null=True),
        "at": instant("When."),
    },
    "A move of a comment.",
)
_WORDING = shape(
    "Wording",
    {
        "number": number("Its place."),
        **words(null=False),
        "at": instant("When it was written."),
    },
    "What a comment said at a time.",
)
COMMENT_WHOLE = shape(
    "CommentWhole",
    {
        **COMMENT["properties"],
        "open_moves": codes("What this mandate may do with it now, itself or as a substitute."),
        "moves": several(_MOVE, "Every move, oldest first; empty outside its room."),
        "wordings": several(_WORDING, "All its words, oldest first; empty outside its room."),
        "merged": several(COMMENT, "Comments that were merged into it; empty outside its room."),
    },
    "A comment with how it came about.",
)
