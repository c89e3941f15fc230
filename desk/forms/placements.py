"""What a person says of the place that was found for a comment."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.errors import Conflict
from reviews.anchors import Anchor, picked_anchor

from .drafts import ANCHOR_FIELDS


@dataclass(frozen=True, slots=True)
class Placing:
    """The button that was pressed, the placement that was looked at, and the words chosen."""

    decision: str
    expected: int
    anchor: Anchor | None


def read_placing(data: Mapping[str, str], body: str) -> Placing:
    """Return what was said of a place in `body`. The words count only where others are chosen.

    Raises Conflict without the number of the placement, and Invalid as `picked_anchor` does.
    """
    sent, decision = data.get("number", ""), data.get("decision", "")
    if not (sent.isascii() and sent.isdigit() and len(sent) < 10):
        raise Conflict(
            _("This page does not say what it shows. Load it again and decide anew."),
            code="edition_missing",
        )
    chosen = picked_anchor(body, data) if decision == "elsewhere" else None
    return Placing(decision, int(sent), chosen)


def picked(data: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of the picker as they were sent."""
    return {name: data.get(name, "") for name in ANCHOR_FIELDS}
