"""Dispositions: the review secretariat's answers to comments, and what commenters reply."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import CharField
from django.db.models.functions import Cast

from core.keyset import Order
from core.languages import LANGUAGES
from core.query import choice
from frameworks.selectors.slices import DOCUMENT_ORDER, sliced
from reviews.enums import DispositionKind, ReplyKind
from reviews.models import Disposition
from reviews.querysets import reads_submissions
from reviews.selectors.dispositions import answer_histories, disposition_facts
from reviews.selectors.rounds import round_facts
from reviews.services.answering import MAX_AT_ONCE
from reviews.services.disposition_release import release_dispositions
from reviews.services.dispositions import prepare_dispositions
from reviews.services.replies import reply_to_disposition

from .answers import Answer, created, made, shown
from .bodies import Body, Member
from .endpoint import DeskEndpoint
from .kinds import choice as one_of
from .kinds import identifier, listed, nullable, numbers, text, texts, whole_number
from .members import move_body
from .operations import Ask, Operation
from .paging import listing, paging, sliced_by, stretch_of, wanted
from .parameters import PROVISION, ROUND
from .rounds import PLACE as ROUND_PLACE
from .rounds import named
from .shapes.dispositions import DISPOSITION, DISPOSITIONS_RELEASED, PREPARED, REPLY
from .shapes.parts import marked, page_of
from .values.dispositions import disposition_value, reply_value

PLACE = {"disposition_id": "Id of the answer."}
_IS_PREPARED = {"prepared": True, "released": False}
_FILTERS = (
    ROUND,
    PROVISION,
    choice("state", _IS_PREPARED, "Whether it is prepared only, or released."),
    choice("kind", DispositionKind.values, "What is answered.", many=True),
)
COMMENT_IDS = Member(
    "comment_ids",
    listed(identifier(), most=MAX_AT_ONCE),
    "Comments of one round.",
    needed=True,
)
_ANSWER = Body(
    (
        COMMENT_IDS,
        Member("kind", one_of(DispositionKind.values), "What is answered.", needed=True),
        Member("reasons", texts(), "Why; the release needs all languages.", needed=True),
        Member("duplicate_of", nullable(identifier()), "Id of the comment that is repeated."),
        Member(
            "numbers_seen",
            numbers(),
            "By id of the comment, the `number` of the latest answer that you have read; none: 0.",
            default={},
        ),
    )
)
_REPLY = move_body(
    Member("kind", one_of(ReplyKind.values), "What the commenter says.", needed=True),
    Member("text", text(), "Why; `maintains` needs it.", default=""),
    Member("language", one_of(LANGUAGES), "In which it is written.", default=LANGUAGES[0]),
    Member(
        "number_seen",
        whole_number(least=0),
        "`number` of the latest reply that you have read; 0 for none.",
        needed=True,
    ),
)
# The comment's place; within it, outside the review secretariat, nothing that would tell how
# often an answer was prepared.
_PLACE = (
    *("comment__round__framework__slug", "comment__round__number"),
    *("comment__item__provision__document_order", "comment_text"),
)
_INSIDE = {DOCUMENT_ORDER: Order((*_PLACE, "number"))}
_OUTSIDE = {DOCUMENT_ORDER: Order((*_PLACE, "released_at", "id_text"))}


class DispositionList(DeskEndpoint):
    """Answers: those to comments of one's rooms and to published ones once they are released; for
    the review secretariat every one that was prepared.
    """

    operations = {
        "GET": Operation(page_of(DISPOSITION), parameters=(*_FILTERS, *paging())),
        "POST": Operation(marked(PREPARED), body=_ANSWER, status=201),
    }

    def answer_get(self, ask: Ask) -> Answer:
        """List them, by framework, round, provision and comment, the first answer first."""
        rows = Disposition.objects.visible_to(ask.mandate, ask.at).filter(**_filters(ask))
        rows = rows.select_related("comment__round__framework", "comment__item__provision")
        placed = rows.annotate(
            comment_text=Cast("comment_id", CharField()), id_text=Cast("id", CharField())
        )
        orders = _INSIDE if reads_submissions(ask.mandate, ask.at) else _OUTSIDE
        found = sliced(placed, orders, stretch_of(ask), lambda row: row)
        return listing(ask, _values(ask, found.rows), found.next)

    def answer_post(self, ask: Ask) -> Answer:
        """Prepare one answer for one or several comments. Nobody else sees it before the release
        of its round.
        """
        said = {name: value for name, value in ask.body.items() if name != "numbers_seen"}
        rows = prepare_dispositions(
            **said, expected=ask.body["numbers_seen"], actor=ask.actor, at=ask.at
        )
        return made({"results": _values(ask, rows)})


class DispositionDetail(DeskEndpoint):
    """One answer that this mandate may read."""

    operations = {"GET": Operation(marked(DISPOSITION))}
    places = PLACE

    def answer_get(self, ask: Ask, disposition_id: UUID) -> Answer:
        """Show it."""
        row = disposition_facts(disposition_id, ask.mandate, ask.at)
        history = answer_histories([row.comment_id], ask.mandate, ask.at)[row.comment_id]
        is_current = history[-1].id == row.id
        return shown(disposition_value(row, ask.language, is_current=is_current))


class ReplyList(DeskEndpoint):
    """What was replied to an answer. It is read wherever the answer is."""

    operations = {
        "GET": Operation(page_of(REPLY), parameters=paging()),
        "POST": Operation(marked(DISPOSITION), body=_REPLY, status=201),
    }
    places = PLACE

    def answer_get(self, ask: Ask, disposition_id: UUID) -> Answer:
        """List the replies, the first one first; the last one counts."""
        every = disposition_facts(disposition_id, ask.mandate, ask.at).replies
        rows, following = sliced_by(every, wanted(ask), lambda reply: str(reply.number))
        return listing(ask, [reply_value(each, ask.language) for each in rows], following)

    def answer_post(self, ask: Ask, disposition_id: UUID) -> Answer:
        """Reply in the name that the comment is in; the answer is shown with the reply. It is
        public at once where the comment is.
        """
        reply_to_disposition(
            disposition_id=disposition_id,
            kind=ask.body["kind"],
            text=ask.body["text"],
            language=ask.body["language"],
            expected_number=ask.body["number_seen"],
            actor=ask.actor,
            at=ask.at,
        )
        facts = disposition_facts(disposition_id, ask.mandate, ask.at)
        value = disposition_value(facts, ask.language, is_current=True)
        return created(value, f"dispositions/{disposition_id}/replies")


class DispositionRelease(DeskEndpoint):
    """The release of all answers of a round together, in all languages."""

    operations = {"POST": Operation(marked(DISPOSITIONS_RELEASED))}
    places = ROUND_PLACE

    def answer_post(self, ask: Ask, round_name: str) -> Answer:
        """Release them. Where comments are published with the answers, they are by this."""
        facts = round_facts(named(round_name))
        released = release_dispositions(round_id=facts.id, actor=ask.actor, at=ask.at)
        return shown({"round": facts.key, "released": len(released)})


def _filters(ask: Ask) -> dict[str, Any]:
    wanted_ = {
        "comment__round__key__in": ask["round"],
        "comment__item__provision__key__in": ask["provision"],
        "kind__in": ask["kind"],
    }
    filters: dict[str, Any] = {path: values for path, values in wanted_.items() if values}
    if ask["state"]:
        filters["released_at__isnull"] = _IS_PREPARED[ask["state"]]
    return filters


def _values(ask: Ask, rows: Sequence[Disposition]) -> list[dict[str, Any]]:
    """Return answers as the asker may know them, in their order."""
    histories = answer_histories({row.comment_id for row in rows}, ask.mandate, ask.at)
    facts = {each.id: each for answers in histories.values() for each in answers}
    current = {answers[-1].id for answers in histories.values()}
    return [
        disposition_value(facts[row.pk], ask.language, is_current=row.pk in current) for row in rows
    ]
