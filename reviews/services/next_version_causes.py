"""Comments behind a working draft: their wordings taken over, or their part in a change noted."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Conflict, Invalid, Missing
from core.ids import new_id
from core.textform import normalize_text
from frameworks.selectors import Stretch
from reviews.enums import Purpose
from reviews.models import NextVersion, NextVersionCause
from reviews.next_version_texts import base_texts
from reviews.reanchoring import reanchor
from reviews.selectors.base_words import SURE, BaseWords, base_words
from reviews.selectors.handed import HandedOver, handed_over_comments
from reviews.wording_changes import with_words_replaced
from stakeholders.models import Mandate

from .next_version_locks import check_edition, locked_draft, saved


@transaction.atomic
def take_over(
    *, key: str, comment_id: UUID, expected_edition: int, actor: Actor, at: datetime
) -> NextVersion:
    """Put the wording that a comment proposes in the place of its words in the draft, and note the
    comment behind it. A comment that wants its words deleted and proposes none takes them out.

    Raises Missing, NotAllowed, Conflict: `edited_elsewhere`, `nothing_proposed`,
    `taken_over_already`, `words_gone`, `leaves_no_text`.
    """
    draft, mandate = locked_draft(key, actor=actor, at=at)
    check_edition(draft, expected_edition)
    comment, words = _comment_on(draft, comment_id, mandate=mandate, at=at)
    wording = _proposed_wording(comment)
    if draft.causes.filter(comment_id=comment_id, is_taken_over=True).exists():
        raise Conflict(
            _("This wording was taken over already. Take its credit back to take it over again."),
            code="taken_over_already",
        )
    base = base_texts(draft).get(words.language)
    place = words.range_in(base.body) if base else None
    if base is None or place is None:
        raise _words_gone()
    body = _with_wording(draft, base.body, words, wording)
    draft.texts = draft.texts | {words.language: draft.texts[words.language] | {"body": body}}
    _credit(draft, comment_id, words.language, *place, is_taken_over=True)
    return saved(draft, mandate, at)


@transaction.atomic
def credit_comment(
    *,
    key: str,
    comment_id: UUID,
    language: str,
    start: int,
    end: int,
    expected_edition: int,
    actor: Actor,
    at: datetime,
) -> NextVersion:
    """Note that a comment stands behind what becomes of `start` to `end` (code points) of the
    base version's body in `language`.

    Again changes nothing. Raises Missing, NotAllowed, Invalid `range_outside`, Conflict
    `edited_elsewhere`.
    """
    draft, mandate = locked_draft(key, actor=actor, at=at)
    _comment_on(draft, comment_id, mandate=mandate, at=at)
    place = {"language": language, "start": start, "end": end}
    if draft.causes.filter(comment_id=comment_id, **place).exists():
        return draft
    check_edition(draft, expected_edition)
    text = base_texts(draft).get(language)
    if text is None or not 0 <= start <= end <= len(text.body):
        raise Invalid(
            _("Choose a stretch of the text that the draft was made from."), code="range_outside"
        )
    _credit(draft, comment_id, language, start, end)
    return saved(draft, mandate, at)


@transaction.atomic
def uncredit_comment(
    *,
    key: str,
    comment_id: UUID,
    language: str,
    start: int,
    end: int,
    expected_edition: int,
    actor: Actor,
    at: datetime,
) -> NextVersion:
    """Take back that a comment stands behind a stretch; the draft's words stay as they are.

    Where it does not, nothing changes. Raises Missing, NotAllowed, Conflict `edited_elsewhere`.
    """
    draft, mandate = locked_draft(key, actor=actor, at=at)
    causes = NextVersionCause.objects.filter(
        next_version=draft, comment_id=comment_id, language=language, start=start, end=end
    )
    if not causes.exists():
        return draft
    check_edition(draft, expected_edition)
    causes.delete()
    return saved(draft, mandate, at)


def _comment_on(
    draft: NextVersion, comment_id: UUID, *, mandate: Mandate, at: datetime
) -> tuple[HandedOver, BaseWords]:
    """Return a comment that was handed over on the draft's provision and has its words still."""
    found = handed_over_comments(
        mandate, at, Stretch(keys=[str(comment_id)]), provisions=[draft.provision.key]
    ).rows
    words = base_words(found, draft.base, base_texts(draft))
    if comment_id not in words:
        raise Missing(_("There is no such comment."))
    return found[0], words[comment_id]


def _proposed_wording(comment: HandedOver) -> str:
    """Return the wording to take over; "" takes the words out. Raises Conflict."""
    wording = comment.wording
    proposed = normalize_text(wording.proposed) if wording else ""
    if not proposed and (wording is None or wording.purpose != Purpose.DELETE):
        raise Conflict(
            _("This comment proposes no wording. Write your own, then credit the comment."),
            code="nothing_proposed",
        )
    return proposed


def _with_wording(draft: NextVersion, base_body: str, words: BaseWords, wording: str) -> str:
    """Return the draft's body with `wording` in the place of `words`. Raises Conflict."""
    text = draft.texts.get(words.language)
    if text is None:
        raise _words_gone()
    body = text["body"]
    start, end = 0, len(body)
    if words.anchor is not None:
        found = reanchor(base_body, words.anchor, body)
        if found.anchor is None or found.kind not in SURE:
            raise _words_gone()
        start, end = found.anchor.start, found.anchor.end
    replaced = with_words_replaced(body, start, end, wording)
    if not replaced:
        raise Conflict(
            _("This would leave no text at all. Withdraw the provision where all of it is to go."),
            code="leaves_no_text",
        )
    return replaced


def _words_gone() -> Conflict:
    return Conflict(
        _(
            "The words that this comment is about are not in the draft any more. Write its wording"
            " where it belongs, then credit the comment."
        ),
        code="words_gone",
    )


def _credit(
    draft: NextVersion,
    comment_id: UUID,
    language: str,
    start: int,
    end: int,
    *,
    is_taken_over: bool = False,
) -> None:
    NextVersionCause.objects.update_or_create(
        next_version=draft,
        comment_id=comment_id,
        language=language,
        start=start,
        end=end,
        create_defaults={"id": new_id(), "is_taken_over": is_taken_over},
        defaults={"is_taken_over": True} if is_taken_over else {},
    )
