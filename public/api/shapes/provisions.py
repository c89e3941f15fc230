"""Shapes of provisions and their versions."""

from provisions.enums import (
    Addressee,
    ProvisionKind,
    Relation,
    SourceBasis,
    Stance,
    SuccessionKind,
    TextStatus,
)
from provisions.lifecycle import Stage
from stakeholders.enums import Group

from .actors import ACTOR, actors
from .parts import (
    Fields,
    address,
    coded,
    day,
    flag,
    instant,
    keyed,
    links,
    number,
    one,
    several,
    shape,
    text,
    texts,
)

SOURCE = shape(
    "Source",
    {
        "document": text("Key of the document."),
        "paragraph": number("Paragraph of the document.", null=True),
        **coded("basis", SourceBasis, "How the paragraph speaks of the matter.", null=True),
    },
)


def _words() -> Fields:
    return {
        "number": number("Number of the version."),
        "issue": number("Issue of the text in its language; a corrected translation is a new one."),
        "language": text("Language of the text, which may not be the one asked for."),
        "title": text("Title."),
        "text": text("Plain text; a blank line stands between paragraphs."),
        **coded("text_status", TextStatus, "Whose words these are."),
        "source": one(SOURCE, "Where they come from.", null=True),
        "content_changed_at": instant("When the version was published."),
    }


PRESENT_VERSION = shape("PresentVersion", _words(), "The latest version, as it reads now.")

PRESENT_POSITION = shape(
    "PresentPosition",
    {
        "key": text("Key of the position: the list of positions has its reasons."),
        **ACTOR,
        **coded("stance", Stance, "What it says."),
        "version": number("Version of which it speaks."),
        "ad_referendum": flag("Whether it is subject to confirmation."),
        **actors("aligned", "who join it"),
    },
    "What an actor says of the present version.",
)

LINK = shape(
    "InstrumentLink",
    {
        "code": text("Code of the instrument."),
        **coded("relation", Relation, "How the provision stands to it."),
        "as_of": day("Day for which the link was made."),
    },
)

SUCCESSION = shape(
    "Succession",
    {"key": text("Key of the other provision."), **coded("kind", SuccessionKind, "What happened.")},
)

_STANCES = shape(
    "Stances",
    {
        group: text(
            "Stance; `several`: governments took positions separately and none in common; null: no"
            " position recorded.",
            null=True,
        )
        for group in Group.values
    },
    "Each group's position on the present version, as far as it was released.",
)

PROVISION = shape(
    "Provision",
    {
        **keyed("provision", "Public key, assigned once: `<framework>.<suffix>`."),
        "framework": text("Slug of the framework."),
        "number": text("Number as printed: S6, 7(b)(i)."),
        "parent": text("Key of the provision whose item it is.", null=True),
        "section": text("Slug of its section in the framework.", null=True),
        **coded("kind", ProvisionKind, "Kind of paragraph."),
        "addressees": texts(f"Codes: {', '.join(Addressee.values)}; empty where not stated."),
        "addressee_labels": texts("The addressees in words."),
        "themes": texts("Codes of its themes."),
        "theme_labels": texts("Its themes in words."),
        **coded("stage", Stage, "Where it stands on this portal."),
        "needs": text("What it needs next, in words."),
        "needs_codes": texts("What it needs next, as codes."),
        "version": one(PRESENT_VERSION, "The latest version."),
        "stances": one(_STANCES, "Each group at a glance."),
        "positions": several(PRESENT_POSITION, "Released positions on the present version."),
        "instruments": several(LINK, "Instruments it links to."),
        "predecessors": several(SUCCESSION, "Provisions that became this one."),
        "successors": several(SUCCESSION, "Provisions that this one became."),
        "edition": number("Counts every change."),
        "content_changed_at": instant("When its meaning last changed."),
        "links": links("Provision", html="Its page.", versions="Its versions."),
    },
    "The smallest unit that is tracked.",
)

VERSION = shape(
    "Version",
    {
        "provision": text("Key of the provision."),
        "url": address("Address in this API."),
        "is_sample": flag("Whether this comes from a sample database."),
        **_words(),
        "languages": texts("Languages in which its text exists."),
        "is_latest": flag("Whether it is the latest version."),
        "links": links("Version", html="Its page."),
    },
    "A numbered text of a provision, which never changes.",
)

CORRECTION = shape(
    "Correction",
    {"typed": text("The word as it was sent."), "used": text("The word that was looked for.")},
)
