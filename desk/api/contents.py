"""What somebody writes, as a program sends it: read into what the services of comments take."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.errors import DomainError, FieldError, Invalid
from core.languages import LANGUAGES
from reviews.anchors import Anchor, read_selectors
from reviews.content import DraftContent
from reviews.enums import CommentType, Purpose
from reviews.models import FrozenText
from reviews.selectors.reading import Reading

from .bodies import Body, Member
from .kinds import anything, choice, identifier, nullable, text, whole_number
from .shapes.comments import SELECTORS

_VERSION_TEXT = Body(
    (
        Member("key", text(), "Public key of the provision.", needed=True),
        Member("version", whole_number(), "Number of the version.", needed=True),
        Member("language", choice(LANGUAGES), "Language of the text.", needed=True),
        Member("issue", whole_number(), "Issue of the text in that language.", needed=True),
    )
)
_TARGET = Body(
    (
        Member("version_text", _VERSION_TEXT.as_kind(), "The text it speaks about.", needed=True),
        Member(
            "selectors",
            anything(SELECTORS),
            "The words it holds on to; none, or null: the whole provision.",
        ),
    )
)
CONTENT = (
    Member("circle", identifier(), "The room: who reads it.", needed=True),
    Member(
        "speaks_for",
        nullable(identifier()),
        "In whose name: the room if not given, or one's own delegation in a wider room.",
    ),
    Member("target", _TARGET.as_kind(), "What it speaks about.", needed=True),
    Member("type", nullable(choice(CommentType.values)), "Type."),
    Member("purpose", nullable(choice(Purpose.values)), "What it asks for."),
    Member("body", text(), "What it says.", default=""),
    Member("reason", text(), "Why.", default=""),
    Member("proposed", text(), "The wording that it proposes.", default=""),
    Member("language", nullable(choice(LANGUAGES)), "In which it is written; that of the text."),
    Member("question", nullable(whole_number()), "Number of the question that it answers."),
)


def key_of(body: Mapping[str, Any]) -> str:
    """Return the key of the provision that a body with `CONTENT` names."""
    return str(body["target"]["version_text"]["key"])


def content_of(body: Mapping[str, Any], reading: Reading) -> DraftContent:
    """Return what a body with `CONTENT` says about a provision in a round.

    Raises Invalid with JSON pointers for a text or question that the round does not have there,
    and for words that do not stand in that text.
    """
    errors: list[FieldError] = []
    frozen = _text(body["target"]["version_text"], reading, errors)
    anchor = _anchor(body["target"]["selectors"], frozen, errors)
    question_id = _question(body["question"], reading, errors)
    if errors:
        raise Invalid(
            _("It does not fit what is under review."), code=errors[0].code, errors=errors
        )
    return DraftContent(
        text_id=frozen.pk,
        circle_id=body["circle"],
        speaks_for_id=body["speaks_for"],
        type=body["type"] or "",
        purpose=body["purpose"] or "",
        body=body["body"],
        reason=body["reason"],
        proposed=body["proposed"],
        language=body["language"] or frozen.language,
        question_id=question_id,
        anchor=anchor,
    )


def _text(said: Mapping[str, Any], reading: Reading, errors: list[FieldError]) -> FrozenText:
    """Return the frozen text that is named; where it is none, any one, and an error."""
    provision = reading.item.provision.key
    for each in reading.texts:
        named = (provision, each.text.version.number, each.language, each.text.issue)
        if named == (said["key"], said["version"], said["language"], said["issue"]):
            return each
    known = "; ".join(
        _("%(language)s: version %(version)d, issue %(issue)d")
        % {
            "language": each.language,
            "version": each.text.version.number,
            "issue": each.text.issue,
        }
        for each in reading.texts
    )
    detail = _("The round speaks about %(key)s in these texts: %(known)s.")
    told = detail % {"key": provision, "known": known}
    errors.append(FieldError("/target/version_text", told, "foreign_text"))
    return reading.texts[0]


def _anchor(sent: object, frozen: FrozenText, errors: list[FieldError]) -> Anchor | None:
    if errors:
        return None  # in another text the words would not be found
    try:
        return read_selectors(frozen.text.body, sent)
    except DomainError as refusal:
        errors.append(FieldError("/target/selectors", refusal.detail, refusal.code))
        return None


def _question(number: int | None, reading: Reading, errors: list[FieldError]) -> UUID | None:
    if number is None:
        return None
    found = {each.number: each.pk for each in reading.questions}
    if number not in found:
        detail = _("There is no such question about this provision.")
        errors.append(FieldError("/question", detail, "foreign_question"))
    return found.get(number)
