"""Query parameters that several lists have in common."""

from uuid import UUID

from django.utils.translation import gettext as _

from core.query import Parameter, choice, words

from .kinds import identified

TRUTH = {"true": True, "false": False}
ROUND = words("round", "Key of a round.", longest=120, many=True)
PROVISION = words("provision", "Key of a provision.", longest=120, many=True)


def id_of(name: str, description: str) -> Parameter:
    """Return a parameter whose values are ids as this API gives them out."""

    def read(text: str) -> UUID:
        found = identified(text)
        if found is None:
            raise ValueError(_("Give an id as this API gives them out."))
        return found

    return Parameter(name, read, description, many=True)


def truth(name: str, description: str) -> Parameter:
    """Return a parameter that is `true`, `false`, or not given; `TRUTH` reads it."""
    return choice(name, TRUTH, description)
