"""What an address answers: a value, its status, and the edition that it shows."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from record.installation import is_sample_database

Row = dict[str, Any]
JSON = "application/json"
PREFIX = "/api/v1/desk/"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer before it is bytes. `edition` becomes the ETag of a single object; `value` None
    is an answer without a body.
    """

    value: Row | None
    status: int = 200
    edition: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    private_id: UUID | None = None  # of the draft that it shows, which may be deleted later

    @property
    def body(self) -> bytes:
        return b"" if self.value is None else json_bytes(self.value)

    @property
    def own_headers(self) -> dict[str, str]:
        """Return the headers that belong to the answer itself, wherever it is repeated."""
        tag = {} if self.edition is None else {"ETag": f'"{self.edition}"'}
        return self.headers | tag


def json_bytes(value: Any) -> bytes:
    """Return `value` as JSON, with instants as `2026-11-22T13:40:00Z`."""
    return orjson.dumps(value, option=orjson.OPT_UTC_Z)


def shown(thing: Row, *, edition: int | None = None) -> Answer:
    """Return the answer that shows one thing, with the sample's mark before it."""
    return Answer(_marked(thing), edition=edition)


def created(
    thing: Row, path: str, *, edition: int | None = None, private_id: UUID | None = None
) -> Answer:
    """Return the answer to what made a thing that stands at `path` under the desk's API."""
    return Answer(_marked(thing), 201, edition, {"Location": address(path)}, private_id)


def made(thing: Row) -> Answer:
    """Return the answer to what made things that have no one address under the desk's API."""
    return Answer(_marked(thing), 201)


def gone() -> Answer:
    return Answer(None, 204)


def page(rows: list[Row], following: str | None, cursor: str | None) -> Answer:
    """Return a page of a list: the envelope that the public API has too."""
    headers = {"Link": f'<{following}>; rel="next"'} if following else {}
    value = _marked({"next": following, "next_cursor": cursor, "results": rows})
    return Answer(value, headers=headers)


def address(path: str) -> str:
    """Return the absolute address of `path` (`rounds/<id>`) in the desk's API."""
    return f"{settings.PUBLIC_BASE_URL}{PREFIX}{path}"


def response(status: int, body: bytes, headers: dict[str, str], *, is_head: bool) -> HttpResponse:
    """Return the bytes of an answer, as they are: nothing here is packed."""
    answer = HttpResponse(b"" if is_head else body, status=status, headers=headers)
    if status == 204:
        del answer["Content-Type"]
        return answer
    answer["Content-Type"] = JSON
    answer["Content-Length"] = str(len(body))
    return answer


def sample_notice() -> str | None:
    """Return the sentence that marks everything from a sample database, None elsewhere."""
    if not is_sample_database():
        return None
    return _("Sample database: the practice framework and everything said about it is invented.")


def _marked(value: Row) -> Row:
    return {"is_sample": is_sample_database(), "notice": sample_notice(), **value}
