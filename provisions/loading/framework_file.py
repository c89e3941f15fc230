"""Reading and checking a whole framework file. Format: docs/framework-files.md."""

from collections.abc import Collection, Sequence
from pathlib import Path

from core.fields import Fields, Value, root_of
from core.reading import Reading
from core.yamlfile import read_yaml
from frameworks.drafts import DocumentDraft, SectionDraft, SessionDraft
from frameworks.keys import RESERVED_SLUGS
from frameworks.loading.entries import (
    Entry,
    Surroundings,
    check_format,
    read_document,
    read_framework,
    read_meeting,
    read_milestone,
    read_section_head,
    read_session,
    read_status,
    refuse_repeated,
)
from provisions.drafts import MAX_REASON
from provisions.enums import SuccessionKind

from .provision_entries import Context, read_provisions
from .spec import FrameworkFile, ProvisionSpec, SuccessionSpec

FORMAT = "tripartite-framework/1"


def read_framework_file(
    file: Path, *, instruments: Collection[str], sessions: Collection[str]
) -> FrameworkFile:
    """Return what the file says; `instruments` and `sessions` are the codes and slugs known here.

    Raises Invalid with every mistake of the file, each with its line, column and field.
    """
    reading = Reading(str(file))
    with root_of(reading, read_yaml(file)).fields() as fields:
        check_format(fields, FORMAT)
        content = _content(fields, reading, instruments, sessions)
    reading.finish()
    return content


def _content(
    fields: Fields, reading: Reading, instruments: Collection[str], sessions: Collection[str]
) -> FrameworkFile:
    with fields.need("framework").fields() as head:
        slug, is_sample = head.need("slug"), head.need("is_sample").flag()
        framework = read_framework(head)
    documents = _documents(fields.need("documents"), is_sample)
    seen = {entry.slug: entry.draft.is_seen for entry in documents if entry.slug}
    own_sessions = _sessions(fields.may("sessions"), is_sample)
    around = Surroundings(
        is_sample, seen, [*sessions, *(entry.slug for entry in own_sessions if entry.slug)]
    )
    context = Context(seen, instruments, framework.texts_written_in)
    sections = _sections(fields.need("sections"), context)
    milestones = fields.need("milestones")
    road = [read_milestone(value, around) for value in milestones.items()]
    refuse_repeated(road, milestones, "milestone")
    status = fields.need("official_status")
    file = FrameworkFile(
        reading=reading,
        slug=_free_slug(slug),
        slug_place=slug.place,
        is_sample=is_sample,
        framework=framework,
        status=read_status(status, around),
        status_place=status.place,
        meeting=read_meeting(fields.need("meeting"), is_sample),
        documents=documents,
        sessions=own_sessions,
        milestones=road,
        sections=sections,
        provisions=context.found,
        successions=_successions(fields.may("successions"), context.found),
    )
    _refuse_repeated_provisions(file)
    return file


def _free_slug(value: Value) -> str:
    slug = value.slug()
    if slug in RESERVED_SLUGS:
        value.refuse(f"“{slug}” begins other public keys; choose another slug.")
    return slug


def _documents(value: Value, is_sample: bool) -> list[Entry[DocumentDraft]]:
    entries = [read_document(entry, is_sample) for entry in value.items()]
    refuse_repeated(entries, value, "document")
    return entries


def _sessions(value: Value, is_sample: bool) -> list[Entry[SessionDraft]]:
    if value.is_given and not is_sample:
        value.refuse("Only a sample file carries sessions; real ones stand in governing-body.yaml.")
    entries = [read_session(entry, is_sample) for entry in value.items()]
    refuse_repeated(entries, value, "session")
    return entries


def _sections(value: Value, context: Context) -> list[Entry[SectionDraft]]:
    entries = []
    for item in value.items():
        with item.fields() as fields:
            entry = read_section_head(fields)
            read_provisions(fields.need("provisions"), context.within(entry.slug))
        entries.append(entry)
    refuse_repeated(entries, value, "section")
    return entries


def _successions(value: Value, provisions: Sequence[ProvisionSpec]) -> list[SuccessionSpec]:
    suffixes = {spec.suffix: None for spec in provisions if spec.suffix}
    found: list[SuccessionSpec] = []
    changed: set[str] = set()
    for item in value.items():
        with item.fields() as fields:
            change = fields.need("change")
            before, after = fields.need("from"), fields.need("to")
            spec = SuccessionSpec(
                kind=change.code(SuccessionKind.values, "change"),
                predecessors=before.codes(suffixes, "provision of this file"),
                successors=after.codes(suffixes, "provision of this file"),
                reason=fields.need("reason").text(MAX_REASON),
                place=item.place,
            )
        refuse_counts(change, spec.kind, len(before.items()), len(after.items()))
        for suffix in spec.predecessors:
            if suffix in changed:
                before.refuse(f"“{suffix}” has a succession in this file already.")
            if suffix in spec.successors:
                before.refuse(f"“{suffix}” can’t become itself.")
        changed.update(spec.predecessors)
        found.append(spec)
    return found


def refuse_counts(value: Value, kind: str, before: int, after: int) -> None:
    """Note an error unless as many provisions became as many as the `kind` of change says."""
    fits = {
        SuccessionKind.REPLACED.value: (before, after) == (1, 1),
        SuccessionKind.SPLIT.value: before == 1 and after > 1,
        SuccessionKind.MERGED.value: before > 1 and after == 1,
    }
    if not fits.get(kind, True):
        value.refuse(
            "“replaced” is one by one, “split” one by several, “merged” several by one;"
            f" here {before} became {after}."
        )


def _refuse_repeated_provisions(file: FrameworkFile) -> None:
    suffixes: dict[str, int] = {}
    numbers: dict[str, int] = {}
    for spec in file.provisions:
        line = spec.place.mark.line
        if spec.suffix and spec.suffix in suffixes:
            file.reading.refuse(
                spec.place,
                f"The suffix “{spec.suffix}” stands in this file twice"
                f" (first on line {suffixes[spec.suffix]}).",
            )
        if spec.number and spec.number in numbers:
            file.reading.refuse(
                spec.place,
                f"The number “{spec.number}” stands in this file twice"
                f" (first on line {numbers[spec.number]}).",
            )
        suffixes.setdefault(spec.suffix, line)
        numbers.setdefault(spec.number, line)
