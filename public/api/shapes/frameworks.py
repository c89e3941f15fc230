"""Shapes of frameworks, documents and milestones."""

from frameworks.enums import Basis, DocumentKind, MilestoneKind, OfficialStatus

from .parts import (
    address,
    coded,
    dated,
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
    worded,
)

BASIS = "How far the fact may be trusted."

STATUS = shape(
    "OfficialStatus",
    {
        **coded("status", OfficialStatus, "What the institution did."),
        **worded("note", "What exactly the source says, in our words."),
        **coded("basis", Basis, BASIS),
        "source": text("Key of the document that says so.", null=True),
        **worded("checked_by", "Role of whoever last checked.", null=False),
        "checked_on": day("When somebody last checked."),
        "recorded_at": instant("When it was recorded here."),
    },
    "One recording of the official status; never what happened on this portal.",
)

MEETING = shape(
    "Meeting",
    {
        **worded("name", "Name of the meeting.", null=False),
        **worded("place", "Where it met."),
        **worded("convened_by", "The decision that called it."),
        **dated(),
        **coded("basis", Basis, BASIS),
    },
)

SECTION = shape(
    "Section",
    {
        "slug": text("Slug, unique in the framework."),
        "number": text("Number as printed.", null=True),
        **worded("title", "Heading.", null=False),
        "is_editorial": flag("Whether the portal made the heading."),
    },
)

FRAMEWORK = shape(
    "Framework",
    {
        **keyed("framework", "Slug, which is its public key."),
        **worded("title", "Title.", null=False),
        **worded("summary", "What it is, in our words."),
        "adopted_elsewhere": flag("Whether an institution adopted the text."),
        "authentic_languages": texts("Of the official text; empty where not known here."),
        "time_zone": text("Zone in which its days begin and end."),
        "official_status": one(STATUS, "The recording that holds.", null=True),
        "official_status_history": several(STATUS, "All recordings, oldest first."),
        "meeting": one(MEETING, "Where it was made.", null=True),
        "sections": several(SECTION, "Sections in the document's order."),
        "edition": number("Counts every change of the framework itself."),
        "created_at": instant("When it was entered here."),
        "content_changed_at": instant("When its meaning last changed."),
        "links": links(
            "Framework",
            html="Its page.",
            provisions="Its provisions.",
            documents="Its documents.",
            milestones="Its milestones.",
            decisions="Recorded outcomes on it.",
        ),
    },
    "One negotiated document that is tracked.",
)

DOCUMENT = shape(
    "Document",
    {
        **keyed("document", "Public key: `<framework>.document.<slug>`."),
        "framework": text("Slug of the framework."),
        "slug": text("Slug, unique in the framework."),
        **coded("kind", DocumentKind, "Kind of document."),
        **worded("title", "Title.", null=False),
        **worded("publisher", "Who published it."),
        "symbol": text("Symbol; null where not known here.", null=True),
        "languages": texts("Languages it exists in, as far as known here."),
        **dated(),
        "address": address("Where it can be read.", null=True),
        **worded("licence", "Under what terms."),
        "is_seen": flag("Whether somebody here saw the document itself."),
        **coded("basis", Basis, BASIS),
        **worded("note", "What is not known, and why."),
        "links": links("Document", html="The page of its framework."),
    },
    "An entry of the document register.",
)

MILESTONE = shape(
    "Milestone",
    {
        **keyed("milestone", "Public key: `<framework>.milestone.<slug>`."),
        "framework": text("Slug of the framework."),
        "slug": text("Slug, unique in the framework."),
        **coded("kind", MilestoneKind, "Kind of step."),
        **worded("title", "Title.", null=False),
        **worded("note", "What is not known, and why."),
        **dated(),
        "session": text("Slug of the session that it is.", null=True),
        "source": text("Key of the document that says so.", null=True),
        **coded("basis", Basis, BASIS),
        "passed_at": instant("When its last possible day ended; no outcome.", null=True),
        "links": links("Milestone", html="The page of its framework."),
    },
    "A step on a framework's road, with its date as well as it is known.",
)
