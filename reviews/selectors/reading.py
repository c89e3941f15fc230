"""A provision as a round lets it be read: the words that stand still, and what is asked of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.errors import Missing
from core.languages import LANGUAGES, Texts, preferred
from provisions.enums import TextStatus
from reviews.models import Draft, FrozenText, Question, Round, RoundItem
from stakeholders.models import Mandate

_RELATED = ("round__framework", "provision__section", "version__source")


@dataclass(frozen=True, slots=True)
class RoundOnIt:
    """A round that has the provision: enough to choose it from a list."""

    id: UUID
    key: str
    number: int
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """A provision under review in a round. `texts` come with their words, in the portal's order
    of languages; `questions` in theirs; `rounds` are all that ever had it, the latest first.
    """

    item: RoundItem
    texts: tuple[FrozenText, ...]
    questions: tuple[Question, ...]
    rounds: tuple[RoundOnIt, ...] = ()

    @property
    def round(self) -> Round:
        return self.item.round

    @property
    def is_summary(self) -> bool:
        """Return whether the words are the portal's own, so that nobody negotiates them."""
        return self.item.version.text_status == TextStatus.EDITORIAL_SUMMARY

    @property
    def source(self) -> Texts:
        """Return the title of the document that the version rests on; empty for none."""
        return self.item.version.source.title if self.item.version.source else {}

    def text_in(self, language: str) -> FrozenText:
        """Return the text for a reader of `language`: in it, or else in the next best one."""
        known = {each.language: each for each in self.texts}
        return next(known[code] for code in preferred(language) if code in known)

    def text_called(self, text_id: UUID | None, language: str) -> FrozenText:
        """Return the text with this id, or else the one for a reader of `language`."""
        named = next((each for each in self.texts if each.pk == text_id), None)
        return named or self.text_in(language)


def read_provision(key: str, *, round_named: str, mandate: Mandate | None, at: datetime) -> Reading:
    """Return a provision in the round with key or id `round_named`; "" for the one that is open
    at `at`, or else the latest. Three queries. Raises Missing where no round has it, or not
    this one.
    """
    if "\0" in key:  # no key holds it, and the database refuses to look
        raise Missing(_("No round has this provision."))
    items = [
        item
        for item in RoundItem.objects.filter(
            provision__key=key, round__in=Round.objects.visible_to(mandate, at)
        )
        .select_related(*_RELATED)
        .order_by("-round__number")
        if _covers(mandate, item)
    ]
    named = [item for item in items if round_named in (item.round.key, str(item.round_id))]
    chosen = named[0] if named else None
    if not round_named:
        running = [item for item in items if item.round.is_open_at(at)]
        chosen = next(iter(running or items), None)
    if chosen is None:
        raise Missing(_("No round has this provision."))
    return _read(chosen, items)


def read_item(item_id: UUID | None, *, mandate: Mandate | None, at: datetime) -> Reading:
    """Return a round's item as it is read. Three queries. Raises Missing."""
    if item_id is None:
        raise Missing(_("No round has this provision."))
    item = (
        RoundItem.objects.filter(pk=item_id, round__in=Round.objects.visible_to(mandate, at))
        .select_related(*_RELATED)
        .first()
    )
    if item is None or not _covers(mandate, item):
        raise Missing(_("No round has this provision."))
    return _read(item, [item])


def read_draft(draft_id: UUID, *, mandate: Mandate | None, at: datetime) -> tuple[Draft, Reading]:
    """Return one's own draft with its circles, and what it is written on. Four queries.

    Raises Missing for anybody else's, exactly as if there were none.
    """
    draft = (
        Draft.objects.visible_to(mandate, at)
        .filter(pk=draft_id)
        .select_related("circle__organization", "speaks_for__organization", "question")
        .first()
    )
    if draft is None:
        raise Missing(_("There is no such draft."))
    return draft, read_item(draft.item_id, mandate=mandate, at=at)


def _covers(mandate: Mandate | None, item: RoundItem) -> bool:
    """A mandate that is limited to one framework reads and writes nothing on another."""
    return (
        mandate is None
        or not mandate.framework_key
        or mandate.framework_key == item.round.framework.slug
    )


def _read(item: RoundItem, items: Sequence[RoundItem]) -> Reading:
    texts = FrozenText.objects.filter(item=item).select_related("text__version")
    return Reading(
        item=item,
        texts=tuple(sorted(texts, key=lambda each: LANGUAGES.index(each.language))),
        questions=tuple(Question.objects.filter(item=item).order_by("number")),
        rounds=tuple(
            RoundOnIt(
                each.round_id,
                each.round.key,
                each.round.number,
                each.round.opens_at,
                each.round.closes_at,
            )
            for each in items
        ),
    )
