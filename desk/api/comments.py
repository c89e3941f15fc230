"""Comments: those of one's rooms with their inner life, and for the review secretariat those that
were handed to it.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.errors import Missing
from core.query import choice, words
from reviews.enums import VoiceKind
from reviews.lifecycle import HANDED_OVER, CommentStage
from reviews.querysets import reads_submissions
from reviews.selectors.cards import VoiceFacts
from reviews.selectors.comments import read_room_comments, room_comments
from reviews.selectors.handed import handed_over_comments
from reviews.selectors.reading import read_item
from reviews.selectors.rooms import comment_detail
from reviews.selectors.rounds import round_facts
from reviews.services.comments import merge_comments, revise_comment
from reviews.services.rooms import note_voice, write_message

from .answers import Answer, created, shown
from .bodies import Body, Member
from .contents import CONTENT, content_of
from .endpoint import DeskEndpoint
from .kinds import choice as one_of
from .kinds import identifier, listed, nullable, text
from .members import FOR_MANDATE, move_body
from .operations import Ask, Operation
from .paging import listing, paging, sliced_by, stretch_of, wanted
from .people import readable_circle
from .reading import room_comment, whole_comment
from .rounds import PLACE as ROUND_PLACE
from .rounds import named
from .shapes.comments import COMMENT, COMMENT_WHOLE, MESSAGE, VOICE
from .shapes.parts import marked, page_of
from .values.comments import comment_value, handed_value, message_value, voice_value

PLACE = {"comment_id": "Id of the comment."}
FILTERS = (
    words("round", "Key of a round.", longest=120, many=True),
    words("provision", "Key of a provision.", longest=120, many=True),
    choice("stage", CommentStage.values, "Where it stands.", many=True),
)
# Stages that are the same seen from inside and from outside a room.
_OUTSIDE = (*HANDED_OVER, CommentStage.WITHDRAWN)
_VOICE = move_body(
    Member("kind", one_of(VoiceKind.values), "What is said.", needed=True),
    Member("text", text(), "Why; dissent does not do without.", default=""),
)
_MESSAGE = move_body(
    Member("text", text(), "What it says.", needed=True),
    Member("reply_to", nullable(identifier()), "Id of the message that it answers."),
)
_MERGER = Body(
    (
        Member("into", identifier(), "The comment whose words stay.", needed=True),
        Member("others", listed(identifier(), most=100), "Its duplicates.", needed=True),
        FOR_MANDATE,
    )
)


class CommentList(DeskEndpoint):
    """The comments in all rooms of this mandate; for the review secretariat, what was handed to
    it.
    """

    operations = {"GET": Operation(page_of(COMMENT), parameters=(*FILTERS, *paging()))}

    def answer_get(self, ask: Ask) -> Answer:
        """List them, by framework, round and provision."""
        return listed_comments(ask, ask["round"])


class RoundComments(DeskEndpoint):
    """What was handed over in a round, for the review secretariat alone."""

    operations = {"GET": Operation(page_of(COMMENT), parameters=(*FILTERS[1:], *paging()))}
    places = ROUND_PLACE

    def answer_get(self, ask: Ask, round_name: str) -> Answer:
        """List it, by provision."""
        facts = round_facts(named(round_name))
        if not reads_submissions(ask.mandate, ask.at):
            raise Missing(_("There is no such list."))
        return listed_comments(ask, [facts.key])


class RoomComments(DeskEndpoint):
    """The comments in one room that this mandate is in."""

    operations = {"GET": Operation(page_of(COMMENT), parameters=(*FILTERS, *paging()))}
    places = {"circle_id": "Id of the circle."}

    def answer_get(self, ask: Ask, circle_id: UUID) -> Answer:
        """List them, by framework, round and provision."""
        circle = readable_circle(ask, circle_id)
        found = room_comments(
            circle,
            ask.mandate,
            ask.at,
            stretch_of(ask),
            rounds=ask["round"],
            **filters_of(ask),
        )
        return listing(ask, [comment_value(each, ask.language) for each in found.rows], found.next)


class CommentDetail(DeskEndpoint):
    """One comment: in its room with its inner life, for the review secretariat as handed over."""

    operations = {
        "GET": Operation(marked(COMMENT_WHOLE), has_edition=True),
        "PUT": Operation(
            marked(COMMENT_WHOLE),
            body=Body((*CONTENT, FOR_MANDATE)),
            needs_edition=True,
            has_edition=True,
        ),
    }
    places = PLACE

    def answer_get(self, ask: Ask, comment_id: UUID) -> Answer:
        """Show it."""
        return _shown(ask, comment_id)

    def answer_put(self, ask: Ask, comment_id: UUID) -> Answer:
        """Give it new words, which are to be endorsed anew. It stays in its room."""
        detail = comment_detail(comment_id, ask.mandate, ask.at)
        reading = read_item(detail.card.item_id, mandate=ask.mandate, at=ask.at)
        revise_comment(
            comment_id=comment_id,
            expected_edition=ask.expected,
            content=content_of(ask.body, reading),
            actor=ask.actor,
            at=ask.at,
        )
        return _shown(ask, comment_id)


class CommentMerger(DeskEndpoint):
    """Merges duplicates of one room, about one provision and in one name."""

    operations = {"POST": Operation(marked(COMMENT_WHOLE), body=_MERGER, has_edition=True)}

    def answer_post(self, ask: Ask) -> Answer:
        """Merge them into one of them, whose words stay; the authors of all become its own."""
        into = ask.body["into"]
        merge_comments(into_id=into, other_ids=ask.body["others"], actor=ask.actor, at=ask.at)
        return _shown(ask, into)


class MessageList(DeskEndpoint):
    """A comment's thread, which its room alone reads."""

    operations = {
        "GET": Operation(page_of(MESSAGE), parameters=paging()),
        "POST": Operation(marked(MESSAGE), body=_MESSAGE, status=201),
    }
    places = PLACE

    def answer_get(self, ask: Ask, comment_id: UUID) -> Answer:
        """List the messages, oldest first."""
        every = comment_detail(comment_id, ask.mandate, ask.at).thread
        rows, following = sliced_by(every, wanted(ask), lambda message: str(message.id))
        return listing(ask, [message_value(each, ask.language) for each in rows], following)

    def answer_post(self, ask: Ask, comment_id: UUID) -> Answer:
        """Write into it. The message stays for ever."""
        written = write_message(
            comment_id=comment_id,
            text=ask.body["text"],
            reply_to=ask.body["reply_to"],
            actor=ask.actor,
            at=ask.at,
        )
        thread = comment_detail(comment_id, ask.mandate, ask.at).thread
        [message] = [each for each in thread if each.id == written.pk]
        return created(message_value(message, ask.language), f"comments/{comment_id}/messages")


