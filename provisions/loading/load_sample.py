"""The sample database's practice framework, walked through its story by the real services."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.actor import Actor
from core.errors import Conflict
from frameworks.models import Document, Framework, Instrument, Session
from provisions.evidence import AgreementEvidence, RecordedStance
from provisions.lifecycle import MoveCode
from provisions.models import Provision, Succession, Transition, Version, VersionText
from provisions.services.locks import lock_framework, lock_provisions
from provisions.services.moves import Expected, move_provisions
from provisions.services.succession import record_succession
from provisions.services.texts import issue_text, publish_version
from record.acts import together
from record.installation import is_sample_database

from .load_framework import load_framework
from .new_provisions import add_provisions
from .record_outcome import record_outcome
from .story_file import (
    Around,
    ChangeSpec,
    DecisionSpec,
    EvidenceSpec,
    Happening,
    MoveSpec,
    TranslationSpec,
    VersionSpec,
    read_beginning,
    read_story,
)

DATA = Path(__file__).parents[2] / "frameworks" / "data"


@dataclass(frozen=True, slots=True)
class LoadedSample:
    """What a load of the sample did: how many of the story's happenings were new."""

    framework: str
    provisions: int
    happenings: int
    new: int


def load_sample(*, actor: Actor, at: datetime, folder: Path = DATA) -> LoadedSample:
    """Load the practice framework and let its story happen, each happening at its own instant.

    `at` is when a changed file is loaded again. What has happened already is left alone, so a
    second run changes nothing. Raises Conflict in a database that is no sample, Invalid for a
    malformed file; then nothing is changed.
    """
    if not is_sample_database():
        raise Conflict(
            "This is not a sample database, and only one takes invented things. A database is"
            " founded as a sample with TRIPARTITE_SAMPLE=1; that can’t be changed later.",
            code="not_a_sample",
        )
    story_file = folder / "practice-story.yaml"
    with together():
        slug, begins_at = read_beginning(story_file)
        is_new = not Framework.objects.filter(slug=slug).exists()
        loaded = load_framework(
            file=folder / f"{slug}.yaml", actor=actor, at=begins_at if is_new else at
        )
        framework = lock_framework(Framework.objects.get(slug=loaded.slug).id)
        lock_provisions(framework.provisions.values_list("key", flat=True))
        story = read_story(story_file, _around(framework))
        teller = _Teller(framework, folder, actor)
        new = sum(teller.tell(happening) for happening in story.happenings)
    return LoadedSample(framework.slug, loaded.provisions, len(story.happenings), new)


def _around(framework: Framework) -> Around:
    documents = Document.objects.filter(framework=framework)
    provisions = Provision.objects.filter(framework=framework)
    return Around(
        framework=framework.slug,
        suffixes=list(provisions.values_list("suffix", flat=True)),
        sections=list(framework.sections.values_list("slug", flat=True)),
        sessions=list(Session.objects.filter(is_sample=True).values_list("slug", flat=True)),
        documents=dict(documents.values_list("slug", "is_seen")),
        instruments=list(Instrument.objects.values_list("code", flat=True)),
        written_in=framework.texts_written_in,
    )


