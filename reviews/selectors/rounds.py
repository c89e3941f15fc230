"""Rounds as everybody may know them: what is reviewed, when, and how much was published of it.

Rounds are public from their announcement on; what is said in them is read elsewhere, by who may.
Five queries for any number of rounds.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext as _

from core.errors import Missing
from core.keyset import Order
from core.languages import Texts
from frameworks.selectors import WHOLE, Slice, Stretch
from frameworks.selectors.slices import DOCUMENT_ORDER, sliced
from reviews.models import FrozenText, Question, Round, RoundItem, Window
from reviews.querysets import RoundQuerySet

ROUND_ORDERS = {
    DOCUMENT_ORDER: Order(("framework__slug", "number")),
    "closes_at": Order(("closes_at", "framework__slug", "number")),
    "-closes_at": Order(("-closes_at", "framework__slug", "number")),
    "-content_changed_at": Order(("-content_changed_at", "framework__slug", "number")),
}


@dataclass(frozen=True, slots=True)
class WindowFacts:
    """One setting of a round's window. `reason` is public, and empty for the first setting."""

    number: int
    kind: str
    opens_at: datetime
    closes_at: datetime
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    id: UUID
    number: int
    text: Texts


@dataclass(frozen=True, slots=True)
class FrozenFacts:
    """The issue of a text that a round speaks about; `id` is the frozen text's."""

    id: UUID
    issue: int


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """A provision in a round. `key` and `number` are the provision's; `title` is of the frozen
    version, in the languages of the round; `texts` are by language.
    """

    id: UUID
    key: str
    number: str
    title: Texts
    version: int
    text_status: str
    texts: Mapping[str, FrozenFacts]
    questions: tuple[QuestionFacts, ...]


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """A round. `framework` is a slug; `comments_published` counts those withdrawn since too."""

    id: UUID
    key: str
    number: int
    framework: str
    framework_title: Texts
    is_invented: bool
    purpose: Texts
    languages: tuple[str, ...]
    publication: str
    state: str
    opens_at: datetime
    closes_at: datetime
    announced_at: datetime
    closed_at: datetime | None
    time_zone: str
    windows: tuple[WindowFacts, ...]
    items: tuple[ItemFacts, ...]
    edition: int
    content_changed_at: datetime
    comments_published: int


def read_rounds(
    stretch: Stretch = WHOLE,
    *,
    frameworks: Collection[str] = (),
    states: Collection[str] = (),
    provisions: Collection[str] = (),
) -> Slice[RoundFacts]:
    """Return rounds of these frameworks (slugs), in these states and about any of these
    provisions (keys), of all where none is named. `stretch.keys` are the rounds' public keys.
    """
    rows = _rounds()
    if frameworks:
        rows = rows.filter(framework__slug__in=list(frameworks))
    if states:
        rows = rows.filter(state__in=list(states))
    if provisions:
        about = RoundItem.objects.filter(provision__key__in=list(provisions))
        rows = rows.filter(pk__in=about.values("round"))
    return sliced(rows, ROUND_ORDERS, stretch, _round, key="key")


def round_facts(round_: UUID | str) -> RoundFacts:
    """Return the round with this id or public key. Raises Missing."""
    wanted = Q(pk=round_) if isinstance(round_, UUID) else Q(key=round_)
    row = None if isinstance(round_, str) and "\0" in round_ else _rounds().filter(wanted).first()
    if row is None:
        raise Missing(_("There is no such round."))
    return _round(row)


def round_keys() -> tuple[str, ...]:
    """Return the public keys of all rounds, in their order. One query."""
    rows = Round.objects.order_by("framework__slug", "number")
    return tuple(rows.values_list("key", flat=True))


def _rounds() -> RoundQuerySet:
    items = (
        RoundItem.objects.select_related("provision", "version")
        .order_by("provision__document_order")
        .prefetch_related(
            Prefetch(
                "texts",
                FrozenText.objects.select_related("text").defer("text__body").order_by("language"),
            ),
            Prefetch("questions", Question.objects.order_by("number")),
        )
    )
    published = Count("comments", filter=Q(comments__published_at__isnull=False))
    return (
        Round.objects.select_related("framework")
        .annotate(published=published)
        .prefetch_related(
            Prefetch("windows", Window.objects.order_by("number")), Prefetch("items", items)
        )
    )


def _round(row: Round) -> RoundFacts:
    published: int = row.published  # type: ignore[attr-defined]  # annotated
    return RoundFacts(
        id=row.pk,
        key=row.key,
        number=row.number,
        framework=row.framework.slug,
        framework_title=row.framework.title,
        is_invented=row.framework.is_sample,
        purpose=row.purpose,
        languages=tuple(row.languages),
        publication=row.publication,
        state=row.state,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        announced_at=row.announced_at,
        closed_at=row.closed_at,
        time_zone=row.framework.time_zone,
        windows=tuple(_window(window) for window in row.windows.all()),
        items=tuple(_item(item) for item in row.items.all()),
        edition=row.edition,
        content_changed_at=row.content_changed_at,
        comments_published=published,
    )


def _window(row: Window) -> WindowFacts:
    return WindowFacts(
        number=row.number,
        kind=row.kind,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        reason=row.reason,
        at=row.at,
    )


def _item(row: RoundItem) -> ItemFacts:
    frozen = {text.language: text for text in row.texts.all()}
    return ItemFacts(
        id=row.pk,
        key=row.provision.key,
        number=row.provision.number,
        title={language: each.text.title for language, each in frozen.items()},
        version=row.version.number,
        text_status=row.version.text_status,
        texts={
            language: FrozenFacts(each.pk, each.text.issue) for language, each in frozen.items()
        },
        questions=tuple(
            QuestionFacts(each.pk, each.number, each.text) for each in row.questions.all()
        ),
    )
