"""Where the words of a published comment stand in later versions, as pages show it."""

from collections.abc import Iterable
from typing import TypedDict

from django.utils.translation import gettext as _

from core.labels import labels
from core.public_paths import version_path
from core.words import foreign
from reviews.enums import PlacementKind
from reviews.selectors.placements import PlacementFacts


class Placed(TypedDict):
    """A line of `components/placements.html`; `quote` is empty where the words are gone and for
    a comment on the whole provision.
    """

    version: str
    url: str
    kind: str
    quote: str
    lang: str
    note: str


def placed(found: Iterable[PlacementFacts], provision: str, language: str) -> list[Placed]:
    return [_placed(each, provision, language) for each in found]


def _placed(facts: PlacementFacts, provision: str, language: str) -> Placed:
    quote = next((str(each["exact"]) for each in facts.selectors if "exact" in each), "")
    return Placed(
        version=_("Version %(number)d") % {"number": facts.version},
        url=version_path(provision, facts.version, language),
        kind=labels(PlacementKind, language)[facts.kind],
        quote=quote,
        lang=foreign(facts.language, language) if quote else "",
        note=_note(facts),
    )


def _note(facts: PlacementFacts) -> str:
    """Say whether a person looked at what the portal could not settle by itself."""
    if facts.needs_confirmation:
        return _("found by the portal; a person has still to confirm it")
    return _("confirmed by a person") if facts.is_confirmed else ""