class _Teller:
    """Lets happenings happen that have not happened yet."""

    def __init__(self, framework: Framework, folder: Path, actor: Actor) -> None:
        if not framework.is_sample:
            raise Conflict("Only an invented framework has a story of invented positions.")
        self._framework = framework
        self._folder = folder
        self._actor = actor

    def tell(self, happening: Happening) -> bool:
        """Return whether the happening was new."""
        match happening.deed:
            case MoveSpec():
                return self._move(happening.deed, happening.at)
            case VersionSpec():
                return self._publish(happening.deed, happening.at)
            case TranslationSpec():
                return self._translate(happening.deed, happening.at)
            case DecisionSpec():
                file = self._folder / happening.deed.file
                return record_outcome(file=file, actor=self._actor, at=happening.at).is_new
            case ChangeSpec():
                return self._succeed(happening.deed, happening.at)

    def _move(self, spec: MoveSpec, at: datetime) -> bool:
        due = {
            suffix: version
            for suffix, version in spec.expected.items()
            if not self._has_moved(suffix, spec.move, at)
        }
        # Evidence speaks of one version, so the versions are moved apart.
        for version in sorted(set(due.values())):
            suffixes = [suffix for suffix in due if due[suffix] == version]
            self._move_all(suffixes, version, spec, at)
        return bool(due)

    def _has_moved(self, suffix: str, move: MoveCode, at: datetime) -> bool:
        made = Transition.objects.filter(provision__framework=self._framework, move=move, at=at)
        return made.filter(provision__suffix=suffix).exists()

    def _move_all(self, suffixes: list[str], version: int, spec: MoveSpec, at: datetime) -> None:
        rows = Provision.objects.filter(framework=self._framework, suffix__in=suffixes)
        move_provisions(
            expected={row.key: Expected(row.stage, version) for row in rows},
            move=spec.move,
            actor=self._actor,
            at=at,
            reason=spec.reason,
            evidence=_evidence(spec.evidence, version) if spec.evidence else None,
            session=Session.objects.get(slug=spec.session) if spec.session else None,
            round_key=spec.round_key,
            round_languages=spec.languages,
        )

    def _provision(self, suffix: str) -> Provision:
        return Provision.objects.get(framework=self._framework, suffix=suffix)

    def _publish(self, spec: VersionSpec, at: datetime) -> bool:
        provision = self._provision(spec.suffix)
        if Version.objects.filter(provision=provision, number=spec.number).exists():
            return False
        latest = Version.objects.select_related("source").get(
            provision=provision, number=provision.latest_version
        )
        publish_version(
            provision=provision,
            text_status=latest.text_status,
            source=latest.source,
            source_paragraph=latest.source_paragraph,
            source_basis=latest.source_basis or None,
            texts=spec.texts,
            actor=self._actor,
            at=at,
            expected_version=spec.number - 1,
        )
        return True

    def _translate(self, spec: TranslationSpec, at: datetime) -> bool:
        version = Version.objects.get(provision=self._provision(spec.suffix), number=spec.version)
        texts = VersionText.objects.filter(version=version, language=spec.language)
        if texts.filter(issue=spec.issue).exists():
            return False
        issued = issue_text(
            version=version, language=spec.language, draft=spec.text, actor=self._actor, at=at
        )
        if issued.issue != spec.issue:
            raise Conflict(
                f"The story expects issue {spec.issue} of {spec.suffix} in {spec.language};"
                f" it would be issue {issued.issue}."
            )
        return True

    def _succeed(self, spec: ChangeSpec, at: datetime) -> bool:
        before = [self._provision(suffix) for suffix in spec.predecessors]
        if Succession.objects.filter(predecessor__in=before).exists():
            return False
        after = add_provisions(
            framework=self._framework, specs=spec.successors, actor=self._actor, at=at
        )
        record_succession(
            predecessors=before,
            successors=after,
            kind=spec.kind,
            reason=spec.reason,
            actor=self._actor,
            at=at,
        )
        move_provisions(
            expected={
                row.key: Expected(row.stage, spec.predecessors[row.suffix]) for row in before
            },
            move=MoveCode.WITHDRAW,
            reason=spec.reason,
            actor=self._actor,
            at=at,
        )
        return True


def _evidence(spec: EvidenceSpec, version: int) -> AgreementEvidence:
    """Return the invented positions as evidence. It reaches invented provisions only."""
    return AgreementEvidence(
        round_key=spec.round_key,
        version=version,
        round_closed_at=spec.round_closed_at,
        stances=tuple(
            RecordedStance(group.value, group, stance) for group, stance in spec.stances.items()
        ),
    )
