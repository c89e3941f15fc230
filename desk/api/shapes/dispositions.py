"""Shapes of the review secretariat's answers, and of how it prepares them."""

from reviews.enums import DispositionKind, ReplyKind

from .comments import COMMENT, PERSON
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

REPLY = shape(
    "Reply",
    {
        "number": number("Its place among the replies to this answer: send it back."),
        **coded("kind", ReplyKind, "What the commenter says."),
        "text": text("Why.", null=True),
        "language": text("In which it is written."),
        "at": instant("When."),
    },
    "What a commenter says to the answer; the latest reply counts.",
)
DISPOSITION = shape(
    "Disposition",
    {
        "id": identifier("Id of the answer."),
        "key": text("Public key; null while it is not public.", null=True),
        "number": number(
            "Counts the answers to this comment that this mandate may know of: send it back."
        ),
        "comment": identifier("Id of the comment that it answers."),
        "comment_key": text("Public key of the comment; null until publication.", null=True),
        "framework": text("Slug of the framework."),
        "round": text("Key of the round."),
        "provision": text("Key of the provision."),
        "version": number("The version that the comment speaks about."),
        **coded("kind", DispositionKind, "What is answered."),
        "reasons": texts("Why, by language."),
        "duplicate_of": identifier(
            "The comment that this one repeats; null where it is none of ours.", null=True
        ),
        "duplicate_of_key": text("Its public key; null until publication.", null=True),
        "released_at": instant("When it was released; null: only prepared.", null=True),
        "is_current": flag("Whether it is the latest answer that this mandate reads."),
        "reply": one(REPLY, "What the commenter last said to it.", null=True),
        "url": address("Address in this API."),
        "links": links("Disposition", comment="The comment.", replies="What was replied."),
    },
    "One version of the answer to a comment; the latest released one is the answer.",
)
CLUSTER = shape(
    "Cluster",
    {
        "id": identifier("Id of the cluster."),
        "provision": text("Key of the provision."),
        "name": text("What the review secretariat calls it."),
        "comment_ids": several(
            {"type": "string", "format": "uuid"}, "Ids of the comments that are in it."
        ),
        "at": instant("When it was made."),
    },
    "Comments on one provision that are answered alike; the review secretariat's own affair.",
)
ANSWER_CASE = shape(
    "AnswerCase",
    {
        "comment": one(COMMENT, "The comment as it was handed over."),
        "number": number("Number of the latest answer, 0 for none: send it back."),
        "assignee": one(PERSON, "Who prepares the answer.", null=True),
        "cluster": one(CLUSTER, "The cluster that it is in.", null=True),
        "prepared": one(DISPOSITION, "The latest answer, not yet released.", null=True),
        "released": one(DISPOSITION, "The answer that stands.", null=True),
        "missing_languages": codes("Languages that the prepared reasons still lack."),
    },
    "A comment with how far its answer has come; for the review secretariat alone.",
)
ANSWER_CASES = shape(
    "AnswerCases",
    {"results": several(ANSWER_CASE, "The comments that were named.")},
    "Comments with how far their answers have come.",
)
PREPARED = shape(
    "PreparedDispositions",
    {"results": several(DISPOSITION, "The answers, in the order of the comments.")},
    "Answers that were prepared together.",
)
DISPOSITIONS_RELEASED = shape(
    "DispositionsReleased",
    {
        "round": text("Key of the round."),
        "released": number("How many answers were released with it."),
    },
    "What a release made known.",
)
