"""What actors do with positions in a story, and how that is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from core.fields import Fields
from core.languages import LANGUAGES
from provisions.enums import Stance
from reviews.content import LIMITS, MAX_REASON
from reviews.enums import AlignmentKind

from .moments import read_past
from .references import References


@dataclass(frozen=True, slots=True)
class SaidSpec:
    """What a position says. `language` is that of the reasons and the wording."""

    stance: str
    ad_referendum: bool
    reasons: str
    wording: str
    language: str


@dataclass(frozen=True, slots=True)
class PositionSpec:
    slug: str
    by: str
    acts_for: str
    round: str
    suffix: str
    room: str
    said: SaidSpec


@dataclass(frozen=True, slots=True)
class CorrectionSpec:
    """What was recorded in error is put right: a new position with a name of its own."""

    slug: str
    corrects: str
    by: str
    acts_for: str
    said: SaidSpec
    reason: str


@dataclass(frozen=True, slots=True)
class ReleaseSpec:
    position: str
    by: str
    acts_for: str


@dataclass(frozen=True, slots=True)
class AlignmentSpec:
    position: str
    by: str
    room: str
    alignment: str


@dataclass(frozen=True, slots=True)
class AgreementSpec:
    """The secretariat records what the chairperson pronounced."""

    suffix: str
    version: int
    by: str
    chairperson: str
    pronounced_at: datetime


PositionDeed = PositionSpec | CorrectionSpec | ReleaseSpec | AlignmentSpec | AgreementSpec


class PositionReader:
    """Reads what happens with positions; `kinds` are the names of these happenings."""

    def __init__(self, names: References) -> None:
        self._names = names
        self.kinds: Mapping[str, Callable[[Fields], PositionDeed]] = {
            "position": self._position,
            "correct_position": self._correction,
            "release_position": self._release,
            "align": self._alignment,
            "record_agreement": self._agreement,
        }

    def _position(self, fields: Fields) -> PositionSpec:
        names = self._names
        round_ = names.in_round(fields)
        return PositionSpec(
            slug=names.new_position(fields),
            by=names.by(fields),
            acts_for=names.acts_for(fields),
            round=round_,
            suffix=names.of_round(fields, round_),
            room=names.room(fields.need("room")),
            said=_said(fields),
        )

    def _correction(self, fields: Fields) -> CorrectionSpec:
        names = self._names
        corrects = names.position(fields.need("corrects"))
        return CorrectionSpec(
            slug=names.new_position(fields),
            corrects=corrects,
            by=names.by(fields),
            acts_for=names.acts_for(fields),
            said=_said(fields),
            reason=fields.need("correction_reason").text(MAX_REASON),
        )

    def _release(self, fields: Fields) -> ReleaseSpec:
        names = self._names
        position = names.position(fields.need("position"))
        return ReleaseSpec(position, names.by(fields), names.acts_for(fields))

    def _alignment(self, fields: Fields) -> AlignmentSpec:
        names = self._names
        return AlignmentSpec(
            position=names.position(fields.need("position")),
            by=names.by(fields),
            room=names.room(fields.need("room")),
            alignment=fields.need("alignment").code(AlignmentKind.values, "alignment"),
        )

    def _agreement(self, fields: Fields) -> AgreementSpec:
        names = self._names
        return AgreementSpec(
            suffix=names.provision(fields),
            version=fields.need("version").integer(1) or 1,
            by=names.by(fields),
            chairperson=names.mandate(fields.need("chairperson")),
            pronounced_at=read_past(fields.need("pronounced"), names.around.loaded_at),
        )


def _said(fields: Fields) -> SaidSpec:
    return SaidSpec(
        stance=fields.need("stance").code(Stance.values, "stance"),
        ad_referendum=fields.may("ad_referendum").flag(),
        reasons=fields.may("reasons").text(MAX_REASON),
        wording=fields.may("wording").text(LIMITS["proposed"]),
        language=fields.need("language").code(LANGUAGES, "language"),
    )
