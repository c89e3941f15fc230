"""Who takes a position: the members that everything said by an actor has in common."""

from stakeholders.enums import CircleKind

from .parts import Fields, coded, text, texts

ACTOR: Fields = {
    "actor": text("In whose name: a group, or the code of a regional group or State."),
    **coded("actor_kind", CircleKind, "What the actor is."),
    "actor_label": text("The actor's name."),
}


def actors(name: str, about: str) -> Fields:
    """Return the codes of governments, and their names beside them."""
    return {
        name: texts(f"Codes of governments {about}."),
        f"{name}_labels": texts("Their names."),
    }
