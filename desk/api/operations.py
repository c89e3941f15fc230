"""What one method of an address takes and gives: read by the frame and by the schema alike."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import DomainError, Invalid
from core.languages import LANGUAGES
from core.query import Asked, Parameter, Query, choice
from desk.acting import Acting
from stakeholders.enums import TokenScope
from stakeholders.models import Mandate

from .bodies import Body
from .kinds import Schema

_LANGUAGE = choice(
    "lang", LANGUAGES, "Language of labels and refusals; the person's own if not given."
)


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of an address.

    `needs_edition` asks for `If-Match`, `has_edition` says that the answer has an `ETag`. `answer`
    is the JSON Schema of the answer, None for one without a body.
    """

    answer: Schema | None
    parameters: tuple[Parameter, ...] = ()
    body: Body = Body()
    needs_edition: bool = False
    has_edition: bool = False
    status: int = 200

    @property
    def query(self) -> Query:
        return Query((*self.parameters, _LANGUAGE))


@dataclass(frozen=True, slots=True)
class Ask:
    """One request, understood: who asks, where, and with what."""

    acting: Acting
    scope: TokenScope
    path: str
    asked: Asked
    body: dict[str, Any] = field(default_factory=dict)
    edition: int | None = None

    def __getitem__(self, name: str) -> Any:
        """Return the query's parameter `name`."""
        return self.asked[name]

    @property
    def language(self) -> str:
        """Return the language of the answer's labels."""
        return str(self.asked["lang"] or self.acting.user.language)

    @property
    def at(self) -> datetime:
        """Return when the request arrived."""
        return self.acting.at

    @property
    def mandate(self) -> Mandate:
        """Return the mandate that the token acts for."""
        if self.acting.mandate is None:
            raise ValueError("Every token acts for a mandate.")
        return self.acting.mandate

    @property
    def expected(self) -> int:
        """Return the edition that `If-Match` names, where the operation asks for one."""
        if self.edition is None:
            raise ValueError("This operation asks for no edition.")
        return self.edition

    @property
    def actor(self) -> Actor:
        """Return who acts: for the mandate that the body names, if it names one."""
        return self.acting.acting_for(self.body.get("for_mandate"))


class EditionNeeded(DomainError):
    code = "edition_needed"
    status = 428


class EditionChanged(DomainError):
    code = "edited_elsewhere"
    status = 412


def read_edition(sent: str | None) -> int:
    """Return the edition that an `If-Match` header names. Raises EditionNeeded without one, and
    Invalid for anything else than one edition: `*` would overwrite what nobody has read.
    """
    if sent is None:
        raise EditionNeeded(
            _('Send the edition that you have read, as it stood in `ETag`: `If-Match: "7"`.')
        )
    inside = sent.strip()
    is_quoted = len(inside) > 2 and inside[0] == inside[-1] == '"'
    if not (is_quoted and inside[1:-1].isascii() and inside[1:-1].isdigit() and len(inside) < 12):
        raise Invalid(
            _('`If-Match` names one edition, as it stood in `ETag`: `If-Match: "7"`.'),
            code="bad_if_match",
        )
    return int(inside[1:-1])