class VoiceList(DeskEndpoint):
    """What was said for and against a comment in its room: the latest word of each speaker."""

    operations = {
        "GET": Operation(page_of(VOICE), parameters=paging()),
        "POST": Operation(marked(COMMENT), body=_VOICE, has_edition=True),
    }
    places = PLACE

    def answer_get(self, ask: Ask, comment_id: UUID) -> Answer:
        """List the words that stand."""
        every = comment_detail(comment_id, ask.mandate, ask.at).card.voices
        rows, following = sliced_by(every, wanted(ask), _speaker)
        return listing(ask, [voice_value(each, ask.language) for each in rows], following)

    def answer_post(self, ask: Ask, comment_id: UUID) -> Answer:
        """Say something for or against it, or take one's word back; the comment is shown as it
        then is. Who submits for a delegation speaks for it in a wider room.
        """
        note_voice(
            comment_id=comment_id,
            kind=ask.body["kind"],
            text=ask.body["text"],
            actor=ask.actor,
            at=ask.at,
        )
        value, edition = room_comment(ask, comment_id)
        return shown(value, edition=edition)


def listed_comments(ask: Ask, rounds: Collection[str]) -> Answer:
    """Return a page of the comments that the asker may read, of these rounds (keys) or of all."""
    chosen = {**filters_of(ask), "rounds": rounds}
    if reads_submissions(ask.mandate, ask.at):
        return _listed_from_outside(ask, chosen)
    found = read_room_comments(ask.mandate, ask.at, stretch_of(ask), **chosen)
    return listing(ask, [comment_value(each, ask.language) for each in found.rows], found.next)


def _listed_from_outside(ask: Ask, chosen: dict[str, Any]) -> Answer:
    """Return a page for the review secretariat. It asks by the stages that it is told of: by any
    other it would find out what a room does with a comment that was declined.
    """
    known = [stage for stage in chosen["stages"] if stage in _OUTSIDE]
    if chosen["stages"] and not known:
        return listing(ask, [], None)
    handed = handed_over_comments(
        ask.mandate, ask.at, stretch_of(ask), **{**chosen, "stages": known}
    )
    return listing(ask, [handed_value(each, ask.language) for each in handed.rows], handed.next)


def filters_of(ask: Ask) -> dict[str, Any]:
    return {"provisions": ask["provision"], "stages": ask["stage"]}


def _shown(ask: Ask, comment_id: UUID) -> Answer:
    value, edition = whole_comment(ask, comment_id)
    return shown(value, edition=edition)


def _speaker(voice: VoiceFacts) -> str:
    return str(voice.delegation.pk if voice.delegation else voice.person.mandate_id)
