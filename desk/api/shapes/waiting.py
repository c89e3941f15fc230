"""Shape of what waits for somebody."""

from reviews.enums import CommentType, Purpose

from .comments import COMMENT
from .parts import (
    Schema,
    address,
    coded,
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
        "to_decide": _section(
            "DecideSection", COMMENT, "Comments offered late, for the review secretariat."
        ),
    },
    "What waits for somebody under this mandate.",
)
