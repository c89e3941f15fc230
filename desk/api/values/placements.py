"""Where comments stand in later versions, as the desk's API shows it."""

from desk.api.answers import address
from reviews.enums import PlacementKind
from reviews.models import Comment
from reviews.selectors.placements import PlacementFacts

from .parts import Value, coded


def placement_value(comment: Comment, facts: PlacementFacts, language: str) -> Value:
    """Return a placement. The comment comes with its round, framework and provision."""
    return {
        "comment": comment.pk,
        "comment_key": comment.key or None,
        "framework": comment.round.framework.slug,
        "round": comment.round.key,
        "provision": comment.item.provision.key,
        "version": facts.version,
        "edition": facts.number,
        **coded("kind", facts.kind, PlacementKind, language),
        "score": facts.score,
        "language": facts.language or None,
        "selectors": list(facts.selectors),
        "is_confirmed": facts.is_confirmed,
        "needs_confirmation": facts.needs_confirmation,
        "at": facts.at,
        "url": address(f"comments/{comment.pk}/placements/{facts.version}"),
    }
