"""What the groups said, as a value from the floor above, and what a provision still needs.

Needs are computed as codes with their facts; the sentences are rendered from them by gettext
in whatever language is active.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from django.db import models
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from core.languages import DEFAULT_LANGUAGE, pick
from provisions.enums import Stance, TextStatus
from provisions.lifecycle import Stage
from stakeholders.enums import Group


@dataclass(frozen=True, slots=True)
class RecordedStance:
    """One actor's latest position on one version.

    `actor` is a group (`employers`), or the code of a regional group or a country, whose `name`
    is then given by language. `group` is the one it belongs to.
    """

    actor: str
    group: Group
    stance: Stance
    name: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Return the actor's name in the active language."""
        if self.actor in Group.values:
            return str(Group(self.actor).label)
        return pick(self.name, get_language() or DEFAULT_LANGUAGE).text or self.actor


@dataclass(frozen=True, slots=True)
class AgreementEvidence:
    """What `agree` is judged by: a round, when it closed, and the positions on one version."""

    round_key: str
    version: int
    round_closed_at: datetime | None
    stances: Sequence[RecordedStance] = ()

    def is_closed(self, at: datetime) -> bool:
        """Return whether the round has closed at `at`."""
        return self.round_closed_at is not None and self.round_closed_at <= at

    def speaks(self, group: Group) -> bool:
        """Return whether the group as such has a position; one that is reserved is none yet."""
        return any(
            spoken.actor == group.value and spoken.stance is not Stance.POSITION_RESERVED
            for spoken in self.stances
        )

    def objecting(self) -> list[RecordedStance]:
        """Return the objections of groups, regional groups and countries."""
        return [spoken for spoken in self.stances if spoken.stance is Stance.OBJECTION]


class NeedCode(models.TextChoices):
    """What a provision waits for, or why it can't be agreed."""

    REVIEW_NOT_BEGUN = "review_not_begun", gettext_lazy("Review not begun")
    RETURNED_TO_DRAFT = "returned_to_draft", gettext_lazy("Returned to draft")
    REVIEW_UNDER_WAY = "review_under_way", gettext_lazy("Review under way")
    SUMMARY_CANNOT_BE_AGREED = (
        "summary_cannot_be_agreed",
        gettext_lazy("A summary can’t be agreed"),
    )
    EVIDENCE_MISSING = "evidence_missing", gettext_lazy("No positions before us")
    EVIDENCE_OF_OTHER_VERSION = (
        "evidence_of_other_version",
        gettext_lazy("Positions are on another version"),
    )
    ROUND_OPEN = "round_open", gettext_lazy("The round has not closed")
    EMPLOYERS_POSITION = "employers_position", gettext_lazy("Employers’ position missing")
    WORKERS_POSITION = "workers_position", gettext_lazy("Workers’ position missing")
    OBJECTION = "objection", gettext_lazy("Objection recorded")
    AGREEMENT_NOT_RECORDED = "agreement_not_recorded", gettext_lazy("Agreement not yet recorded")
    SUBMISSION = "submission", gettext_lazy("Submission to a session")
    OUTCOME = "outcome", gettext_lazy("Outcome of the session")
    LATER_SESSION = "later_session", gettext_lazy("Submission to a later session")


@dataclass(frozen=True, slots=True)
class Needed:
    """One need with the facts that its sentence names."""

    code: NeedCode
    version: int = 0
    who: tuple[RecordedStance, ...] = ()

    def sentence(self) -> str:
        """Return the need in words of the active language."""
        if self.code is NeedCode.OBJECTION:
            names = ", ".join(spoken.label for spoken in self.who)
            return ngettext(
                "One objection recorded (%(who)s).",
                "%(count)d objections recorded (%(who)s).",
                len(self.who),
            ) % {"count": len(self.who), "who": names}
        return _sentence(self.code, self.version)


@dataclass(frozen=True, slots=True)
class Needs:
    """What a provision needs now: codes for programs, one or more sentences for people."""

    codes: tuple[str, ...]
    sentence: str


