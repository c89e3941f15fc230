"""Shape of what waits for somebody."""

from provisions.enums import Stance
from reviews.enums import CommentType, Purpose

from .comments import COMMENT
from .parts import (
    Schema,
    address,
    coded,
    codes,
    identifier,
    instant,
    number,
    one,
    several,
    shape,
    text,
    texts,
)
from .people import CIRCLE_NAME

_RUNNING = shape(
    "RunningRound",
    {
        "id": identifier("Id of the round."),
        "key": text("Its public key."),
        "framework": text("Slug of the framework."),
        "purpose": texts("What it is for, by language."),
        "opens_at": instant("From when something may be submitted."),
        "closes_at": instant("From when nothing may be submitted any more."),
        "time_zone": text("Zone in which its deadline is said."),
        "cutoff_at": instant("The own deadline of this mandate's circle.", null=True),
        "url": address("Address in this API."),
    },
    "A round in which something may be submitted now.",
)
_UNCOMMENTED = shape(
    "Uncommented",
    {
        "round": text("Key of the round."),
        "provision": text("Key of the provision."),
        "closes_at": instant("When the round closes."),
    },
    "A provision under review on which this mandate's circle has no comment.",
)
_BEGUN = shape(
    "DraftCard",
    {
        "id": identifier("Id of the draft."),
        "edition": number("Counts every change."),
        "round": text("Key of the round."),
        "provision": text("Key of the provision."),
        "circle": one(CIRCLE_NAME, "The room in which it would be shared."),
        **coded("type", CommentType, "Type.", null=True),
        **coded("purpose", Purpose, "What it asks for.", null=True),
        "beginning": text("Its first words."),
        "updated_at": instant("When it was last saved."),
        "url": address("Address in this API."),
    },
    "A private draft of one's own.",
)
_STANDING = shape(
    "WaitingPosition",
    {
        "item": identifier("Id of the provision in its round, which a position is taken on."),
        "round": text("Key of the round."),
        "provision": text("Key of the provision."),
        "version": number("The version in front."),
        "circle": one(CIRCLE_NAME, "The actor."),
        "position": identifier("Id of what the actor said last.", null=True),
        **coded("stance", Stance, "What it was.", null=True),
        "said_of_version": number("The version that it was said of.", null=True),
        "expected_number": number("What has to be sent when a position is taken; 0 for the first."),
        "why": codes("Why it is to be confirmed anew: text_changed, mandate_ended."),
    },
    "A provision on which this mandate's circle has something to say.",
)


def _section(title: str, row: Schema, about: str) -> Schema:
    members = {"total": number("How many there are."), "rows": several(row, "The first of them.")}
    return one(shape(title, members, about), about)


WAITING = shape(
    "Waiting",
    {
        "rounds": several(_RUNNING, "Rounds that are open now, the first to close first."),
        "uncommented": _section(
            "UncommentedSection", _UNCOMMENTED, "Provisions without a comment of ours."
        ),
        "drafts": _section("DraftSection", _BEGUN, "Private drafts, the latest first."),
        "to_endorse": _section("EndorseSection", COMMENT, "Comments to clear."),
        "to_submit": _section("SubmitSection", COMMENT, "Endorsed comments to submit."),
        "to_reply": _section("ReplySection", COMMENT, "Answered comments that wait for a reply."),
        "to_decide": _section(
            "DecideSection", COMMENT, "Comments offered late, for the review secretariat."
        ),
        "positions_to_take": _section(
            "TakeSection", _STANDING, "Provisions on which the circle has said nothing yet."
        ),
        "positions_to_release": _section(
            "ReleaseSection", _STANDING, "Positions after a close, that only a word makes public."
        ),
        "positions_to_reconfirm": _section(
            "ReconfirmSection", _STANDING, "Positions to confirm: the text or the mandate changed."
        ),
    },
    "What waits for somebody under this mandate.",
)
