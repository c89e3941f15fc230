"""The change feed: what happened in public, in order, and how things stand since."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from core.csv_file import CSV, csv_bytes
from core.cursor import read_cursor, write_cursor
from core.errors import FieldError, Invalid
from core.query import Asked, Query, choice, whole_number
from public.answers import Content
from public.presenters.acts import act_value
from public.presenters.present import present
from record.installation import is_sample_database
from record.selectors import PublicAct, public_acts_after

from .endpoint import PublicEndpoint, json_content
from .exports import JSONL, file_header, jsonl_bytes
from .lists import Row, envelope, following_address, link_header
from .parameters import FORMATS, LARGEST_PAGE, PAGE_SIZE, cursor_parameter, language_parameter
from .shapes.envelope import page_shape
from .shapes.parts import Shape
from .shapes.record import CHANGE

NOUN = "changes"
# A page ends early rather than carry more representations than this, but never before one act.
MOST_TOUCHED = 1_000
COLUMNS = (
    *("number", "is_sample", "code", "label", "at", "subject", "touches"),
    *("actor_kind", "actor_label", "actor_origin", "hash", "cursor"),
)
_SINCE = "Where to go on: a `cursor` or `next_cursor` of this feed. Without it: the beginning."


class ChangeFeed(PublicEndpoint):
    """Acts of the public chain in order, each with the present representation of every key that
    it touched, or its tombstone.

    Upserting `objects` by key gives the same as exporting every list. The feed comes in pages
    in every form; CSV leaves the objects out. `next_cursor` is always given: keep it and ask
    again later with `since`. The walk ends where `next` is null.
    """

    noun = NOUN
    shape = CHANGE
    columns = COLUMNS
    query = Query(
        (
            cursor_parameter("since", _SINCE),
            whole_number(
                "page_size", "Most acts on a page.", least=1, most=LARGEST_PAGE, default=PAGE_SIZE
            ),
            choice("format", FORMATS, "Form of the answer.", default="json"),
            language_parameter(),
        )
    )

    @classmethod
    def answer_shape(cls) -> Shape:
        return page_shape(CHANGE, always_cursor=True)

    def content(self, asked: Asked, revision: int, **kwargs: Any) -> Content:
        found = _acts_since(asked["since"], asked["page_size"] + 1)
        acts = _bounded(found[: asked["page_size"]])
        cursor = _cursor(acts[-1]) if acts else asked["since"] or write_cursor(NOUN, [0, ""])
        following = None
        if len(acts) < len(found):
            following = following_address(self.request.path, asked, since=cursor)
        headers = link_header(following)
        if asked["format"] == "json":
            rows = _with_objects(acts, asked["lang"])
            body = envelope(next=following, next_cursor=cursor, results=rows)
            return json_content(body, headers)
        return _exported(acts, asked, headers)


def _exported(acts: Sequence[PublicAct], asked: Asked, headers: dict[str, str]) -> Content:
    headers |= file_header(NOUN, asked["format"])
    if asked["format"] == "csv":
        rows = [_row(act, asked["lang"]) for act in acts]
        return Content(csv_bytes(COLUMNS, rows), CSV, headers)
    return Content(jsonl_bytes(_with_objects(acts, asked["lang"])), JSONL, headers)


def _acts_since(token: str | None, limit: int) -> Sequence[PublicAct]:
    """Return the acts behind a cursor. Raises Invalid for one that is forged or foreign.

    A cursor knows the seal of the act that it stands behind: after a restore from a backup the
    same number may be another act, and a copy that went on from there would be wrong for ever.
    """
    number, seal = read_cursor(NOUN, token, parameter="since") if token else (0, "")
    if not number:
        return public_acts_after(0, limit)
    found = public_acts_after(int(number) - 1, limit + 1)
    if not found or (found[0].number, found[0].hash) != (number, seal):
        detail = _("The record has another history than the one you followed; start anew.")
        raise Invalid(
            _("The cursor is not of this list."),
            code="bad_cursor",
            errors=[FieldError("since", detail, "bad_cursor")],
        )
    return found[1:]


def _cursor(act: PublicAct) -> str:
    return write_cursor(NOUN, [act.number, act.hash])


def _bounded(acts: Sequence[PublicAct]) -> Sequence[PublicAct]:
    touched = 0
    for place, act in enumerate(acts):
        touched += len(act.touches)
        if touched > MOST_TOUCHED:
            return acts[: max(place, 1)]
    return acts


def _row(act: PublicAct, language: str) -> Row:
    return {
        **act_value(act, language),
        "cursor": _cursor(act),
        "is_sample": is_sample_database(),
    }


def _with_objects(acts: Sequence[PublicAct], language: str) -> list[Row]:
    found = present({key for act in acts for key in act.touches}, language)
    return [
        {
            **_row(act, language),
            "objects": [found.get(key) or {"key": key, "gone": True} for key in act.touches],
        }
        for act in acts
    ]
