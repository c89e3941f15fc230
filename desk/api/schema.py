"""The description of the desk's API, OpenAPI 3.1, written from the addresses themselves.

It is a document of its own beside the public API's: the two answer different people.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils import translation

from core.languages import DEFAULT_LANGUAGE
from core.query import Parameter

from .addresses import ROUTES
from .endpoint import DeskEndpoint
from .kinds import Schema
from .operations import Operation
from .shapes import problem

VERSION = "1"
JSON = "application/json"
_PLACE = re.compile(r"<(\w+):(\w+)>")
_ABOUT = (
    "What the pages of the desk do, for programs: rounds, drafts, comments, rooms, submissions,"
    " positions, answers, and the next versions of provisions."
    " A token acts for one mandate and reads what that mandate reads; what it may not read is"
    " answered like what does not exist. Answers are private and never kept."
)
_TOKEN = {
    "type": "apiKey",
    "in": "header",
    "name": "Authorization",
    "description": "`Token <secret>`, issued at the desk for one mandate.",
}
_KEY = (
    "Up to 200 printable characters of your choosing, new for each request. The same request under"
    " the same key is done once, and answered alike for 24 hours."
)
_LIMIT = "What is left to this token, and for how many seconds."

Components = dict[str, Schema]


@cache
def schema_document() -> dict[str, Any]:
    """Return the OpenAPI document. It depends on the code alone."""
    components: Components = {}
    with translation.override(DEFAULT_LANGUAGE):  # whoever happens to ask first
        paths = {_path(place): _methods(place, view, components) for place, view in ROUTES.items()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tripartite: the desk",
            "version": VERSION,
            "description": _ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "responses": _refusals(components),
            "schemas": dict(sorted(components.items())),
            "securitySchemes": {"token": _TOKEN},
        },
    }


def _path(place: str) -> str:
    return _PLACE.sub(r"{\2}", f"/api/v1/desk/{place}".rstrip("/"))


def _methods(place: str, view: type[DeskEndpoint], components: Components) -> dict[str, Any]:
    return {
        method.lower(): {
            "operationId": f"{method.lower()}{view.__name__}",
            "summary": _words(getattr(view, f"answer_{method.lower()}")),
            "description": _words(view),
            "tags": [place.split("/")[0] or "root"],
            "parameters": _parameters(place, view, method, operation),
            **_body(operation, components),
            "responses": _responses(method, operation, components),
        }
        for method, operation in view.operations.items()
    }


def _words(documented: object) -> str:
    return " ".join((documented.__doc__ or "").split())


def _parameters(
    place: str, view: type[DeskEndpoint], method: str, operation: Operation
) -> list[dict[str, Any]]:
    found = [
        _named(name, "path", view.places[name], _SCHEMAS[kind], required=True)
        for kind, name in _PLACE.findall(place)
    ]
    found += [_queried(parameter) for parameter in operation.query.parameters]
    if operation.needs_edition:
        about = "The edition that you have read, as it stood in `ETag`."
        found.append(_named("If-Match", "header", about, _STRING, required=True))
    if method == "POST":
        found.append(_named("Idempotency-Key", "header", _KEY, _STRING))
    return found


def _named(
    name: str, where: str, about: str, schema: Schema, *, required: bool = False
) -> dict[str, Any]:
    return {
        "name": name,
        "in": where,
        "required": required,
        "description": about,
        "schema": schema,
    }


def _queried(parameter: Parameter) -> dict[str, Any]:
    shown: Schema = dict(_STRING)
    if parameter.choices:
        shown["enum"] = list(parameter.choices)
    if parameter.bounds:
        least, most = parameter.bounds
        shown = {"type": "integer", "minimum": least, "maximum": most}
    if parameter.many:
        shown = {"type": "array", "items": shown}
    elif parameter.default is not None:
        shown["default"] = parameter.default
    return _named(parameter.name, "query", parameter.description, shown)


def _body(operation: Operation, components: Components) -> dict[str, Any]:
    if not operation.body.members:
        return {}
    content = {JSON: {"schema": hoisted(operation.body.schema(), components)}}
    return {"requestBody": {"required": operation.body.needs, "content": content}}


def _responses(method: str, operation: Operation, components: Components) -> dict[str, Any]:
    about = set(problem.REFUSALS)
    if method != "GET":
        about |= set(problem.REFUSED_WRITES)
    if operation.needs_edition:
        about |= set(problem.REFUSED_EDITIONS)
    if method == "POST":
        about |= set(problem.REFUSED_KEYS)
    refused = {
        str(status): {"$ref": f"#/components/responses/Refused{status}"} for status in sorted(about)
    }
    return {str(operation.status): _answer(operation, components)} | refused


def _refusals(components: Components) -> dict[str, Any]:
    """Return every refusal by name; each address refers to those that it has."""
    content = {problem.MEDIA: {"schema": hoisted(problem.PROBLEM, components)}}
    return {
        f"Refused{status}": {"description": words, "content": content}
        for status, words in sorted(problem.EVERY.items())
    }


def _answer(operation: Operation, components: Components) -> dict[str, Any]:
    headers = {"RateLimit": {"description": _LIMIT, "schema": dict(_STRING)}}
    if operation.has_edition:
        about = "The edition, to be sent back as `If-Match`."
        headers["ETag"] = {"description": about, "schema": dict(_STRING)}
    answer: dict[str, Any] = {"description": "Done.", "headers": headers}
    if operation.answer is not None:
        answer["content"] = {JSON: {"schema": hoisted(operation.answer, components)}}
    return answer


def hoisted(schema: Any, components: Components) -> Any:
    """Return `schema` with every titled object put among the components and referred to."""
    if isinstance(schema, list):
        return [hoisted(each, components) for each in schema]
    if not isinstance(schema, Mapping):
        return schema
    inner = {name: hoisted(each, components) for name, each in schema.items()}
    title = schema.get("title")
    if not isinstance(title, str):
        return inner
    if components.setdefault(title, inner) != inner:
        raise ValueError(f"Two shapes are called {title}.")
    return {"$ref": f"#/components/schemas/{title}"}


_STRING: Schema = {"type": "string"}
_SCHEMAS: dict[str, Schema] = {
    "uuid": {"type": "string", "format": "uuid"},
    "str": _STRING,
    "int": {"type": "integer", "minimum": 0},
}
