"""Where the words of comments that were handed over stand in a version that is being redrafted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from provisions.models import Version, VersionText
from reviews.anchors import WHOLE, Anchor
from reviews.enums import PlacementKind
from reviews.models import Placement
from reviews.placement_sources import (
    Handed,
    awaits_person,
    handed_of,
    placements_since,
    source_of,
)
from reviews.reanchoring import reanchor

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


def base_words(
    comments: Iterable[HandedOver], base: Version, texts: Mapping[str, VersionText]
) -> dict[UUID, BaseWords]:
    """Return where each comment that still has words speaks of `base`, whose texts are `texts`.

    A comment on an earlier version is followed from its latest placement that a text has, or else
    from the words it was written on. Three queries.
    """
    said = {each.id: each.wording for each in comments if each.wording is not None}
    handed = handed_of(said)
    placements = placements_since(handed)
    return {
        id_: _found(wording.version_language, handed[id_], placements[id_], base, texts)
        for id_, wording in said.items()
    }


def _found(
    language: str,
    handed: Handed,
    placements: Sequence[Placement],
    base: Version,
    texts: Mapping[str, VersionText],
) -> BaseWords:
    gone = BaseWords(language, None, are_gone=True)
    text = texts.get(language)
    here = [row for row in placements if row.version.number == base.number]
    if here and (here[-1].kind == PlacementKind.ORPHANED or awaits_person(here[-1])):
        return gone  # found gone, or a person said so, or has still to say where they are
    if text is None:
        return gone
    source = source_of(handed, placements, base.number + 1)
    if source.anchor is WHOLE:
        return BaseWords(language, None)
    if source.text.body == text.body:
        return BaseWords(language, source.anchor)
    result = reanchor(source.text.body, source.anchor, text.body)
    return BaseWords(language, result.anchor) if result.kind in SURE else gone
