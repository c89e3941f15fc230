"""Shapes of released positions, and of the answers to published comments."""

from provisions.enums import Stance
from reviews.enums import DispositionKind, ReleaseKind, ReplyKind
from stakeholders.enums import Group

from .actors import ACTOR, actors
from .parts import (
    Fields,
    coded,
    flag,
    instant,
    keyed,
    links,
    number,
    one,
    several,
    shape,
    text,
    worded,
)

POSITION = shape(
    "Position",
    {
        **keyed("position", "Public key: `<framework>.position.<round>-<number>`."),
        "framework": text("Slug of the framework."),
        "round": text("Key of the round."),
        "number": number("Number within the round, given at the release."),
        "provision": text("Key of the provision."),
        "version": number("The version that it speaks about."),
        **ACTOR,
        **coded("group", Group, "The group that the actor belongs to."),
        **coded("stance", Stance, "What it says."),
        "ad_referendum": flag("Whether it is subject to confirmation."),
        "language": text("Language of reasons and amendment.", null=True),
        "reasons": text("Why.", null=True),
        "amendment": text("The wording on which the support depends.", null=True),
        **actors("aligned", "who join it"),
        **actors("not_aligned", "in the actor's circle who do not join it"),
        "is_current": flag("Whether the actor released nothing later on this version."),
        "is_corrected": flag("Whether a later position says that this one was an error."),
        "corrects": text("Key of the position that was recorded in error.", null=True),
        "correction_reason": text("Why it was corrected.", null=True),
        **coded("release", ReleaseKind, "How it became public."),
        "released_at": instant("When it became public."),
        "links": links("Position", html="Where it is shown."),
    },
    "A released position, in the name of its actor and never of a person.",
)

REPLY = shape(
    "Reply",
    {
        **coded("kind", ReplyKind, "What the commenter says to the answer."),
        "text": text("In words.", null=True),
        "language": text("Language it is written in.", null=True),
        "at": instant("When."),
    },
)


def _answer() -> Fields:
    return {
        "number": number("Counts the released answers to the comment."),
        **coded("kind", DispositionKind, "What was answered."),
        **worded("reasons", "Why; it exists in all three languages."),
        "duplicate_of": text("Key of the published comment that it repeats.", null=True),
        "released_at": instant("When it was released."),
        "reply": one(REPLY, "What the commenter says to it.", null=True),
    }


DISPOSITION = shape(
    "Disposition",
    {
        **keyed("disposition", "Public key: `<framework>.disposition.<round>-<number>`."),
        "framework": text("Slug of the framework."),
        "round": text("Key of the round."),
        "comment": text("Key of the comment that it answers."),
        "provision": text("Key of the provision."),
        "version": number("The version that the comment speaks about."),
        **_answer(),
        "earlier": several(shape("EarlierAnswer", _answer()), "Answers before it, oldest first."),
        "links": links("Disposition", html="Where it is shown.", comment="The comment."),
    },
    "The review secretariat's answer to a published comment, as it was released last.",
)
