"""The API's first address: what there is and where. And its schema."""

from functools import cache
from typing import Any, ClassVar

import orjson
from django.urls import include, path
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema

from core.languages import DEFAULT_LANGUAGE
from core.public_paths import absolute, api_path
from core.query import Asked, Query
from public.answers import Content

from .endpoint import PublicEndpoint, json_content
from .lists import envelope
from .shapes.codes import MARK
from .shapes.envelope import NOTICE
from .shapes.parts import Shape, links, shape, text

NOUNS = (
    *(
        "frameworks",
        "provisions",
        "rounds",
        "comments",
        "positions",
        "dispositions",
        "themes",
        "stages",
        "groups",
        "sessions",
        "decisions",
    ),
    *("instruments", "milestones", "documents", "changes"),
    *("stats/stages", "stats/themes", "stats/convergence", "stats/timeline"),
    *("openapi.json", "docs/"),
)
_ROOT = shape(
    "Root",
    {
        **MARK,
        "notice": NOTICE,
        "version": text("Version of the API."),
        "links": links("Root", **{noun: f"Address of {noun}." for noun in NOUNS}),
    },
)


class Root(PublicEndpoint):
    """Where everything is."""

    @classmethod
    def answer_shape(cls) -> Shape:
        return _ROOT

    def content(self, asked: Asked, revision: int, **kwargs: Any) -> Content:
        addresses = {noun: absolute(api_path(noun)) for noun in NOUNS}
        return json_content(envelope(version="1", links=addresses))


@extend_schema(exclude=True)
class SchemaDocument(PublicEndpoint):
    """This description: OpenAPI 3.1."""

    query: ClassVar[Query] = Query()

    def content(self, asked: Asked, revision: int, **kwargs: Any) -> Content:
        return Content(schema_bytes(), "application/vnd.oai.openapi+json;version=3.1")


@cache
def schema_document() -> dict[str, Any]:
    """Return the OpenAPI document. It depends on the code alone."""
    generator: Any = SchemaGenerator  # its package brings types, but not of this
    own = [path("api/v1/", include("public.api.urls"))]  # the desk's API has its own document
    with translation.override(DEFAULT_LANGUAGE):  # whoever happens to ask first
        document: dict[str, Any] = generator(patterns=own).get_schema(request=None, public=True)
    return document


@cache
def schema_bytes() -> bytes:
    return orjson.dumps(schema_document())
