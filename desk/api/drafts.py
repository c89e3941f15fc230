"""Private drafts: begun, saved, deleted, and shared in a room, where they become comments."""

from uuid import UUID

from django.utils.translation import gettext as _

from core.errors import Missing
from core.keyset import Order
from core.query import words
from frameworks.selectors.slices import DOCUMENT_ORDER, sliced
from reviews.models import Draft
from reviews.querysets import DraftQuerySet
from reviews.selectors.reading import read_item, read_provision
from reviews.services.drafts import begin_draft, delete_draft, save_draft, share_draft

from .answers import Answer, created, gone, shown
from .bodies import Body, Member
from .contents import CONTENT, content_of, key_of
from .endpoint import DeskEndpoint
from .kinds import text
from .members import move_body
from .operations import Ask, Operation
from .paging import listing, paging, stretch_of
from .reading import room_comment
from .shapes.comments import COMMENT, DRAFT
from .shapes.parts import marked, page_of
from .values.comments import draft_value

PLACE = {"draft_id": "Id of the draft."}
_ROUND = Member("round", text(), "Id or key of the round; the open one if not given.", default="")
# The oldest first: a place that saving does not change.
_ORDERS = {DOCUMENT_ORDER: Order(("created_at", "id"))}
_RELATED = (
    *("item__round", "item__provision", "text__text__version", "question"),
    *("circle__organization", "speaks_for__organization"),
)


class DraftList(DeskEndpoint):
    """The private drafts of this mandate. Nobody else learns that they exist."""

    operations = {
        "GET": Operation(
            page_of(DRAFT),
            parameters=(words("provision", "Key of a provision.", longest=120), *paging()),
        ),
        "POST": Operation(
            marked(DRAFT), body=Body((_ROUND, *CONTENT)), has_edition=True, status=201
        ),
    }

    def answer_get(self, ask: Ask) -> Answer:
        """List them, the oldest first."""
        rows = _drafts(ask)
        if ask["provision"]:
            rows = rows.filter(item__provision__key=ask["provision"])
        found = sliced(rows, _ORDERS, stretch_of(ask), lambda row: draft_value(row, ask.language))
        return listing(ask, found.rows, found.next)

    def answer_post(self, ask: Ask) -> Answer:
        """Begin one. Nothing in it is checked before it is shared, but that it can be kept."""
        reading = read_provision(
            key_of(ask.body), round_named=ask.body["round"], mandate=ask.mandate, at=ask.at
        )
        draft = begin_draft(
            item_id=reading.item.pk,
            content=content_of(ask.body, reading),
            actor=ask.acting.actor,
            at=ask.at,
        )
        value = draft_value(_own(ask, draft.pk), ask.language)
        return created(value, f"drafts/{draft.pk}", edition=draft.edition, private_id=draft.pk)


class DraftDetail(DeskEndpoint):
    """One private draft of this mandate."""

    operations = {
        "GET": Operation(marked(DRAFT), has_edition=True),
        "PUT": Operation(marked(DRAFT), body=Body(CONTENT), needs_edition=True, has_edition=True),
        "DELETE": Operation(None, needs_edition=True, status=204),
    }
    places = PLACE

    def answer_get(self, ask: Ask, draft_id: UUID) -> Answer:
        """Show it."""
        return _shown(ask, draft_id)

    def answer_put(self, ask: Ask, draft_id: UUID) -> Answer:
        """Save it whole. The same words again change nothing."""
        reading = read_item(_own(ask, draft_id).item_id, mandate=ask.mandate, at=ask.at)
        save_draft(
            draft_id=draft_id,
            expected_edition=ask.expected,
            content=content_of(ask.body, reading),
            actor=ask.acting.actor,
            at=ask.at,
        )
        return _shown(ask, draft_id)

    def answer_delete(self, ask: Ask, draft_id: UUID) -> Answer:
        """Delete it; nothing of it remains, answers kept under a key included."""
        delete_draft(
            draft_id=draft_id, expected_edition=ask.expected, actor=ask.acting.actor, at=ask.at
        )
        return gone()


class DraftSharing(DeskEndpoint):
    """The step from a private draft to a comment in a room. It can't be taken back."""

    operations = {
        "POST": Operation(
            marked(COMMENT), body=move_body(), needs_edition=True, has_edition=True, status=201
        )
    }
    places = PLACE

    def answer_post(self, ask: Ask, draft_id: UUID) -> Answer:
        """Share it: everything that keeps it back is named at once."""
        comment = share_draft(
            draft_id=draft_id, expected_edition=ask.expected, actor=ask.actor, at=ask.at
        )
        value, edition = room_comment(ask, comment.pk)
        return created(value, f"comments/{comment.pk}", edition=edition)


def _shown(ask: Ask, draft_id: UUID) -> Answer:
    draft = _own(ask, draft_id)
    return shown(draft_value(draft, ask.language), edition=draft.edition)


def _own(ask: Ask, draft_id: UUID) -> Draft:
    found = _drafts(ask).filter(pk=draft_id).first()
    if found is None:
        raise Missing(_("There is no such draft."))
    return found


def _drafts(ask: Ask) -> DraftQuerySet:
    return Draft.objects.visible_to(ask.mandate, ask.at).select_related(*_RELATED)
