"""Every answer that a program gets in these tests is held against the API's own description."""

import copy
import re
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from desk.api.schema import schema_document


@cache
def _document() -> dict[str, Any]:
    return copy.deepcopy(schema_document())


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Return the described paths, those without a place in them first."""
    paths = sorted(_document()["paths"], key=lambda path: ("{" in path, path))
    return [(re.compile(re.sub(r"{\w+}", "[^/]+", path)), path) for path in paths]


@cache
def _validator(path: str, method: str, status: str) -> Draft202012Validator | None:
    document = _document()
    response = document["paths"][path][method]["responses"].get(status)
    if response is None:
        return None
    if "$ref" in response:
        response = document["components"]["responses"][response["$ref"].rsplit("/", 1)[1]]
    [content] = response.get("content", {"none": {"schema": {}}}).values()
    return Draft202012Validator({**document, **content["schema"]})


def check_described(method: str, address: str, answer: Any) -> None:
    """Fail unless the description has this answer, exactly: nothing missing, nothing more."""
    bare = address.partition("?")[0].rstrip("/")
    path = next((path for pattern, path in _patterns() if pattern.fullmatch(bare)), None)
    name = method.lower()
    if path is None or name not in _document()["paths"][path]:
        return
    if not answer.content:
        return
    validator = _validator(path, name, str(answer.status_code))
    assert validator is not None or answer.status_code == 500, (method, path, answer.status_code)
    if validator is not None:
        errors = [f"{e.json_path}: {e.message}"[:300] for e in validator.iter_errors(answer.json())]
        assert not errors, "\n".join([f"{method} {path}", *errors])
