"""Answers that everybody may read: those released to published comments. A constant number of
queries.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from core.keyset import Order
from core.languages import Texts
from frameworks.keys import KeyKind, disposition_key, read_key
from frameworks.selectors import WHOLE, Slice, Stretch
from frameworks.selectors.slices import DOCUMENT_ORDER, sliced
from reviews.answering_querysets import DispositionQuerySet
from reviews.models import Disposition

from .replies import ReplyFacts, replies_of

# Without a mandate no instant counts; the gate asks for one all the same.
_ANY_TIME = datetime(1, 1, 1, tzinfo=UTC)
# Frozen for ever at publication: framework, round, number of the comment.
DISPOSITION_ORDERS = {
    DOCUMENT_ORDER: Order(
        (
            "comment__round__framework__slug",
            "comment__round__number",
            "comment__public_number",
        )
    ),
}


@dataclass(frozen=True, slots=True)
class PublishedDisposition:
    """The released answer to a published comment (its key), and what was said to it. `number`
    counts the released answers to the comment from 1: how often one was prepared anew is told
    nobody. `reasons` are in every language; `duplicate_of` is the key of the comment that this
    one repeats, or empty. `replies` stand in order; `earlier` are the answers that were released
    before this one, the first one first, with what was replied to them.
    """

    key: str
    framework: str
    round: str
    comment: str
    provision: str
    version: int
    kind: str
    reasons: Texts
    duplicate_of: str
    number: int
    released_at: datetime
    replies: tuple[ReplyFacts, ...]
    earlier: tuple["PublishedDisposition", ...]
    is_invented: bool

    @property
    def reply(self) -> ReplyFacts | None:
        """Return what the commenter says to it by now."""
        return self.replies[-1] if self.replies else None


def read_published_dispositions(
    stretch: Stretch = WHOLE,
    *,
    frameworks: Collection[str] = (),
    rounds: Collection[str] = (),
    provisions: Collection[str] = (),
    kinds: Collection[str] = (),
    comments: Collection[str] = (),
) -> Slice[PublishedDisposition]:
    """Return the latest released answer to each published comment, by keys of frameworks, rounds,
    provisions and comments and by kind; `stretch.keys` are their own keys. Three queries.
    """
    wanted = {
        "comment__round__framework__slug__in": frameworks,
        "comment__round__key__in": rounds,
        "comment__item__provision__key__in": provisions,
        "comment__key__in": comments,
        "kind__in": kinds,
    }
    newer = _released().filter(comment=OuterRef("comment"), number__gt=OuterRef("number"))
    rows = (
        _with_places(_released())
        .filter(~Exists(newer))
        .filter(**{path: list(values) for path, values in wanted.items() if values})
    )
    if stretch.keys is not None:
        stretch = replace(stretch, keys=_comment_keys(stretch.keys))
    found = sliced(rows, DISPOSITION_ORDERS, stretch, lambda row: row, key="comment__key")
    return Slice(tuple(_with_history(found.rows)), found.next)


def answered(comments: Collection[str]) -> frozenset[str]:
    """Return which of these comments (keys) have a released answer. One query."""
    rows = _released().filter(comment__key__in=list(comments))
    return frozenset(key or "" for key in rows.values_list("comment__key", flat=True))


def _released() -> DispositionQuerySet:
    """Return the answers that everybody may read: the gate's answer for nobody in particular."""
    return Disposition.objects.visible_to(None, _ANY_TIME)


def _with_places(rows: DispositionQuerySet) -> DispositionQuerySet:
    return rows.select_related(
        "comment__round__framework",
        "comment__item__provision",
        "comment__item__version",
        "duplicate_of",
    )


def _comment_keys(keys: Iterable[str]) -> list[str]:
    """Return the keys of the comments whose answers have `keys`; others name no answer."""
    found = []
    for key in keys:
        try:
            named = read_key(key)
        except ValueError:
            continue
        if named.kind is KeyKind.DISPOSITION:
            found.append(f"{named.framework}.{KeyKind.COMMENT}.{named.name}")
    return found


def _with_history(rows: Sequence[Disposition]) -> list[PublishedDisposition]:
    comments = [row.comment_id for row in rows]
    history: dict[UUID, list[Disposition]] = {each: [] for each in comments}
    everything = _with_places(_released()).filter(comment__in=comments)
    for each in everything.order_by("comment_id", "number"):
        history[each.comment_id].append(each)
    ids = [each.pk for answers in history.values() for each in answers]
    replies = replies_of(ids, None, _ANY_TIME)
    return [_latest(history[each], replies) for each in comments]


def _latest(
    answers: Sequence[Disposition], replies: dict[UUID, tuple[ReplyFacts, ...]]
) -> PublishedDisposition:
    """Return the last of a comment's released answers, with those before it."""
    facts = [
        _published(row, number, replies.get(row.pk, ()))
        for number, row in enumerate(answers, start=1)
    ]
    return replace(facts[-1], earlier=tuple(facts[:-1]))


def _published(
    row: Disposition, number: int, replies: tuple[ReplyFacts, ...]
) -> PublishedDisposition:
    comment = row.comment
    key = comment.key or ""
    return PublishedDisposition(
        key=disposition_key(key),
        framework=comment.round.framework.slug,
        round=comment.round.key,
        comment=key,
        provision=comment.item.provision.key,
        version=comment.item.version.number,
        kind=row.kind,
        reasons=row.reasons,
        # A comment that is not public is not named either.
        duplicate_of=(row.duplicate_of.key or "") if row.duplicate_of else "",
        number=number,
        released_at=row.released_at or row.at,
        replies=replies,
        earlier=(),
        is_invented=comment.round.framework.is_sample,
    )
