"""Published comments: in the name of an actor, never of a person. Three queries for any number."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from core.keyset import Order
from core.languages import Texts
from frameworks.selectors import WHOLE, Slice, Stretch
from frameworks.selectors.slices import DOCUMENT_ORDER, sliced
from reviews.lifecycle import CommentStage
from reviews.models import Comment, SubmittedComment, Wording
from reviews.querysets import WordingQuerySet
from stakeholders.enums import CircleKind
from stakeholders.models import Organization

# Without a mandate no instant counts; the gate asks for one all the same.
ANY_TIME = datetime(1, 1, 1, tzinfo=UTC)
# Frozen for ever at publication: framework, round, number.
COMMENT_ORDERS = {
    DOCUMENT_ORDER: Order(("round__framework__slug", "round__number", "public_number")),
    "provision": Order(("item__provision__document_order", "round__number", "public_number")),
}


@dataclass(frozen=True, slots=True)
class PublishedComment:
    """A published comment. `actor` is a group's code or an organization's; the words, type,
    purpose and who stood behind it are empty once it was withdrawn. `selectors` are those of W3C,
    empty for the whole provision.
    """

    id: UUID
    key: str
    framework: str
    round: str
    number: int
    provision: str
    version: int
    version_language: str
    version_issue: int
    selectors: Sequence[Mapping[str, Any]]
    question: int | None
    actor: str
    actor_kind: str
    actor_name: Texts
    group: str
    co_sponsors: tuple[str, ...]
    not_supporting: tuple[str, ...]
    type: str
    purpose: str
    language: str
    body: str
    reason: str
    proposed: str
    is_late: bool
    is_withdrawn: bool
    is_invented: bool
    submitted_at: datetime
    published_at: datetime


def read_published_comments(
    stretch: Stretch = WHOLE,
    *,
    frameworks: Collection[str] = (),
    rounds: Collection[str] = (),
    provisions: Collection[str] = (),
    groups: Collection[str] = (),
    types: Collection[str] = (),
) -> Slice[PublishedComment]:
    """Return published comments, tombstones included; `stretch.keys` are their public keys.

    A type keeps out those whose words were withdrawn: nothing is told of them any more.
    """
    rows = Comment.objects.filter(published_at__isnull=False).select_related(
        "round__framework", "item__provision", "item__version", "speaks_for__organization"
    )
    wanted = {
        "round__framework__slug__in": frameworks,
        "round__key__in": rounds,
        "item__provision__key__in": provisions,
        "speaks_for__group__in": groups,
    }
    rows = rows.filter(**{path: list(values) for path, values in wanted.items() if values})
    if types:
        typed = _wordings().filter(type__in=list(types))
        rows = rows.filter(pk__in=typed.values("comment_id"))
    found = sliced(rows, COMMENT_ORDERS, stretch, lambda row: row, key="key")
    return Slice(tuple(_with_words(found.rows)), found.next)


def _wordings() -> WordingQuerySet:
    """Return the words that everybody may read: the gate's answer for nobody in particular."""
    return Wording.objects.visible_to(None, ANY_TIME)


def _with_words(rows: Sequence[Comment]) -> list[PublishedComment]:
    ids = [row.pk for row in rows]
    wordings = {
        each.comment_id: each
        for each in _wordings().filter(comment_id__in=ids).select_related("text__text", "question")
    }
    behind = {
        each.comment_id: each
        for each in SubmittedComment.objects.filter(comment_id__in=ids).order_by("submission__at")
    }
    return [_published(row, wordings.get(row.pk), behind[row.pk]) for row in rows]


def _published(row: Comment, wording: Wording | None, behind: SubmittedComment) -> PublishedComment:
    actor, framework = row.speaks_for, row.round.framework
    organization = actor.organization
    return PublishedComment(
        id=row.pk,
        key=row.key or "",
        framework=framework.slug,
        round=row.round.key,
        number=row.public_number or 0,
        provision=row.item.provision.key,
        version=row.item.version.number,
        version_language=wording.text.language if wording else "",
        version_issue=wording.text.text.issue if wording else 0,
        selectors=wording.selectors if wording else (),
        question=wording.question.number if wording and wording.question else None,
        actor=organization.code if organization else actor.group,
        actor_kind=CircleKind(actor.kind).value,
        actor_name=organization.name if organization else {},
        group=actor.group,
        co_sponsors=tuple(behind.co_sponsors) if wording else (),
        not_supporting=tuple(behind.not_supporting) if wording else (),
        type=wording.type if wording else "",
        purpose=wording.purpose if wording else "",
        language=wording.language if wording else "",
        body=wording.body if wording else "",
        reason=wording.reason if wording else "",
        proposed=wording.proposed if wording else "",
        is_late=row.is_late,
        is_withdrawn=row.stage == CommentStage.WITHDRAWN,
        is_invented=framework.is_sample,
        submitted_at=row.submitted_at or row.shared_at,
        published_at=row.published_at or row.shared_at,
    )


def organization_names(codes: Collection[str]) -> dict[str, Texts]:
    """Return the names of organizations by their codes, in one query; in none for no codes."""
    if not codes:
        return {}
    return dict(Organization.objects.filter(code__in=set(codes)).values_list("code", "name"))
