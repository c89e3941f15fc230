"""How to quote a page: a sentence that says whose words these are, and the permanent address."""

from typing import TypedDict

from django.utils.translation import gettext as _

from core.public_paths import absolute


class Citation(TypedDict):
    id: str
    text: str
    url: str


def citation(what: str, path: str, revision: int) -> Citation:
    """Return how to quote `what`, with the record's entry up to which the page is true."""
    text = _(
        "%(what)s. In: Tripartite, an independent portal; as it stood at entry %(number)d "
        "of its public record."
    ) % {"what": what.rstrip("."), "number": revision}
    return Citation(id="cite", text=text, url=absolute(path))
