"""The names under which circles speak in public: codes, never persons."""

from stakeholders.models import Circle


def actor_code(circle: Circle) -> str:
    """Return the code of the organization that a circle is, else its group's."""
    return circle.organization.code if circle.organization is not None else circle.group
