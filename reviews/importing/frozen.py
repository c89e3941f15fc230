"""The texts of a round, as a table names them: by the provision's number and quoted words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from core.errors import Invalid
from core.languages import preferred
from core.textform import fold
from reviews.anchors import Anchor, read_anchor
from reviews.models import FrozenText, RoundItem

# What people put around words that they quote; a text may hold such marks itself.
_MARKS = re.compile(r"\A\s*[“«\"„”]\s*(.*?)\s*[”»\"“]\s*\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Provision:
    """A provision in a round with its frozen texts, whose words and versions are loaded."""

    item: RoundItem
    texts: tuple[FrozenText, ...]

    @property
    def number(self) -> str:
        return self.item.provision.number

    def text_for(self, language: str) -> FrozenText:
        """Return the text for a reader of `language`: in it, or else in the next best one."""
        known = {each.language: each for each in self.texts}
        return next(known[code] for code in preferred(language) if code in known)

    def find(self, quote: str, language: str) -> tuple[FrozenText, Anchor]:
        """Return where quoted words stand: in the text for a reader of `language`, or else in
        another one. Raises Invalid, `anchor_not_found` where they stand in none.
        """
        bare = _MARKS.match(quote)
        for words in dict.fromkeys((quote, bare[1] if bare else quote)):
            for text in sorted(self.texts, key=lambda each: _rank(each, language)):
                try:
                    return text, read_anchor(text.text.body, exact=words)
                except Invalid as refusal:
                    if refusal.code != "anchor_not_found":
                        raise self._refused(refusal, quote) from None
        detail = _(
            "“%(quote)s” does not stand in provision %(number)s as this round has it. Copy the"
            " words from its text."
        ) % self._quoted(quote)
        raise Invalid(detail, code="anchor_not_found")

    def _refused(self, refusal: Invalid, quote: str) -> Invalid:
        if refusal.code != "anchor_ambiguous":
            return refusal
        detail = _(
            "“%(quote)s” stands more than once in provision %(number)s. Quote more words around it,"
            " so that they stand there once."
        ) % self._quoted(quote)
        return Invalid(detail, code=refusal.code)

    def _quoted(self, quote: str) -> dict[str, str]:
        return {"quote": quote.strip()[:80], "number": self.number}


class RoundTexts:
    """The provisions of a round, by everything that a table may call them."""

    def __init__(self, texts: Iterable[FrozenText]) -> None:
        self.provisions = _provisions(texts)
        self._by_place = {
            _place(name): each
            for each in self.provisions
            for provision in [each.item.provision]
            for name in (provision.key, provision.suffix, provision.number)
        }

    def at(self, place: str) -> Provision:
        """Return the provision that the first line of a cell names. Raises Invalid."""
        lines = place.strip().splitlines()
        if not lines:
            raise Invalid(_("Say which provision it is about."), code="place_empty")
        found = self._by_place.get(_place(lines[0]))
        if found is None:
            known = ", ".join(each.number for each in self.provisions[:30])
            raise Invalid(
                _("“%(place)s” is no provision of this round. Its provisions are: %(known)s.")
                % {"place": lines[0].strip()[:40], "known": known},
                code="place_unknown",
            )
        return found


def round_texts(round_id: UUID) -> RoundTexts:
    """Return the texts of a round. One query."""
    rows = FrozenText.objects.filter(item__round=round_id).select_related(
        "item__provision", "item__version", "text__version"
    )
    return RoundTexts(rows.order_by("item__provision__document_order", "language"))


def _provisions(texts: Iterable[FrozenText]) -> tuple[Provision, ...]:
    found: dict[UUID, list[FrozenText]] = {}
    for each in texts:
        found.setdefault(each.item_id, []).append(each)
    return tuple(Provision(group[0].item, tuple(group)) for group in found.values())


def _place(name: str) -> str:
    """Return a number as it is compared: “7 (b)” is “7(B)”."""
    return re.sub(r"\s+", "", fold(name)).rstrip(".")


def _rank(text: FrozenText, language: str) -> int:
    return preferred(language).index(text.language)
