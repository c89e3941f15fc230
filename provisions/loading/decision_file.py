"""Reading the file of an outcome. Format: docs/framework-files.md, “Recording an outcome”."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core.fields import Fields, Value, root_of
from core.reading import Place, Reading
from core.yamlfile import read_yaml
from frameworks.drafts import ClauseDraft, DecisionDraft, DocumentDraft, StatusDraft
from frameworks.enums import ClauseEffect, ClauseKind, ClauseOutcome
from frameworks.loading.entries import (
    Entry,
    Surroundings,
    check_format,
    read_document,
    read_status,
)
from frameworks.models import Framework
from provisions.drafts import MAX_REASON, TextDraft

from .memory import digest_of
from .provision_entries import read_texts
from .standing import text_digest

FORMAT = "tripartite-decision/1"
ALL = "all"
_APPROVING = (ClauseKind.APPROVED_TEXT, ClauseKind.APPROVED_COMMUNICATION)
_ADOPTED = (ClauseOutcome.ADOPTED, ClauseOutcome.ADOPTED_AS_AMENDED)
# Which clauses may have which effect: the table of docs/framework-files.md.
_FITTING: dict[str, Callable[[str, str], bool]] = {
    ClauseEffect.NONE: lambda kind, outcome: True,
    ClauseEffect.APPROVE: lambda kind, outcome: (
        kind in _APPROVING and outcome == ClauseOutcome.ADOPTED
    ),
    ClauseEffect.APPROVE_AS_AMENDED: lambda kind, outcome: (
        kind in _APPROVING and outcome == ClauseOutcome.ADOPTED_AS_AMENDED
    ),
    ClauseEffect.DEFER: lambda kind, outcome: (
        outcome == ClauseOutcome.DEFERRED
        or (kind == ClauseKind.DEFERRED_ITEM and outcome in _ADOPTED)
    ),
    ClauseEffect.REFER_BACK: lambda kind, outcome: (
        kind in (ClauseKind.OTHER, ClauseKind.APPROVED_TEXT) and outcome in _ADOPTED
    ),
    ClauseEffect.NOT_APPROVE: lambda kind, outcome: (
        kind == ClauseKind.APPROVED_TEXT and outcome == ClauseOutcome.NOT_ADOPTED
    ),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What stands here already and a file may refer to."""

    frameworks: Mapping[str, Framework]
    sessions: Collection[str]
    decisions: Collection[str]
    suffixes: Callable[[Framework], Collection[str]]


@dataclass(frozen=True, slots=True)
class ClauseSpec:
    """A clause with the amended texts by suffix and language. `place` is its `cites`."""

    draft: ClauseDraft
    covers_all: bool
    amended: Mapping[str, Mapping[str, TextDraft]]
    place: Place

    @property
    def has_effect(self) -> bool:
        return self.draft.effect != ClauseEffect.NONE

    def fingerprint(self) -> str:
        amended = {
            suffix: {language: text_digest(text) for language, text in texts.items()}
            for suffix, texts in self.amended.items()
        }
        return digest_of(clause=self.draft.fingerprint(), amended=amended)


@dataclass(frozen=True, slots=True)
class DecisionFile:
    """A whole file, checked by itself."""

    reading: Reading
    key: str
    key_place: Place
    session: str
    framework: str
    submit_adopted: bool
    draft: DecisionDraft
    source: Entry[DocumentDraft]
    status: StatusDraft
    clauses: Sequence[ClauseSpec]

    def fingerprint(self) -> str:
        """Return SHA-256 (hex) over everything that the file says."""
        return digest_of(
            key=self.key,
            session=self.session,
            framework=self.framework,
            submit_adopted=self.submit_adopted,
            decision=replace(self.draft, digest="").fingerprint(),
            source=[self.source.slug, self.source.draft.fingerprint()],
            status=self.status.fingerprint(),
            clauses=[clause.fingerprint() for clause in self.clauses],
        )


def read_decision_file(file: Path, known: Known) -> DecisionFile:
    """Return what the file says. Raises Invalid with every mistake and its place."""
    reading = Reading(str(file))
    with root_of(reading, read_yaml(file)).fields() as fields:
        check_format(fields, FORMAT)
        content = _content(fields, reading, known)
    reading.finish()
    return replace(content, draft=replace(content.draft, digest=content.fingerprint()))


