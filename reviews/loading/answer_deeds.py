"""What becomes of comments once they are handed over, in a story, and how that is read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from core.fields import Fields
from core.languages import LANGUAGES, Texts
from reviews.content import MAX_REASON
from reviews.enums import DispositionKind, ReplyKind
from reviews.services.clusters import MAX_NAME

from .references import References


@dataclass(frozen=True, slots=True)
class AssignmentSpec:
    comments: Sequence[str]
    by: str
    assignee: str


@dataclass(frozen=True, slots=True)
class ClusterSpec:
    """Comments on one provision that are answered alike."""

    name: str
    comments: Sequence[str]
    by: str


@dataclass(frozen=True, slots=True)
class AnswerSpec:
    """One answer to one or several comments; `duplicate_of` "" for every other decision."""

    comments: Sequence[str]
    by: str
    decision: str
    reasons: Texts
    duplicate_of: str


@dataclass(frozen=True, slots=True)
class AnswersReleaseSpec:
    round: str
    by: str


@dataclass(frozen=True, slots=True)
class ReplySpec:
    comment: str
    by: str
    acts_for: str
    reply: str
    text: str
    language: str


AnswerDeed = AssignmentSpec | ClusterSpec | AnswerSpec | AnswersReleaseSpec | ReplySpec


class AnswerReader:
    """Reads how comments are answered; `kinds` are the names of these happenings."""

    def __init__(self, names: References) -> None:
        self._names = names
        self.kinds: Mapping[str, Callable[[Fields], AnswerDeed]] = {
            "assign": self._assignment,
            "cluster": self._cluster,
            "prepare_answers": self._answer,
            "release_answers": self._release,
            "reply": self._reply,
        }

    def _assignment(self, fields: Fields) -> AssignmentSpec:
        names = self._names
        return AssignmentSpec(
            comments=names.several(fields.need("comments")),
            by=names.by(fields),
            assignee=names.mandate(fields.need("to")),
        )

    def _cluster(self, fields: Fields) -> ClusterSpec:
        names = self._names
        return ClusterSpec(
            name=fields.need("cluster").line(MAX_NAME),
            comments=names.several(fields.need("comments")),
            by=names.by(fields),
        )

    def _answer(self, fields: Fields) -> AnswerSpec:
        names = self._names
        return AnswerSpec(
            comments=names.several(fields.need("comments")),
            by=names.by(fields),
            decision=fields.need("decision").code(DispositionKind.values, "decision"),
            reasons=fields.need("reasons").texts(limit=MAX_REASON),
            duplicate_of=names.comment(fields.may("duplicate_of")),
        )

    def _release(self, fields: Fields) -> AnswersReleaseSpec:
        return AnswersReleaseSpec(self._names.in_round(fields), self._names.by(fields))

    def _reply(self, fields: Fields) -> ReplySpec:
        names = self._names
        return ReplySpec(
            comment=names.comment(fields.need("comment")),
            by=names.by(fields),
            acts_for=names.acts_for(fields),
            reply=fields.need("reply").code(ReplyKind.values, "reply"),
            text=fields.may("text").text(MAX_REASON),
            language=fields.need("language").code(LANGUAGES, "language"),
        )
