"""Shapes of review rounds and of the comments that were published from them."""

from rest_framework import serializers

from reviews.enums import CommentType, PlacementKind, Publication, Purpose, RoundState, WindowKind
from stakeholders.enums import CircleKind, Group

from .parts import (
    coded,
    flag,
    instant,
    keyed,
    links,
    number,
    several,
    shape,
    text,
    texts,
    worded,
)

WINDOW = shape(
    "RoundWindow",
    {
        **coded("kind", WindowKind, "First setting, or what changed it."),
        "opens_at": instant("From when something may be submitted."),
        "closes_at": instant("From when nothing may be submitted any more."),
        "reason": text("Why it was changed.", null=True),
        "at": instant("When it was set."),
    },
    "One setting of a round's window; the last one is in force.",
)

QUESTION = shape(
    "RoundQuestion",
    {
        "number": number("Number of the question on this provision."),
        **worded("text", "What the review secretariat asks.", null=False),
    },
)

FROZEN_TEXT = shape(
    "FrozenText",
    {"language": text("Language."), "issue": number("Issue of the text in that language.")},
)

ITEM = shape(
    "RoundItem",
    {
        "provision": text("Key of the provision."),
        "version": number("The version that stands still for the round."),
        "texts": several(FROZEN_TEXT, "The issues that comments speak about."),
        "questions": several(QUESTION, "Questions on this provision."),
    },
)

ROUND = shape(
    "Round",
    {
        **keyed("round", "Public key: `<framework>.round.<number>`."),
        "framework": text("Slug of the framework."),
        "number": number("Number of the round within its framework."),
        **worded("purpose", "What it is for.", null=False),
        "languages": texts("Languages in which all its texts stand."),
        **coded("state", RoundState, "What the record has: announced, opened, closed."),
        **coded("publication", Publication, "When its comments become public."),
        "opens_at": instant("From when something may be submitted."),
        "closes_at": instant("From when nothing may be submitted any more."),
        "time_zone": text("Zone in which its deadline is said."),
        "announced_at": instant("When it was announced."),
        "closed_at": instant("When its closing was entered.", null=True),
        "windows": several(WINDOW, "Every setting of the window, oldest first."),
        "items": several(ITEM, "The provisions under review, in the document's order."),
        "comments_published": number("Comments published from it, withdrawn ones included."),
        "edition": number("Counts every change of the round."),
        "content_changed_at": instant("When it last changed."),
        "links": links("Round", html="Its page.", comments="Its published comments."),
    },
    "A window in which the groups comment on texts that stand still meanwhile.",
)


def _selectors(about: str) -> serializers.ListField:
    return serializers.ListField(child=serializers.DictField(), read_only=True, help_text=about)


PLACEMENT = shape(
    "Placement",
    {
        "version": number("The later version."),
        **coded("kind", PlacementKind, "How the words are found again there."),
        "score": number("How sure the portal is, in thousandths; 1000: the same words."),
        "language": text("Language of the text; null where the version has none.", null=True),
        "selectors": _selectors(
            "Where the words stand there; empty: they are gone, or it is on the whole provision."
        ),
        "is_confirmed": flag("Whether a person looked at it and confirmed it."),
        "needs_confirmation": flag("Whether a person still has to look at it."),
        "placed_at": instant("When it was placed, or confirmed."),
    },
    "Where a comment landed in a later version.",
)

COMMENT = shape(
    "Comment",
    {
        **keyed("comment", "Public key: `<framework>.comment.<round>-<number>`."),
        "framework": text("Slug of the framework."),
        "round": text("Key of the round."),
        "number": number("Number within the round, given at publication."),
        "provision": text("Key of the provision."),
        "version": number("The version that it speaks about."),
        "version_language": text("The language of the text that it speaks about."),
        "version_issue": number("The issue of that text."),
        "selectors": _selectors(
            "The words it holds on to, as TextQuoteSelector and TextPositionSelector of"
            " W3C Web Annotation, offsets in code points; empty: the whole provision."
        ),
        "question": number("Number of the question that it answers.", null=True),
        "actor": text("In whose name: a group, or the code of a regional group or State."),
        **coded("actor_kind", CircleKind, "What the actor is."),
        "actor_label": text("The actor's name."),
        **coded("group", Group, "The group that the actor belongs to."),
        "co_sponsors": texts("Codes of States that co-sponsor it."),
        "not_supporting": texts("Codes of members of a regional group that do not support it."),
        **coded("comment_type", CommentType, "Type.", null=True),
        **coded("purpose", Purpose, "What it asks for.", null=True),
        "language": text("Language it is written in.", null=True),
        "text": text("What it says; null once withdrawn.", null=True),
        "reason": text("Why.", null=True),
        "proposed": text("The wording it proposes.", null=True),
        "disposition": text("Key of the review secretariat's answer, once released.", null=True),
        "placements": several(PLACEMENT, "Where it stands in later versions, oldest first."),
        "is_late": flag("Whether it was received after the close and accepted."),
        "is_withdrawn": flag("Whether it was withdrawn after its publication."),
        "submitted_at": instant("When it was submitted."),
        "published_at": instant("When it was published."),
        "links": links("Comment", html="Where it is shown."),
    },
    "A published comment, in the name of its actor and never of a person.",
)
