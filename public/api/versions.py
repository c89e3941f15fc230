"""The versions of a provision: numbered texts that never change."""

from typing import Any

from django.utils.translation import gettext as _

from core.errors import Missing
from core.query import Asked
from provisions.selectors.versions import list_versions
from public.answers import Content
from public.presenters.provisions import version_value

from .endpoint import PublicEndpoint, json_content
from .lists import ListEndpoint, Rows, Wanted, sample_notice
from .parameters import list_query
from .shapes.envelope import detail_shape
from .shapes.parts import Shape
from .shapes.provisions import VERSION


class VersionList(ListEndpoint):
    """The versions of a provision, oldest first, each with its words in the language asked for.

    A version without words in that language has those it was written in, and says so.
    """

    noun = "versions"
    shape = VERSION
    columns = (
        *("provision", "is_sample", "number", "is_latest", "issue", "language", "languages"),
        *("title", "text", "text_status", "text_status_label", "source.document"),
        *("source.paragraph", "source.basis", "content_changed_at", "url", "links.html"),
    )
    query = list_query(orders=("document",))
    places = {"name": "Key of the provision."}

    def rows(self, wanted: Wanted, **kwargs: Any) -> Rows:
        key: str = kwargs["name"]
        every = list_versions(key, language=wanted.language)
        if not every:
            raise Missing(_("There is no provision “%(key)s” here.") % {"key": key[:200]})
        behind = int(wanted.position[0]) if wanted.position else 0
        rest = [row for row in every if row.number > behind]
        shown, latest = rest[: wanted.limit], every[-1].number
        values = [version_value(key, row, latest, wanted.language) for row in shown]
        return Rows(values, (shown[-1].number,) if len(rest) > len(shown) else None)

    def tour(self, asked: Asked, **kwargs: Any) -> str:
        return f"{super().tour(asked, **kwargs)}:{kwargs['name']}"


class VersionDetail(PublicEndpoint):
    """One version of a provision."""

    places = {"name": "Key of the provision.", "number": "Number of the version."}

    @classmethod
    def answer_shape(cls) -> Shape:
        return detail_shape(VERSION)

    def content(self, asked: Asked, revision: int, **kwargs: Any) -> Content:
        key, number = kwargs["name"], kwargs["number"]
        every = {row.number: row for row in list_versions(key, language=asked["lang"])}
        if number not in every:
            missing = _("“%(key)s” has no version %(number)d here.")
            raise Missing(missing % {"key": key[:200], "number": number})
        value = version_value(key, every[number], max(every), asked["lang"])
        return json_content({**value, "notice": sample_notice()})
