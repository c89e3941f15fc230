"""Version 1 of the desk's API. Each address also answers with a slash at its end."""

from collections.abc import Iterator

from django.urls import URLPattern, path, register_converter

from .addresses import ROUTES
from .description import SchemaDocument
from .root import Nowhere


class Rest:
    """Whatever follows, line breaks included: no address may fall through to another answer."""

    regex = r"[\s\S]*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Rest, "rest")


def _routes() -> Iterator[URLPattern]:
    yield path("desk/openapi.json", SchemaDocument.as_view(), name="desk-api-schema")
    for address, endpoint in ROUTES.items():
        bare = f"desk/{address}".rstrip("/")
        yield path(bare, endpoint.as_view(), name=f"desk-api-{endpoint.__name__}")
        yield path(f"{bare}/", endpoint.as_view())
    yield path("desk/<rest:rest>", Nowhere.as_view())


urlpatterns: list[URLPattern] = list(_routes())