def _content(fields: Fields, reading: Reading, known: Known) -> DecisionFile:
    key = fields.need("key")
    name = fields.need("framework").code(known.frameworks, "framework")
    framework = known.frameworks.get(name)
    is_sample = framework is not None and framework.is_sample
    source = read_document(fields.need("source_document"), is_sample)
    if source.slug and not source.draft.is_seen:
        reading.refuse(source.place, "An outcome is recorded from a document that was read.")
    submits = fields.need("submit_adopted")
    submit_adopted = submits.flag()
    if submit_adopted and framework and not framework.adopted_elsewhere:
        submits.refuse("Only a text that was adopted elsewhere is submitted without a review.")
    suffixes = known.suffixes(framework) if framework else ()
    written_in = framework.texts_written_in if framework else ""
    return DecisionFile(
        reading=reading,
        key=key.matching(
            r"(?=.{1,120}$)[a-z0-9]+(-[a-z0-9]+)*",
            "write at most 120 small letters, digits and hyphens.",
        ),
        key_place=key.place,
        session=fields.need("session").code(known.sessions, "session"),
        framework=name,
        submit_adopted=submit_adopted,
        draft=_draft(fields, known),
        source=source,
        status=read_status(fields.need("official_status"), Surroundings(is_sample, [source.slug])),
        clauses=_clauses(fields.need("clauses"), suffixes, written_in),
    )


def _draft(fields: Fields, known: Known) -> DecisionDraft:
    corrects = fields.stated("corrects")
    reason = fields.stated("correction_reason")
    if corrects.is_given != reason.is_given:
        (reason if corrects.is_given else corrects).refuse(
            "A correction names the decision that it corrects and the reason, or neither."
        )
    return DecisionDraft(
        decided_on=fields.stated("decided_on").day(),
        recorded_by=fields.need("recorded_by").texts(needs=("en",)),
        digest="",
        corrects=corrects.code(known.decisions, "decision") or None,
        correction_reason=reason.text(MAX_REASON),
    )


def _clauses(value: Value, suffixes: Collection[str], written_in: str) -> list[ClauseSpec]:
    specs: list[ClauseSpec] = []
    for item in value.items():
        specs.append(_clause(item, suffixes, written_in))
    if value.is_given and not value.items():
        value.refuse("A decision has at least one clause.")
    _refuse_repeated_labels(value, specs)
    _refuse_covered_twice(value, specs)
    return specs


def _clause(value: Value, suffixes: Collection[str], written_in: str) -> ClauseSpec:
    with value.fields() as fields:
        effect = fields.need("effect")
        cites = fields.need("cites")
        covers_all = cites.is_word(ALL)
        cited = [] if covers_all else _cited(cites, suffixes)
        draft = ClauseDraft(
            label=fields.need("label").matching(r"\S{1,20}", "write it as in the paper: (a)."),
            kind=fields.need("kind").code(ClauseKind.values, "kind of clause"),
            text=fields.need("text").texts(needs=("en",)),
            outcome=fields.need("outcome").code(ClauseOutcome.values, "outcome"),
            effect=effect.code(ClauseEffect.values, "effect"),
            cites=cited,
        )
        given = draft.kind and draft.outcome and draft.effect
        if given and not _FITTING[draft.effect](draft.kind, draft.outcome):
            effect.refuse(
                f"A clause “{draft.kind}” that was “{draft.outcome}” can’t have the effect"
                f" “{draft.effect}”; docs/framework-files.md says which can."
            )
        amended = _amended(fields.may("amended_texts"), draft, written_in)
    return ClauseSpec(draft, covers_all, amended, cites.place)


def _cited(value: Value, suffixes: Collection[str]) -> list[str]:
    return value.codes(
        suffixes, "provision of this framework", empty="Name the provisions, or write all."
    )


def _amended(value: Value, draft: ClauseDraft, written_in: str) -> dict[str, dict[str, TextDraft]]:
    if value.is_given and draft.effect != ClauseEffect.APPROVE_AS_AMENDED:
        value.refuse("Only the effect approve_as_amended changes words.")
    amended = {}
    for key, words in value.entries():
        suffix = key.code(draft.cites, "provision that this clause cites")
        texts, _ = read_texts(words, written_in)
        if suffix:
            amended[suffix] = texts
    return amended


def _refuse_repeated_labels(value: Value, specs: Sequence[ClauseSpec]) -> None:
    labels = Counter(spec.draft.label for spec in specs if spec.draft.label)
    for label in [label for label, times in labels.items() if times > 1]:
        value.refuse(f"The label “{label}” stands before two clauses.")


def _refuse_covered_twice(value: Value, specs: Sequence[ClauseSpec]) -> None:
    """At most one clause with an effect may cover a provision; `all` covers every one."""
    effective = [spec for spec in specs if spec.has_effect]
    covering_all = [spec for spec in effective if spec.covers_all]
    if covering_all and len(effective) > 1:
        value.reading.refuse(
            covering_all[0].place,
            f"Clause {covering_all[0].draft.label} covers all provisions, so no other clause may"
            " have an effect. List the provisions that each one covers.",
        )
    first: dict[str, str] = {}
    for spec in effective:
        for suffix in spec.draft.cites:
            if suffix in first:
                value.reading.refuse(
                    spec.place,
                    f"“{suffix}” is covered by clause {first[suffix]} already; at most one"
                    " clause with an effect may cover a provision.",
                )
            first.setdefault(suffix, spec.draft.label)
