"""What circles, actors and mandates are called, in the reader's language."""

from django.utils.translation import gettext as _

from core.labels import labels
from core.words import Said, said
from stakeholders.enums import Capacity, CircleKind, Group
from stakeholders.models import Circle, Mandate


def circle_name(circle: Circle, language: str) -> Said:
    """Return what a circle is called: a body's name, a group's, or what kind of circle it is.

    Reads `circle.organization`: load it with the circle.
    """
    if circle.organization is not None:
        return said(circle.organization.name, language)
    if circle.kind == CircleKind.GROUP:
        return Said(text=labels(Group, language)[circle.group], lang="")
    return Said(text=labels(CircleKind, language)[circle.kind], lang="")


def mandate_name(mandate: Mandate, language: str) -> Said:
    """Return for whom a mandate acts: its organization, or else its group.

    Empty for the review secretariat and the chairperson: their capacity says it all. Reads
    `mandate.organization`: load it with the mandate.
    """
    if mandate.organization is not None:
        return said(mandate.organization.name, language)
    return Said(text=labels(Group, language)[mandate.group], lang="")


def capacity_name(mandate: Mandate, language: str) -> str:
    return labels(Capacity, language)[mandate.capacity]


def group_name(mandate: Mandate, language: str) -> str:
    """Return the group of a mandate, "" for those of the review itself."""
    return labels(Group, language)[mandate.group]


def scope_sentence(mandate: Mandate) -> str:
    """Return what a mandate is limited to, "" where it serves for every framework."""
    if not mandate.framework_key:
        return ""
    return _("For the framework %(key)s only") % {"key": mandate.framework_key}
