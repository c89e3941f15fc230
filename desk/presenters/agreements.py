"""What the review secretariat looks at before an agreement is recorded, and after it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.when import place_of, when_zoned
from desk.forms.agreements import AgreementForm
from provisions.evidence import Needed
from reviews.selectors.agreements import AgreementFacts
from reviews.selectors.stances import Standing

from . import audience, links
from .rounds import round_title
from .statements import released_statement


def agreement_context(
    facts: AgreementFacts | None, zone: str, language: str
) -> dict[str, Any] | None:
    """Return an agreement that stands, None where there is none."""
    if facts is None or not facts.stands:
        return None
    return {
        "version": facts.version,
        "round": round_title(int(facts.round.rpartition(".")[2])),
        "pronounced": when_zoned(facts.pronounced_at, zone, language),
        "recorded": when_zoned(facts.at, zone, language),
        "digest": facts.digest,
        "count": len(facts.positions),
    }


def before_context(
    missing: Sequence[Needed],
    standing: Standing,
    bodies: Mapping[str, str],
    zone: str,
    language: str,
) -> dict[str, Any]:
    """Return what stands in the way in words, and the positions on the version."""
    return {
        "missing": [each.sentence() for each in missing],
        "positions": [released_statement(each, bodies, language) for each in standing.positions],
        "zone": zone,
        "place": place_of(zone),
        "audience": audience.everybody(),
        "crumbs": [
            {"label": _("Secretariat"), "url": links.SECRETARIAT},
            {"label": _("Positions"), "url": links.POSITIONS},
        ],
    }


def look_context(form: AgreementForm, zone: str, language: str) -> dict[str, Any]:
    """Return what the last look repeats of a valid form."""
    pronounced: datetime = form.cleaned_data["pronounced"]
    return {
        "is_check": True,
        "chairperson": form.chair_name,
        "pronounced": when_zoned(pronounced, zone, language),
    }
