"""Next versions: the review secretariat's working drafts, beside the comments that they answer."""

from typing import Any, ClassVar

from core.languages import LANGUAGES
from reviews.models import Placement
from reviews.selectors.next_versions import next_version_facts
from reviews.services.next_version_publication import publish_next_version
from reviews.services.next_versions import (
    begin_next_version,
    credit_comment,
    delete_next_version,
    save_next_version,
    take_over,
    uncredit_comment,
)

from .answers import Answer, created, gone, made, shown
from .bodies import Body, Member
from .endpoint import DeskEndpoint
from .kinds import choice as one_of
from .kinds import identifier, text, whole_number
from .operations import Ask, Operation
from .shapes.next_versions import NEXT_VERSION, VERSION_PUBLISHED
from .shapes.parts import marked
from .values.next_versions import next_version_value, version_published_value

PLACE = {"key": "Public key of the provision."}
_WORDS = Body(
    (
        Member("title", text(), "Its title.", needed=True),
        Member("body", text(), "Its body, paragraphs apart by an empty line.", needed=True),
    )
)
_TEXTS = Body(tuple(Member(each, _WORDS.as_kind(), f"The text in {each}.") for each in LANGUAGES))
_COMMENT = Member("comment", identifier(), "Id of the comment.", needed=True)
_CREDIT = Body(
    (
        _COMMENT,
        Member("language", one_of(LANGUAGES), "Of the text that changes.", needed=True),
        Member("start", whole_number(least=0), "Offset in the base's body.", needed=True),
        Member("end", whole_number(least=0), "Offset there, exclusive.", needed=True),
    )
)


def _change(body: Body) -> dict[str, Operation]:
    return {
        "POST": Operation(marked(NEXT_VERSION), body=body, needs_edition=True, has_edition=True)
    }


class NextVersionDetail(DeskEndpoint):
    """The working draft of a provision's next version, which the review secretariat alone reads."""

    operations = {
        "GET": Operation(marked(NEXT_VERSION), has_edition=True),
        "POST": Operation(
            marked(NEXT_VERSION),
            body=Body((Member("version", whole_number(), "The version you read.", needed=True),)),
            has_edition=True,
            status=201,
        ),
        "PUT": Operation(
            marked(NEXT_VERSION),
            body=Body((Member("texts", _TEXTS.as_kind(), "Texts by language.", needed=True),)),
            needs_edition=True,
            has_edition=True,
        ),
        "DELETE": Operation(None, needs_edition=True, status=204),
    }
    places = PLACE

    def answer_get(self, ask: Ask, key: str) -> Answer:
        """Show it, with the redline that it makes and the comments beside it."""
        return _shown(ask, key)

    def answer_post(self, ask: Ask, key: str) -> Answer:
        """Begin it with the words of the latest version."""
        begin_next_version(
            key=key, expected_version=ask.body["version"], actor=ask.actor, at=ask.at
        )
        value, edition = _facts(ask, key)
        return created(value, f"provisions/{key}/next-version", edition=edition)

    def answer_put(self, ask: Ask, key: str) -> Answer:
        """Save its texts whole. What comments are credited with stays."""
        sent = {name: words for name, words in ask.body["texts"].items() if words is not None}
        save_next_version(
            key=key, expected_edition=ask.expected, texts=sent, actor=ask.actor, at=ask.at
        )
        return _shown(ask, key)

    def answer_delete(self, ask: Ask, key: str) -> Answer:
        """Delete it; nothing of it was on the record."""
        delete_next_version(key=key, expected_edition=ask.expected, actor=ask.actor, at=ask.at)
        return gone()


class _Crediting(DeskEndpoint):
    """A change of the working draft that names a comment."""

    places = PLACE
    service: ClassVar[Any]

    def answer_post(self, ask: Ask, key: str) -> Answer:
        """Do it; the working draft is shown as it then is."""
        said = {name: value for name, value in ask.body.items() if name != "comment"}
        type(self).service(
            key=key,
            comment_id=ask.body["comment"],
            expected_edition=ask.expected,
            **said,
            actor=ask.actor,
            at=ask.at,
        )
        return _shown(ask, key)


class WordingTakeOver(_Crediting):
    """Puts the wording that a comment proposes in the place of the words it speaks about."""

    operations = _change(Body((_COMMENT,)))
    service = staticmethod(take_over)


class CommentCredit(_Crediting):
    """Says that a comment stands behind a change of these words."""

    operations = _change(_CREDIT)
    service = staticmethod(credit_comment)


class CommentUncredit(_Crediting):
    """Takes back that a comment stands behind a change."""

    operations = _change(_CREDIT)
    service = staticmethod(uncredit_comment)


class NextVersionPublication(DeskEndpoint):
    """The publication of a working draft as the next version. Every comment that was handed over
    gets its place in it.
    """

    operations = {
        "POST": Operation(
            marked(VERSION_PUBLISHED),
            body=Body(
                (Member("reason", text(), "Why a text under review is replaced.", default=""),)
            ),
            needs_edition=True,
            status=201,
        )
    }
    places = PLACE

    def answer_post(self, ask: Ask, key: str) -> Answer:
        """Publish it. A provision in review goes back to draft first, for the reason given."""
        version = publish_next_version(
            key=key,
            expected_edition=ask.expected,
            reason=ask.body["reason"],
            actor=ask.actor,
            at=ask.at,
        )
        placed = Placement.objects.visible_to(ask.mandate, ask.at).filter(version=version)
        return made(version_published_value(key, version, list(placed)))


def _facts(ask: Ask, key: str) -> tuple[dict[str, Any], int]:
    facts = next_version_facts(key, ask.mandate, ask.at)
    return next_version_value(facts, ask.language), facts.edition


def _shown(ask: Ask, key: str) -> Answer:
    value, edition = _facts(ask, key)
    return shown(value, edition=edition)
