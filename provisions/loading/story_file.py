"""Reading the practice story: what happens to the invented text, in order."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from core.fields import Fields, Value, root_of
from core.languages import LANGUAGES
from core.reading import Place, Reading
from core.yamlfile import read_yaml
from frameworks.loading.entries import check_format
from provisions.drafts import MAX_BODY, MAX_REASON, MAX_TITLE, TextDraft
from provisions.enums import Stance, SuccessionKind
from provisions.lifecycle import MOVES, MoveCode, Need
from stakeholders.enums import Group

from .framework_file import refuse_counts
from .provision_entries import Context, read_provision_fields, read_texts
from .spec import ProvisionSpec

FORMAT = "tripartite-practice-story/1"
SEVERAL = "several"  # governments have no common position
_MOVES = [code for code, row in MOVES.items() if Need.CLAUSE not in row.needs]


@dataclass(frozen=True, slots=True)
class Around:
    """What the story may refer to: slugs, codes, and the language in which texts are written."""

    framework: str
    suffixes: Collection[str]
    sections: Collection[str]
    sessions: Collection[str]
    documents: Mapping[str, bool]
    instruments: Collection[str]
    written_in: str


@dataclass(frozen=True, slots=True)
class EvidenceSpec:
    """Who said what on the invented text. A group that is absent has no common position."""

    round_key: str
    round_closed_at: datetime | None
    stances: Mapping[Group, Stance]


@dataclass(frozen=True, slots=True)
class MoveSpec:
    """A move of several provisions; `expected` are suffixes with the version of each."""

    move: MoveCode
    expected: Mapping[str, int]
    reason: str
    session: str
    round_key: str
    languages: Sequence[str]
    evidence: EvidenceSpec | None


@dataclass(frozen=True, slots=True)
class VersionSpec:
    suffix: str
    number: int
    texts: Mapping[str, TextDraft]


@dataclass(frozen=True, slots=True)
class TranslationSpec:
    suffix: str
    version: int
    language: str
    issue: int
    text: TextDraft


@dataclass(frozen=True, slots=True)
class DecisionSpec:
    file: str


@dataclass(frozen=True, slots=True)
class ChangeSpec:
    """A succession; its successors are new provisions."""

    kind: str
    predecessors: Mapping[str, int]
    reason: str
    successors: Sequence[ProvisionSpec]


Deed = MoveSpec | VersionSpec | TranslationSpec | DecisionSpec | ChangeSpec


@dataclass(frozen=True, slots=True)
class Happening:
    at: datetime
    deed: Deed
    place: Place


@dataclass(frozen=True, slots=True)
class Story:
    reading: Reading
    loaded_at: datetime
    happenings: Sequence[Happening]


# Stands in for an instant that was refused with the whole file.
_NEVER = datetime.min.replace(tzinfo=UTC)


def read_beginning(file: Path) -> tuple[str, datetime]:
    """Return the framework's slug and the instant at which the story begins. Raises Invalid."""
    reading = Reading(str(file))
    fields = Fields(root_of(reading, read_yaml(file)))
    check_format(fields, FORMAT)
    slug, loaded_at = fields.need("framework").slug(), fields.need("loaded_at").instant()
    reading.finish()
    return slug, loaded_at or _NEVER


def read_story(file: Path, around: Around) -> Story:
    """Return the story. Raises Invalid with every mistake of the file and its place."""
    reading = Reading(str(file))
    with root_of(reading, read_yaml(file)).fields() as fields:
        check_format(fields, FORMAT)
        fields.need("framework").code([around.framework], "framework")
        loaded_at = fields.need("loaded_at").instant() or _NEVER
        reader = _Reader(around)
        happenings = [reader.happening(value) for value in fields.need("happenings").items()]
    _refuse_disorder(reading, loaded_at, happenings)
    reading.finish()
    return Story(reading, loaded_at, [one for one in happenings if one is not None])


def _refuse_disorder(
    reading: Reading, loaded_at: datetime, happenings: Sequence[Happening | None]
) -> None:
    before = loaded_at
    for happening in happenings:
        if happening is None or happening.at is _NEVER or before is _NEVER:
            continue
        if happening.at <= before:
            reading.refuse(happening.place, f"This happens at or before {before:%Y-%m-%dT%H:%M}Z.")
        before = happening.at


