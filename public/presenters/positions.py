"""Released positions as the API says them: in the name of an actor, never of a person."""

from core.public_paths import absolute, api_path, position_path
from provisions.enums import Stance
from reviews.enums import Moved, ReleaseKind
from reviews.selectors.convergence import ConvergenceRow
from reviews.selectors.stances import PublicPosition, Standing
from stakeholders.enums import Group

from .actors import actor_value, several_actors
from .values import Value, coded, marked


def position_value(facts: PublicPosition, language: str) -> Value:
    """Return a released position. One that was replaced since stays, and says so."""
    is_worded = facts.reasons or facts.wording
    return {
        "key": facts.key,
        "type": "position",
        "url": absolute(api_path(f"positions/{facts.key}")),
        **marked(is_invented=facts.is_invented),
        "framework": facts.framework,
        "round": facts.round,
        "number": facts.number,
        "provision": facts.provision,
        "version": facts.version,
        **actor_value(facts.actor, language),
        **coded("group", facts.actor.group, Group, language),
        **coded("stance", facts.stance, Stance, language),
        "ad_referendum": facts.ad_referendum,
        "language": facts.language if is_worded else None,
        "reasons": facts.reasons or None,
        "amendment": facts.wording or None,
        **several_actors("aligned", facts.joined, language),
        **several_actors("not_aligned", facts.not_joining, language),
        "is_current": facts.is_current,
        "is_corrected": facts.is_corrected,
        "corrects": facts.corrects,
        "correction_reason": facts.correction_reason or None,
        **coded("release", facts.release, ReleaseKind, language),
        "released_at": facts.released_at,
        "links": {"html": absolute(position_path(facts.provision, facts.key, language))},
    }


def positions_within(standing: Standing, language: str) -> list[Value]:
    """Return the positions on a provision's present version as the provision holds them."""
    return [
        {
            "key": facts.key,
            **actor_value(facts.actor, language),
            **coded("stance", facts.stance, Stance, language),
            "version": facts.version,
            "ad_referendum": facts.ad_referendum,
            **several_actors("aligned", facts.joined, language),
        }
        for facts in standing.positions
    ]


def moved_value(row: ConvergenceRow, language: str) -> Value:
    """Return one row of the convergence table, flat; without the sample's mark."""
    return {
        "framework": row.provision.partition(".")[0],
        "provision": row.provision,
        "version": row.version,
        "round": row.round or None,
        **coded("group", row.actor.group, Group, language),
        **actor_value(row.actor, language),
        **coded("stance", row.stance, Stance, language),
        **coded("previous_stance", row.previous.stance if row.previous else "", Stance, language),
        "previous_version": row.previous.version if row.previous else None,
        "previous_round": row.previous.round if row.previous else None,
        **coded("moved", row.moved, Moved, language),
        "position": row.position.key if row.position else None,
    }
