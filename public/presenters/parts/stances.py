"""The glyph of a provision in the page's language, and what it still needs in words."""

from collections.abc import Mapping

from provisions.evidence import Needs
from provisions.selectors.rows import ProvisionRow
from provisions.signs import Sign, glyph
from reviews.selectors.stances import Standing

Glyph = dict[str, Sign]
NOTHING_SAID = Standing()


def glyph_of(standing: Standing, language: str) -> Glyph | None:
    """Return the three cells, or None where nobody has a position: that glyph is kept."""
    stances = standing.stances
    return glyph(stances, language) if any(stances.values()) else None


def glyph_among(standings: Mapping[str, Standing], key: str, language: str) -> Glyph | None:
    """Return the three cells of the provision with this key."""
    return glyph_of(standings.get(key, NOTHING_SAID), language)


def needs_from(row: ProvisionRow, standing: Standing) -> Needs:
    """Return what a provision needs, judged by what was released, in the active language."""
    return standing.needs(stage=row.stage, text_status=row.text_status, version=row.version)
