"""What a file asks of the floor below: the framework itself, its register, road and sections."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from frameworks.drafts import (
    DocumentDraft,
    Draft,
    FrameworkDraft,
    MeetingDraft,
    MilestoneDraft,
    SectionDraft,
    SessionDraft,
    StatusDraft,
)
from frameworks.loading.entries import Entry
from frameworks.models import Document, Meeting, Milestone, Section, Session, StatusRecord
from frameworks.services.documents import change_document, register_document
from frameworks.services.frameworks import (
    add_section,
    change_framework,
    change_section,
    create_framework,
    set_meeting,
)
from frameworks.services.road import change_milestone, set_milestone
from frameworks.services.sessions import change_session, register_session
from frameworks.services.statuses import record_status
from provisions.models import Provision
from provisions.services.current import refresh_framework_texts
from record.installation import is_sample_database

from .changes import ChangeKind, Run
from .memory import Verdict
from .places import Displaced, NoRoom, place_new
from .plan import Plan


@dataclass(frozen=True, slots=True)
class Noun:
    """One kind of list entry: its draft, how its changes are counted, and its two services."""

    name: str
    draft: type[Draft]
    new: ChangeKind
    changed: ChangeKind
    create: Callable[[Run, Any, str], object]
    change: Callable[[Run, Any, Any], object]


def plan_framework(plan: Plan) -> None:
    """Plan the framework's own facts. Notes a mistake if it is of the other kind."""
    file, row = plan.file, plan.framework
    if file.is_sample and not is_sample_database():
        plan.refuse(
            file.slug_place,
            "Everything in this file is invented, and this database is no sample:"
            " only one that was founded with TRIPARTITE_SAMPLE=1 takes it.",
        )
    if row is not None and row.is_sample != file.is_sample:
        plan.refuse(file.slug_place, "Whether a framework is invented never changes.")
    here = FrameworkDraft.of(row).fingerprint() if row else None
    verdict = plan.judge(
        "framework", "facts", file.framework.fingerprint(), here, file.slug_place, "The framework"
    )
    if row is None:
        plan.add(ChangeKind.FRAMEWORK_NEW, [file.slug], partial(_create_framework, plan))
    elif verdict is Verdict.CHANGED:
        plan.add(ChangeKind.FRAMEWORK_CHANGED, [file.slug], partial(_change_framework, plan))


def _create_framework(plan: Plan, run: Run) -> None:
    run.framework = create_framework(
        slug=plan.file.slug,
        is_sample=plan.file.is_sample,
        draft=plan.file.framework,
        actor=run.actor,
        at=run.at,
    )


def _change_framework(plan: Plan, run: Run) -> None:
    authentic = list(run.on().authentic_languages)
    run.framework = change_framework(
        framework=run.on(), draft=plan.file.framework, actor=run.actor, at=run.at
    )
    if run.framework.authentic_languages != authentic:
        # They decide which words a reader is shown whose language has none.
        refresh_framework_texts(run.framework)
        shown = Provision.objects.filter(framework=run.framework)
        run.touched.update(shown.values_list("key", flat=True))


def plan_meeting(plan: Plan) -> None:
    """Plan the one meeting."""
    row = Meeting.objects.filter(framework=plan.framework).first() if plan.framework else None
    draft, place = plan.file.meeting, plan.file.slug_place
    here = MeetingDraft.of(row).fingerprint() if row else None
    verdict = plan.judge("meeting", "facts", draft.fingerprint(), here, place, "The meeting")
    if verdict in (Verdict.NEW, Verdict.CHANGED):
        plan.add(
            ChangeKind.MEETING,
            [plan.file.slug],
            lambda run: set_meeting(framework=run.on(), draft=draft, actor=run.actor, at=run.at),
        )


def plan_status(plan: Plan) -> None:
    """Plan one more recording of the official status if the file's block is new.

    Recordings are appended, so a later one from an outcome forbids nothing; it is only never
    repeated by a file that still says what it said.
    """
    draft = plan.file.status
    latest = None
    if plan.framework is not None:
        recorded = StatusRecord.objects.filter(framework=plan.framework).select_related("source")
        latest = recorded.order_by("-number").first()
    here = StatusDraft.of(latest).fingerprint() if latest else None
    if plan.memory.judge("status", "facts", draft.fingerprint(), here) is Verdict.SAME:
        return
    if latest is not None and draft.checked_on < latest.checked_on:
        plan.refuse(
            plan.file.status_place,
            f"A status that was checked on {latest.checked_on} is recorded; this one, of"
            f" {draft.checked_on}, is older. Look again and give the day on which you did.",
        )
    plan.add(
        ChangeKind.STATUS,
        [draft.status],
        lambda run: record_status(framework=run.on(), draft=draft, actor=run.actor, at=run.at),
    )


def plan_sessions(plan: Plan) -> None:
    """Plan the invented sessions that a sample file carries."""
    slugs = [entry.slug for entry in plan.file.sessions]
    rows = {row.slug: row for row in Session.objects.filter(slug__in=slugs)}
    _plan_entries(plan, SESSION, plan.file.sessions, rows, dict.fromkeys(slugs, ""))


