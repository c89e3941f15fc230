"""The names under which circles speak in public: codes, never persons."""

from core.labels import labels
from core.languages import Texts, pick
from stakeholders.enums import CircleKind, Group
from stakeholders.models import Circle


def actor_code(circle: Circle) -> str:
    """Return the code of the organization that a circle is, else its group's."""
    return circle.organization.code if circle.organization is not None else circle.group


def actor_label(kind: str, code: str, name: Texts, language: str) -> str:
    """Return the name of a group, or of an organization in `language` or another one."""
    if kind == CircleKind.GROUP:
        return labels(Group, language)[code]
    return pick(name, language).text or code
