"""The frame of every list: one envelope, keyset pages, and exports of the whole list."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode

from django.utils.translation import gettext as _

from core.csv_file import CSV, csv_bytes
from core.cursor import read_cursor, write_cursor
from core.keyset import Position
from core.public_paths import absolute
from core.query import Asked
from frameworks.selectors import Stretch
from public.answers import Content
from record.installation import is_sample_database

from .endpoint import PublicEndpoint, json_content
from .exports import JSONL, file_header, jsonl_bytes
from .parameters import LARGEST_PAGE, PAGE_SIZE, refuse_unknown
from .shapes.envelope import page_shape
from .shapes.parts import Shape

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """One page of a list, the position behind its last row (None where none follows), and
    members that the envelope has beside the usual ones."""

    values: list[Row]
    next: Position | None = None
    more: Row = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of a list are wanted, by whom: filters, order, from where, how many."""

    asked: Asked
    revision: int
    position: Position
    limit: int

    def __getitem__(self, name: str) -> Any:
        return self.asked[name]

    @property
    def stretch(self) -> Stretch:
        return Stretch(self.order, self.position, self.limit)

    @property
    def language(self) -> str:
        return str(self.asked["lang"])

    @property
    def order(self) -> str:
        return str(self.asked["sort"])


def sample_notice() -> str | None:
    """Return the sentence that marks everything from a sample database, None elsewhere."""
    if not is_sample_database():
        return None
    return _("Sample database: the practice framework and everything said about it is invented.")


def envelope(**members: Any) -> Row:
    """Return an answer's outer object, with the sample's mark before everything else."""
    return {"is_sample": is_sample_database(), "notice": sample_notice(), **members}


class ListEndpoint(PublicEndpoint):
    """A list. Subclasses name `noun`, `columns` and `query`, and write `rows`."""

    noun: ClassVar[str]
    shape: ClassVar[Shape]  # of a row
    columns: ClassVar[tuple[str, ...]]  # of the CSV: paths into a row
    # Parameters whose possible values stand in the data, and how to read these.
    known: ClassVar[Mapping[str, Callable[[], Collection[str]]]] = {}

    @classmethod
    def answer_shape(cls) -> Shape:
        return page_shape(cls.shape)

    def rows(self, wanted: Wanted, **kwargs: Any) -> Rows:
        """Return one page. Raises Missing, Invalid for values that the data doesn't know."""
        raise NotImplementedError

    def content(self, asked: Asked, revision: int, **kwargs: Any) -> Content:
        self._refuse_unknown(asked)
        if asked["format"] != "json":
            return self._exported(asked, revision, **kwargs)
        page = self.rows(self._wanted(asked, revision, **kwargs), **kwargs)
        token = self._token(asked, page.next, **kwargs)
        following = self._following(asked, token)
        body = envelope(next=following, next_cursor=token, **page.more, results=page.values)
        return json_content(body, link_header(following))

    def _refuse_unknown(self, asked: Asked) -> None:
        sent = {name: (asked[name], known) for name, known in self.known.items() if asked[name]}
        refuse_unknown({name: (values, known()) for name, (values, known) in sent.items()})

    def _exported(self, asked: Asked, revision: int, **kwargs: Any) -> Content:
        """Return the whole list, or one page of it where a cursor or page size is given."""
        if asked["cursor"] is None and asked["page_size"] is None:
            values, headers = list(self._walk(asked, revision, **kwargs)), {}
        else:
            page = self.rows(self._wanted(asked, revision, **kwargs), **kwargs)
            values = page.values
            headers = link_header(self._following(asked, self._token(asked, page.next, **kwargs)))
        headers |= file_header(self.noun, asked["format"])
        if asked["format"] == "csv":
            return Content(csv_bytes(self.columns, values), CSV, headers)
        return Content(jsonl_bytes(values), JSONL, headers)

    def _walk(self, asked: Asked, revision: int, **kwargs: Any) -> Iterator[Row]:
        position: Position | None = ()
        while position is not None:
            page = self.rows(Wanted(asked, revision, position, LARGEST_PAGE), **kwargs)
            yield from page.values
            position = page.next

    def _wanted(self, asked: Asked, revision: int, **kwargs: Any) -> Wanted:
        token = asked["cursor"]
        position = read_cursor(self.tour(asked, **kwargs), token) if token else ()
        return Wanted(asked, revision, position, asked["page_size"] or PAGE_SIZE)

    def _token(self, asked: Asked, position: Position | None, **kwargs: Any) -> str | None:
        return None if position is None else write_cursor(self.tour(asked, **kwargs), position)

    def tour(self, asked: Asked, **kwargs: Any) -> str:
        """Return what a cursor belongs to: the list and its order."""
        return f"{self.noun}:{asked['sort']}"

    def _following(self, asked: Asked, token: str | None) -> str | None:
        return None if token is None else following_address(self.request.path, asked, cursor=token)


def following_address(path: str, asked: Asked, **changed: str) -> str:
    """Return the absolute address of what was asked with some parameters changed."""
    pairs = [pair for pair in parse_qsl(asked.canonical) if pair[0] not in changed]
    return absolute(f"{path}?{urlencode([*pairs, *changed.items()])}")


def link_header(following: str | None) -> dict[str, str]:
    """Return the `Link` header to the page that follows, none where none does."""
    return {"Link": f'<{following}>; rel="next"'} if following else {}