def plan_register(plan: Plan) -> None:
    """Plan the document register."""
    _plan_ordered(plan, DOCUMENT, plan.file.documents, _rows(Document, plan))


def plan_road(plan: Plan) -> None:
    """Plan the milestones."""
    _plan_ordered(plan, MILESTONE, plan.file.milestones, _rows(Milestone, plan))


def plan_sections(plan: Plan) -> None:
    """Plan the sections, without their provisions."""
    _plan_ordered(plan, SECTION, plan.file.sections, _rows(Section, plan))


def _rows(model: Any, plan: Plan) -> dict[str, Any]:
    if plan.framework is None:
        return {}
    return {row.slug: row for row in model.objects.filter(framework=plan.framework)}


def _plan_ordered(
    plan: Plan, noun: Noun, entries: Sequence[Entry[Any]], rows: Mapping[str, Any]
) -> None:
    places = {entry.slug: entry.place for entry in entries}
    # What can't be placed is compared all the same, so that every mistake is told at once.
    order_keys = dict.fromkeys(places, "")
    try:
        ranks = place_new(list(places), {slug: int(row.order_key) for slug, row in rows.items()})
        order_keys |= {slug: f"{rank:05d}" for slug, rank in ranks.items()}
    except Displaced as moved:
        plan.refuse(
            places[moved.second],
            f"“{moved.second}” stood before “{moved.first}” when it was loaded;"
            f" a {noun.name} keeps its place.",
        )
    except NoRoom as full:
        plan.refuse(
            places[full.name],
            f"There is no room left here; put the {noun.name} at the list's end.",
        )
    _plan_entries(plan, noun, entries, rows, order_keys)


def _plan_entries(
    plan: Plan,
    noun: Noun,
    entries: Sequence[Entry[Any]],
    rows: Mapping[str, Any],
    order_keys: Mapping[str, str],
) -> None:
    for entry in entries:
        row = rows.get(entry.slug)
        here = noun.draft.of(row).fingerprint() if row is not None else None
        verdict = plan.judge(
            f"{noun.name}.{entry.slug}",
            "facts",
            entry.draft.fingerprint(),
            here,
            entry.place,
            f"The {noun.name} “{entry.slug}”",
        )
        if row is None:
            make = partial(_create, noun, entry, order_keys[entry.slug])
            plan.add(noun.new, [entry.slug], make)
        elif verdict is Verdict.CHANGED:
            plan.add(noun.changed, [entry.slug], partial(_change, noun, row, entry))


def _create(noun: Noun, entry: Entry[Any], order_key: str, run: Run) -> None:
    noun.create(run, entry, order_key)


def _change(noun: Noun, row: Any, entry: Entry[Any], run: Run) -> None:
    noun.change(run, row, entry.draft)


def _change_section(run: Run, row: Section, draft: SectionDraft) -> None:
    change_section(section=row, draft=draft, actor=run.actor, at=run.at)
    # A provision's page and its answer in the API show the heading that it stands under.
    run.touched.update(Provision.objects.filter(section=row).values_list("key", flat=True))


SESSION = Noun(
    "session",
    SessionDraft,
    ChangeKind.SESSION_NEW,
    ChangeKind.SESSION_CHANGED,
    lambda run, entry, _key: register_session(
        slug=entry.slug, draft=entry.draft, actor=run.actor, at=run.at
    ),
    lambda run, row, draft: change_session(session=row, draft=draft, actor=run.actor, at=run.at),
)
DOCUMENT = Noun(
    "document",
    DocumentDraft,
    ChangeKind.DOCUMENT_NEW,
    ChangeKind.DOCUMENT_CHANGED,
    lambda run, entry, key: register_document(
        framework=run.on(),
        slug=entry.slug,
        draft=entry.draft,
        order_key=key,
        actor=run.actor,
        at=run.at,
    ),
    lambda run, row, draft: change_document(document=row, draft=draft, actor=run.actor, at=run.at),
)
MILESTONE = Noun(
    "milestone",
    MilestoneDraft,
    ChangeKind.MILESTONE_NEW,
    ChangeKind.MILESTONE_CHANGED,
    lambda run, entry, key: set_milestone(
        framework=run.on(),
        slug=entry.slug,
        draft=entry.draft,
        order_key=key,
        actor=run.actor,
        at=run.at,
    ),
    lambda run, row, draft: change_milestone(
        milestone=row, draft=draft, actor=run.actor, at=run.at
    ),
)
SECTION = Noun(
    "section",
    SectionDraft,
    ChangeKind.SECTION_NEW,
    ChangeKind.SECTION_CHANGED,
    lambda run, entry, key: add_section(
        framework=run.on(),
        slug=entry.slug,
        draft=entry.draft,
        order_key=key,
        actor=run.actor,
        at=run.at,
    ),
    _change_section,
)
