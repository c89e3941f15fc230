"""Where the words of comments that were handed over stand in a version that is being redrafted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from provisions.models import Version, VersionText
from reviews.anchors import WHOLE, Anchor, from_selectors
from reviews.enums import TO_BE_CONFIRMED, PlacementKind
from reviews.models import FrozenText, Placement
from reviews.reanchoring import reanchor
from stakeholders.models import Mandate

from .cards import WordingFacts
from .handed import HandedOver

# Words that only resemble those of a comment are not taken for them: a person decides that.
SURE = (PlacementKind.EXACT, PlacementKind.MOVED)


@dataclass(frozen=True, slots=True)
class BaseWords:
    """The words of a comment in a version: their `language`, and the `anchor` in that version's
    body. It is None for the whole provision and, with `are_gone`, where the words or the language
    are not there any more.
    """

    language: str
    anchor: Anchor | None
    are_gone: bool = False

    def range_in(self, body: str) -> tuple[int, int] | None:
        """Return start and end in the version's body, None where the words are gone."""
        if self.are_gone:
            return None
        return (self.anchor.start, self.anchor.end) if self.anchor else (0, len(body))


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a comment was last found: an anchor in a body of a version."""

    version: int
    body: str
    anchor: Anchor | None


def base_words(
    comments: Iterable[HandedOver],
    base: Version,
    texts: Mapping[str, VersionText],
    mandate: Mandate | None,
    at: datetime,
) -> dict[UUID, BaseWords]:
    """Return where each comment that still has words speaks of `base`, whose texts are `texts`.

    A comment on an earlier version is followed from its latest placement that a text has, or else
    from the words it was written on. Two queries.
    """
    said = {each.id: each.wording for each in comments if each.wording is not None}
    written = _written_on(said.values())
    placed = _placements(said, base, mandate, at)
    found: dict[UUID, BaseWords] = {}
    for id_, wording in said.items():
        frozen = written[wording.text_id]
        source = _Source(wording.version, frozen.text.body, from_selectors(wording.selectors))
        found[id_] = _found(wording.version_language, source, placed.get(id_, []), base, texts)
    return found


def _found(
    language: str,
    source: _Source,
    placements: Sequence[Placement],
    base: Version,
    texts: Mapping[str, VersionText],
) -> BaseWords:
    gone = BaseWords(language, None, are_gone=True)
    text = texts.get(language)
    latest = placements[-1] if placements else None
    if (
        latest is not None
        and latest.version.number == base.number
        and latest.kind in TO_BE_CONFIRMED
        and (latest.kind == PlacementKind.ORPHANED or latest.mandate_id is None)
    ):
        return gone  # found gone, or a person said so, or has still to say where they are
    for placement in placements:
        if placement.kind != PlacementKind.ORPHANED and placement.text is not None:
            anchor = from_selectors(placement.selectors)
            source = _Source(placement.version.number, placement.text.body, anchor)
    if text is None:
        return gone
    if source.anchor is WHOLE:
        return BaseWords(language, None)
    if source.body == text.body:
        return BaseWords(language, source.anchor)
    result = reanchor(source.body, source.anchor, text.body)
    return BaseWords(language, result.anchor) if result.kind in SURE else gone


def _written_on(wordings: Iterable[WordingFacts]) -> dict[UUID, FrozenText]:
    ids = {each.text_id for each in wordings}
    return FrozenText.objects.select_related("text").in_bulk(ids)


def _placements(
    ids: Iterable[UUID], base: Version, mandate: Mandate | None, at: datetime
) -> dict[UUID, list[Placement]]:
    """Return the placements of each comment up to `base`, the latest of each version, in order."""
    rows = (
        Placement.objects.visible_to(mandate, at)
        .filter(comment__in=list(ids), version__number__lte=base.number)
        .select_related("version", "text")
        .order_by("comment_id", "version__number", "number")
    )
    latest: dict[UUID, dict[int, Placement]] = {}
    for row in rows:
        latest.setdefault(row.comment_id, {})[row.version.number] = row
    return {id_: list(by_version.values()) for id_, by_version in latest.items()}
