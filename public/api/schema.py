"""The API's schema, written from the views themselves: parameters, shapes, refusals."""

from collections.abc import Iterable
from typing import Any

import uritemplate
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from core.query import Parameter

from .parameters import FORMATS
from .shapes.parts import address, number, several, shape, text

PROBLEM_MEDIA = "application/problem+json"
_MEDIA = {"csv": "text/csv", "jsonl": "application/jsonl"}
_FAULT = shape(
    "Fault",
    {
        "pointer": text("What is wrong: a parameter."),
        "detail": text("What to do."),
        "code": text("Stable code."),
    },
)
PROBLEM = shape(
    "Problem",
    {
        "type": address("Stable address of this kind of problem."),
        "title": text("The kind of problem, in words."),
        "status": number("Status of the answer."),
        "code": text("Stable code."),
        "detail": text("What happened and what to do."),
        "errors": several(_FAULT, "Everything that is wrong."),
    },
    "A refusal (RFC 9457).",
)
_REFUSALS = {
    400: "A parameter, value or cursor that is not understood; all are named.",
    404: "There is nothing at this address.",
    429: "Too many requests; `Retry-After` says how many seconds to wait.",
    503: "The portal can't answer just now; `Retry-After` says when to try again.",
}


class PublicSchema(AutoSchema):
    """Reads what a `PublicEndpoint` says about itself: `query`, `noun`, `answer_shape`."""

    @property
    def _endpoint(self) -> Any:
        return self.view  # a PublicEndpoint, which imports this module

    def get_description(self) -> str:  # type: ignore[override]
        return " ".join((type(self.view).__doc__ or "").split())

    def get_operation_id(self) -> str:
        words = type(self.view).__name__
        return words[0].lower() + words[1:]

    def get_override_parameters(self) -> list[Any]:
        path = [_path_parameter(name, self._endpoint) for name in uritemplate.variables(self.path)]
        query = [_parameter(parameter) for parameter in self._endpoint.query.parameters]
        return [*path, *query, *_headers(self._is_list())]

    def get_response_serializers(self) -> Any:
        answers: dict[Any, Any] = {(200, "application/json"): self._endpoint.answer_shape()}
        if self._has_forms():
            answers |= {(200, media): OpenApiTypes.STR for media in _MEDIA.values()}
        answers[304] = OpenApiResponse(description="What `If-None-Match` names still holds.")
        for status, about in _REFUSALS.items():
            answers[(status, PROBLEM_MEDIA)] = OpenApiResponse(PROBLEM, description=about)
        return answers

    def _has_forms(self) -> bool:
        return any(parameter.choices == FORMATS for parameter in self._endpoint.query.parameters)

    def _is_list(self) -> bool:
        return any(parameter.name == "page_size" for parameter in self._endpoint.query.parameters)


def _path_parameter(name: str, endpoint: Any) -> OpenApiParameter:
    return OpenApiParameter(
        name,
        int if name == "number" else str,
        OpenApiParameter.PATH,
        required=True,
        description=endpoint.places[name],
    )


def _parameter(parameter: Parameter) -> OpenApiParameter:
    shown: dict[str, Any] = {"type": "string"}
    if parameter.choices:
        shown["enum"] = list(parameter.choices)
    if parameter.bounds:
        least, most = parameter.bounds
        shown = {"type": "integer", "minimum": least, "maximum": most}
    if parameter.many:
        shown = {"type": "array", "items": shown}
    return OpenApiParameter(
        parameter.name,
        shown,
        description=parameter.description,
        default=parameter.default,
        explode=True if parameter.many else None,
    )


def _headers(is_list: bool) -> Iterable[OpenApiParameter]:
    about = {
        "ETag": "Changes with what is published; send it back as `If-None-Match`.",
        "RateLimit-Policy": "How many requests one address may make in how many seconds.",
    }
    if is_list:
        about["Link"] = "The page that follows, as `rel=next`."
    for name, description in about.items():
        yield OpenApiParameter(
            name, str, OpenApiParameter.HEADER, description=description, response=[200]
        )


def without_slash(endpoints: list[Any], **kwargs: Any) -> list[Any]:
    """Leave out the addresses with a slash at their end: each is the same as the one without."""
    return [one for one in endpoints if not one[0].endswith("/") or one[0] == "/api/v1/"]
