"""How next versions are drafted and comments follow into them, in a story, and how it is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.fields import Fields
from core.languages import LANGUAGES
from provisions.drafts import MAX_BODY, MAX_TITLE
from reviews.content import LIMITS
from reviews.round_drafts import MAX_REASON
from reviews.services.placement_confirmation import Decision

from .references import References


@dataclass(frozen=True, slots=True)
class DraftingSpec:
    """The secretariat begins its working draft of the version after `version`."""

    suffix: str
    version: int
    by: str


@dataclass(frozen=True, slots=True)
class TakingOverSpec:
    suffix: str
    comment: str
    by: str


@dataclass(frozen=True, slots=True)
class CreditSpec:
    """A comment stands behind what becomes of words of the base text in `text_language`."""

    suffix: str
    comment: str
    by: str
    text_language: str
    quote: str


@dataclass(frozen=True, slots=True)
class RewordingSpec:
    """What the draft says from now on, by language; an empty title or body stays as it is."""

    suffix: str
    by: str
    texts: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class PublishingSpec:
    suffix: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class PlacingSpec:
    """A person says where a comment stands; `quote` is in the new text, for `elsewhere`."""

    comment: str
    by: str
    version: int
    decision: str
    quote: str


VersionDeed = (
    DraftingSpec | TakingOverSpec | CreditSpec | RewordingSpec | PublishingSpec | PlacingSpec
)


class VersionReader:
    """Reads how next versions come about; `kinds` are the names of these happenings."""

    def __init__(self, names: References) -> None:
        self._names = names
        self.kinds: Mapping[str, Callable[[Fields], VersionDeed]] = {
            "draft_version": self._drafting,
            "take_over": self._taking_over,
            "credit": self._credit,
            "reword_version": self._rewording,
            "publish_version": self._publishing,
            "confirm_place": self._placing,
        }

    def _drafting(self, fields: Fields) -> DraftingSpec:
        names = self._names
        version = fields.need("version").integer(1) or 1
        return DraftingSpec(names.provision(fields), version, names.by(fields))

    def _taking_over(self, fields: Fields) -> TakingOverSpec:
        names = self._names
        comment = names.comment(fields.need("comment"))
        return TakingOverSpec(names.provision(fields), comment, names.by(fields))

    def _credit(self, fields: Fields) -> CreditSpec:
        names = self._names
        return CreditSpec(
            suffix=names.provision(fields),
            comment=names.comment(fields.need("comment")),
            by=names.by(fields),
            text_language=fields.need("text_in").code(LANGUAGES, "language"),
            quote=fields.need("quote").text(LIMITS["proposed"]),
        )

    def _rewording(self, fields: Fields) -> RewordingSpec:
        names = self._names
        texts: dict[str, dict[str, str]] = {}
        for key, value in fields.need("texts").entries():
            language = key.code(LANGUAGES, "language")
            with value.fields() as words:
                texts[language] = {
                    "title": words.may("title").line(MAX_TITLE),
                    "body": words.may("body").text(MAX_BODY),
                }
        return RewordingSpec(names.provision(fields), names.by(fields), texts)

    def _publishing(self, fields: Fields) -> PublishingSpec:
        names = self._names
        reason = fields.may("reason").text(MAX_REASON)
        return PublishingSpec(names.provision(fields), names.by(fields), reason)

    def _placing(self, fields: Fields) -> PlacingSpec:
        names = self._names
        return PlacingSpec(
            comment=names.comment(fields.need("comment")),
            by=names.by(fields),
            version=fields.need("version").integer(1) or 1,
            decision=fields.need("decision").code([*Decision], "decision"),
            quote=fields.may("quote").text(LIMITS["proposed"]),
        )
