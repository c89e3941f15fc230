"""Reading the practice reviews: rounds, rooms and comments, in the order in which it happens."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.fields import Fields, Value, root_of
from core.languages import LANGUAGES
from core.reading import Place, Reading
from core.yamlfile import read_yaml
from frameworks.loading.entries import check_format
from reviews.content import LIMITS, MAX_MESSAGE
from reviews.content import MAX_REASON as MAX_REASON_OF_COMMENT
from reviews.enums import CommentType, Publication, Purpose, VoiceKind
from reviews.lifecycle import MOVES, CommentMove
from reviews.round_drafts import MAX_PURPOSE, MAX_REASON

from .answer_deeds import AnswerDeed, AnswerReader
from .deeds import (
    CloseSpec,
    CutoffSpec,
    DeedInRoom,
    DeedInRound,
    ExtensionSpec,
    HandoverSpec,
    ItemSpec,
    MergerSpec,
    MessageSpec,
    MoveSpec,
    RevisionSpec,
    RoundSpec,
    VoiceSpec,
    WordsSpec,
    WritingSpec,
)
from .moments import read_past
from .position_deeds import PositionDeed, PositionReader
from .references import Around, References
from .version_deeds import VersionDeed, VersionReader

FORMAT = "tripartite-practice-reviews/1"
Deed = DeedInRound | DeedInRoom | PositionDeed | AnswerDeed | VersionDeed
_MOVES = (
    CommentMove.ENDORSE,
    CommentMove.RETURN,
    CommentMove.WITHDRAW,
    CommentMove.ACCEPT_LATE,
    CommentMove.DECLINE_LATE,
)


@dataclass(frozen=True, slots=True)
class Happening:
    at: datetime
    deed: Deed
    place: Place


@dataclass(frozen=True, slots=True)
class Reviews:
    reading: Reading
    happenings: Sequence[Happening]


def read_framework(file: Path) -> str:
    """Return the slug of the framework that is reviewed. Raises Invalid."""
    reading = Reading(str(file))
    fields = Fields(root_of(reading, read_yaml(file)))
    check_format(fields, FORMAT)
    slug = fields.need("framework").slug()
    reading.finish()
    return slug


def read_reviews(file: Path, around: Around) -> Reviews:
    """Return the story. Raises Invalid with every mistake of the file and its place."""
    reading = Reading(str(file))
    with root_of(reading, read_yaml(file)).fields() as fields:
        check_format(fields, FORMAT)
        fields.need("framework").code([around.framework], "framework")
        reader = _Reader(around)
        read = [reader.happening(value) for value in fields.need("happenings").items()]
    happenings = [each for each in read if each is not None]
    for before, after in zip(happenings, happenings[1:], strict=False):
        if after.at < before.at:
            reading.refuse(after.place, "This happens before what stands above it.")
    reading.finish()
    return Reviews(reading, happenings)


class _Reader:
    """Reads happenings in order; each may refer to what was named before it."""

    def __init__(self, around: Around) -> None:
        self._names = names = References(around)
        self._kinds: dict[str, Callable[[Fields], Deed]] = {
            "open_round": self._round,
            "extend_round": self._extension,
            "close_round": self._close,
            "cutoff": self._cutoff,
            "draft": self._draft,
            "share": self._share,
            "revise": self._revision,
            "message": self._message,
            "voice": self._voice,
            "merge": self._merger,
            "submit": self._submission,
            "offer_late": self._late_offer,
            **PositionReader(names).kinds,
            **AnswerReader(names).kinds,
            **VersionReader(names).kinds,
        }

    def happening(self, value: Value) -> Happening | None:
        with value.fields() as fields:
            at = read_past(fields.need("at"), self._names.around.loaded_at)
            known = [*self._kinds, *(move.value for move in _MOVES)]
            kind = fields.need("kind").code(known, "kind of happening")
            if not kind:
                fields.accept_the_rest()
                return None
            if kind in self._kinds:
                return Happening(at, self._kinds[kind](fields), value.place)
            return Happening(at, self._move(fields, CommentMove(kind)), value.place)

    def _round(self, fields: Fields) -> RoundSpec:
        slug = fields.need("round")
        spec = RoundSpec(
            slug=slug.slug(),
            by=self._names.by(fields),
            opens_at=self._names.moment(fields, "opens"),
            closes_at=self._names.moment(fields, "closes"),
            purpose=fields.need("purpose").texts(limit=MAX_PURPOSE, needs=LANGUAGES),
            languages=fields.need("languages").codes(LANGUAGES, "language", empty="Name them."),
            publication=fields.need("publication").code(Publication.values, "publication"),
            items=[self._item(each) for each in fields.need("items").items()],
        )
        if spec.slug in self._names.rounds:
            slug.refuse(f"“{spec.slug}” is the name of another round.")
        self._names.rounds[spec.slug] = spec.items
        return spec

    def _item(self, value: Value) -> ItemSpec:
        with value.fields() as fields:
            return ItemSpec(
                suffix=self._names.provision(fields),
                version=fields.need("version").integer(1) or 1,
                questions=[
                    each.texts(limit=MAX_PURPOSE, needs=LANGUAGES)
                    for each in fields.may("questions").items()
                ],
            )

    def _extension(self, fields: Fields) -> ExtensionSpec:
        return ExtensionSpec(
            round=self._names.in_round(fields),
            by=self._names.by(fields),
            closes_at=self._names.moment(fields, "closes"),
            reason=fields.need("reason").text(MAX_REASON),
        )

    def _close(self, fields: Fields) -> CloseSpec:
        return CloseSpec(self._names.in_round(fields))

    def _cutoff(self, fields: Fields) -> CutoffSpec:
        return CutoffSpec(
            round=self._names.in_round(fields),
            by=self._names.by(fields),
            room=self._names.room(fields.need("room")),
            cutoff_at=self._names.moment(fields, "cutoff"),
        )

    def _draft(self, fields: Fields) -> WritingSpec:
        return self._writing(fields, slug="", is_shared=False)

    def _share(self, fields: Fields) -> WritingSpec:
        return self._writing(fields, slug=self._names.new_comment(fields), is_shared=True)

    def _writing(self, fields: Fields, *, slug: str, is_shared: bool) -> WritingSpec:
        round_ = self._names.in_round(fields)
        return WritingSpec(
            slug=slug,
            by=self._names.by(fields),
            round=round_,
            suffix=self._names.of_round(fields, round_),
            room=self._names.room(fields.need("room")),
            speaks_for=self._names.room(fields.may("speaks_for")),
            words=_words(fields),
            is_shared=is_shared,
        )

    def _revision(self, fields: Fields) -> RevisionSpec:
        return RevisionSpec(
            self._names.comment(fields.need("comment")), self._names.by(fields), _words(fields)
        )

    def _message(self, fields: Fields) -> MessageSpec:
        spec = MessageSpec(
            slug=fields.may("message").slug(),
            comment=self._names.comment(fields.need("comment")),
            by=self._names.by(fields),
            text=fields.need("text").text(MAX_MESSAGE),
            reply_to=fields.may("reply_to").code(self._names.messages, "message above"),
        )
        self._names.messages.extend([spec.slug] if spec.slug else [])
        return spec

    def _voice(self, fields: Fields) -> VoiceSpec:
        return VoiceSpec(
            comment=self._names.comment(fields.need("comment")),
            by=self._names.by(fields),
            voice=fields.need("voice").code(VoiceKind.values, "voice"),
            text=fields.may("text").text(MAX_MESSAGE),
        )

    def _move(self, fields: Fields, move: CommentMove) -> MoveSpec:
        reason = (fields.need if MOVES[move].needs_reason else fields.may)("reason")
        return MoveSpec(
            move=move,
            comment=self._names.comment(fields.need("comment")),
            by=self._names.by(fields),
            acts_for=self._names.acts_for(fields),
            reason=reason.text(MAX_REASON_OF_COMMENT),
        )

    def _merger(self, fields: Fields) -> MergerSpec:
        return MergerSpec(
            into=self._names.comment(fields.need("into")),
            others=self._names.several(fields.need("others")),
            by=self._names.by(fields),
        )

    def _submission(self, fields: Fields) -> HandoverSpec:
        return self._handover(fields, is_late=False)

    def _late_offer(self, fields: Fields) -> HandoverSpec:
        return self._handover(fields, is_late=True)

    def _handover(self, fields: Fields, *, is_late: bool) -> HandoverSpec:
        return HandoverSpec(
            comments=self._names.several(fields.need("comments")),
            by=self._names.by(fields),
            acts_for=self._names.acts_for(fields),
            is_late=is_late,
            reason=fields.need("reason").text(MAX_REASON_OF_COMMENT) if is_late else "",
        )


def _words(fields: Fields) -> WordsSpec:
    return WordsSpec(
        type=fields.need("type").code(CommentType.values, "type of comment"),
        purpose=fields.need("purpose").code(Purpose.values, "purpose"),
        body=fields.need("body").text(LIMITS["body"]),
        reason=fields.may("reason").text(LIMITS["reason"]),
        proposed=fields.may("proposed").text(LIMITS["proposed"]),
        language=fields.need("language").code(LANGUAGES, "language"),
        text_language=fields.may("text_in").code(LANGUAGES, "language"),
        quote=fields.may("quote").text(LIMITS["proposed"]),
        question=fields.may("question").integer(1),
    )
