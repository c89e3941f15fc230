"""The three ways in which the domain refuses. Pages and the API render all of them alike."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing wrong in what was sent.

    `pointer` says where: a JSON pointer (`/versions/0/title`), a query parameter
    (`page_size`), or a field with its line (`line 12: provisions[3].kind`).
    """

    pointer: str
    detail: str
    code: str = "invalid"


class DomainError(Exception):
    """A refusal with a stable `code` and a sentence that says what to do."""

    code = "error"
    status = 400

    def __init__(
        self,
        detail: str,
        *,
        code: str | None = None,
        errors: Sequence[FieldError] = (),
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or self.code
        self.errors = tuple(errors)


class NotAllowed(DomainError):
    """This actor may not do this, whatever the state of things."""

    code = "not_allowed"
    status = 403


class Conflict(DomainError):
    """The state of things does not permit it now; look again and decide anew."""

    code = "conflict"
    status = 409


class Invalid(DomainError):
    """What was sent is malformed or breaks a rule of its own."""

    code = "invalid"
    status = 400


class Missing(DomainError):
    """There is no such thing here, or not for whoever asks."""

    code = "not_found"
    status = 404


class Unavailable(DomainError):
    """The portal can't answer just now; nothing was changed."""

    code = "unavailable"
    status = 503