def missing_for_agreement(
    *, text_status: TextStatus, version: int, evidence: AgreementEvidence | None, at: datetime
) -> list[Needed]:
    """Return everything that stands between a version and its agreement; nothing if nothing.

    The Employers and the Workers need a position each on this version. Governments need none
    in common: an objection among theirs is an objection like any other, and blocks.
    """
    if text_status is TextStatus.EDITORIAL_SUMMARY:
        return [Needed(NeedCode.SUMMARY_CANNOT_BE_AGREED)]
    if evidence is None:
        return [Needed(NeedCode.EVIDENCE_MISSING, version)]
    if evidence.version != version:
        return [Needed(NeedCode.EVIDENCE_OF_OTHER_VERSION, version)]
    missing = []
    if not evidence.is_closed(at):
        missing.append(Needed(NeedCode.ROUND_OPEN))
    if not evidence.speaks(Group.EMPLOYERS):
        missing.append(Needed(NeedCode.EMPLOYERS_POSITION, version))
    if not evidence.speaks(Group.WORKERS):
        missing.append(Needed(NeedCode.WORKERS_POSITION, version))
    objections = tuple(evidence.objecting())
    if objections:
        missing.append(Needed(NeedCode.OBJECTION, version, objections))
    return missing


def needs_of(
    *,
    stage: Stage,
    text_status: TextStatus,
    version: int,
    evidence: AgreementEvidence | None = None,
    at: datetime | None = None,
) -> Needs:
    """Return what a provision at `stage` needs, in the active language.

    `evidence` and the instant `at` of its judgement belong together; a public page gives the
    instant of the evidence itself, so that the page holds no “now”. A draft for which there is
    evidence was in a round, and returned.
    """
    if stage is Stage.DRAFT and evidence is not None:
        return _in_words([Needed(NeedCode.RETURNED_TO_DRAFT, version)])
    if stage is not Stage.IN_REVIEW or evidence is None or at is None:
        return _plain_needs(stage, text_status, version, get_language() or DEFAULT_LANGUAGE)
    missing = missing_for_agreement(
        text_status=text_status, version=version, evidence=evidence, at=at
    )
    return _in_words(missing or [Needed(NeedCode.AGREEMENT_NOT_RECORDED, version)])


_WAITING_FOR = {
    Stage.DRAFT: NeedCode.REVIEW_NOT_BEGUN,
    Stage.IN_REVIEW: NeedCode.REVIEW_UNDER_WAY,
    Stage.AGREED: NeedCode.SUBMISSION,
    Stage.SUBMITTED: NeedCode.OUTCOME,
    Stage.DEFERRED: NeedCode.LATER_SESSION,
}


@lru_cache(maxsize=512)  # a list of a hundred asks the same few times over
def _plain_needs(stage: Stage, text_status: TextStatus, version: int, language: str) -> Needs:
    waiting = _WAITING_FOR.get(stage)
    needed = [Needed(waiting, version)] if waiting else []
    if stage is Stage.IN_REVIEW and text_status is TextStatus.EDITORIAL_SUMMARY:
        needed.append(Needed(NeedCode.SUMMARY_CANNOT_BE_AGREED))
    return _in_words(needed)


def _in_words(needed: Sequence[Needed]) -> Needs:
    return Needs(
        tuple(need.code.value for need in needed), " ".join(need.sentence() for need in needed)
    )


def _not_begun(version: int) -> str:
    """Say that nobody reviews it yet: of a later version, not that nobody ever did."""
    if version > 1:
        return _("Version %(version)d waits for its review on this portal.")
    return _("Review on this portal has not begun.")


def _sentence(code: NeedCode, version: int) -> str:
    sentences = {
        NeedCode.REVIEW_NOT_BEGUN: _not_begun(version),
        NeedCode.RETURNED_TO_DRAFT: _(
            "Version %(version)d was returned to draft; it is not under review."
        ),
        NeedCode.REVIEW_UNDER_WAY: _("Version %(version)d is under review on this portal."),
        NeedCode.SUMMARY_CANNOT_BE_AGREED: _(
            "These are the portal’s own words: they can be commented on, not agreed."
        ),
        NeedCode.EVIDENCE_MISSING: _("Needs the groups’ positions on version %(version)d."),
        NeedCode.EVIDENCE_OF_OTHER_VERSION: _(
            "Needs positions on version %(version)d; those before us are on another."
        ),
        NeedCode.ROUND_OPEN: _("The round has not closed."),
        NeedCode.EMPLOYERS_POSITION: _("Needs an Employers’ position on version %(version)d."),
        NeedCode.WORKERS_POSITION: _("Needs a Workers’ position on version %(version)d."),
        NeedCode.AGREEMENT_NOT_RECORDED: _(
            "Nothing stands in the way of version %(version)d; its agreement is not recorded."
        ),
        NeedCode.SUBMISSION: _("Needs submission to a session of the Governing Body."),
        NeedCode.OUTCOME: _("Awaits the session; no outcome is recorded here."),
        NeedCode.LATER_SESSION: _("Needs submission to a later session."),
    }
    return sentences[code] % {"version": version}