class _Reader:
    """Reads happenings; the provisions that a succession makes are known from then on."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._suffixes = list(around.suffixes)
        self._kinds: dict[str, Callable[[Fields], Deed | None]] = {
            "move": self._move,
            "new_version": self._version,
            "translation": self._translation,
            "decision": self._decision,
            "succession": self._succession,
        }

    def happening(self, value: Value) -> Happening | None:
        with value.fields() as fields:
            at = fields.need("at").instant() or _NEVER
            kind = fields.need("kind").code(self._kinds, "kind of happening")
            if not kind:
                fields.accept_the_rest()
                return None
            deed = self._kinds[kind](fields)
        return Happening(at, deed, value.place) if deed else None

    def _move(self, fields: Fields) -> MoveSpec | None:
        code = fields.need("move").code(_MOVES, "move of the story")
        needs = MOVES[MoveCode(code)].needs if code else frozenset()
        in_round = fields.need if Need.ROUND in needs else fields.may
        to_session = fields.need if needs & {Need.SESSION, Need.LATER_SESSION} else fields.may
        spec = MoveSpec(
            move=MoveCode(code or MoveCode.WITHDRAW),
            expected=self._versions(fields.need("provisions")),
            reason=(fields.need if Need.REASON in needs else fields.may)("reason").text(MAX_REASON),
            session=to_session("session").code(self._around.sessions, "session"),
            round_key=in_round("round").slug(),
            languages=in_round("languages").codes(LANGUAGES, "language", empty="Name them."),
            evidence=_evidence(fields, Need.AGREEMENT in needs),
        )
        return spec if code else None

    def _versions(self, value: Value) -> dict[str, int]:
        expected = {}
        for key, number in value.entries():
            suffix, version = key.code(self._suffixes, "provision"), number.integer(1)
            if suffix and version:
                expected[suffix] = version
        return expected

    def _version(self, fields: Fields) -> VersionSpec:
        texts, _ = read_texts(fields.need("texts"), self._around.written_in)
        return VersionSpec(
            suffix=fields.need("provision").code(self._suffixes, "provision"),
            number=fields.need("number").integer(2) or 0,
            texts=texts,
        )

    def _translation(self, fields: Fields) -> TranslationSpec:
        return TranslationSpec(
            suffix=fields.need("provision").code(self._suffixes, "provision"),
            version=fields.need("version").integer(1) or 0,
            language=fields.need("language").code(LANGUAGES, "language"),
            issue=fields.need("issue").integer(1) or 0,
            text=TextDraft(
                fields.need("title").line(MAX_TITLE), fields.need("body").text(MAX_BODY)
            ),
        )

    def _decision(self, fields: Fields) -> DecisionSpec:
        advice = "name a file of the same folder, such as practice-decision.yaml."
        return DecisionSpec(fields.need("file").matching(r"[a-z0-9-]+\.yaml", advice))

    def _succession(self, fields: Fields) -> ChangeSpec:
        around, change = self._around, fields.need("change")
        before, after = fields.need("from"), fields.need("to")
        context = Context(around.documents, around.instruments, around.written_in)
        for value in after.items():
            with value.fields() as entry:
                section = entry.need("section").code(around.sections, "section")
                read_provision_fields(entry, context.within(section))
        spec = ChangeSpec(
            kind=change.code(SuccessionKind.values, "change"),
            predecessors=self._versions(before),
            reason=fields.need("reason").text(MAX_REASON),
            successors=context.found,
        )
        refuse_counts(change, spec.kind, len(spec.predecessors), len(spec.successors))
        self._suffixes += [made.suffix for made in spec.successors]
        return spec


def _evidence(fields: Fields, is_needed: bool) -> EvidenceSpec | None:
    value = fields.need("evidence") if is_needed else fields.may("evidence")
    if not value.is_given:
        return None
    choices = [stance.value for stance in Stance if stance is not Stance.OBJECTION]
    with value.fields() as evidence:
        said = {
            Group.EMPLOYERS: evidence.need("employers").code(choices, "stance"),
            Group.WORKERS: evidence.need("workers").code(choices, "stance"),
            Group.GOVERNMENTS: evidence.need("governments").code([*choices, SEVERAL], "stance"),
        }
        return EvidenceSpec(
            round_key=evidence.need("round").slug(),
            round_closed_at=evidence.need("round_closed_at").instant(),
            stances={
                group: Stance(code) for group, code in said.items() if code not in ("", SEVERAL)
            },
        )
