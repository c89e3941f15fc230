"""What the actors of positions and comments are called: groups and organizations, never persons."""

from collections.abc import Iterable

from reviews.actors import actor_label
from reviews.selectors.stances import ActorFacts
from stakeholders.enums import CircleKind

from .values import Value, coded


def name_of(actor: ActorFacts, language: str) -> str:
    return actor_label(actor.kind, actor.code, actor.name, language)


def actor_value(actor: ActorFacts, language: str) -> Value:
    """Return an actor as members of what it said."""
    return {
        "actor": actor.code,
        **coded("actor_kind", actor.kind, CircleKind, language),
        "actor_label": name_of(actor, language),
    }


def several_actors(name: str, actors: Iterable[ActorFacts], language: str) -> Value:
    """Return codes and names of actors, in the order given."""
    found = list(actors)
    return {
        name: [each.code for each in found],
        f"{name}_labels": [name_of(each, language) for each in found],
    }
