"""The first address of the desk's API, and every address that leads nowhere."""

from collections.abc import Mapping
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.errors import Missing
from desk.acting import Acting
from stakeholders.enums import TokenScope

from .answers import Answer, address, shown
from .endpoint import DeskEndpoint
from .operations import Ask, Operation
from .shapes.parts import links, marked, shape, text

NOUNS = (
    *("me", "waiting", "rounds", "circles", "drafts", "comments", "submissions", "manifests"),
    *("positions", "dispositions", "placements", "openapi.json"),
)
_ROOT = shape(
    "Root",
    {
        "version": text("Version of the API."),
        "links": links("Root", **{noun: f"Address of {noun}." for noun in NOUNS}),
    },
    "Where everything is.",
)


class Root(DeskEndpoint):
    """Where everything is."""

    operations = {"GET": Operation(marked(_ROOT))}

    def answer_get(self, ask: Ask) -> Answer:
        """List the addresses."""
        return shown({"version": "1", "links": {noun: address(noun) for noun in NOUNS}})


class Nowhere(DeskEndpoint):
    """Every other address. Without a token nobody learns that nothing is there."""

    def given(
        self, request: HttpRequest, acting: Acting, scope: TokenScope, places: Mapping[str, Any]
    ) -> NoReturn:
        raise Missing(_("There is no such address."))
