"""The schema says what is answered, and what is answered is what the schema says."""

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from jsonschema import Draft202012Validator

from public.api.root import schema_document
from public.api.urls import urlpatterns

from .addresses import DETAILS, JSON_ADDRESSES, LISTS

COMMITTED = Path(__file__).parents[3] / "docs" / "openapi.json"
PATHS = {
    "provisions/ai-manufacturing-2026.s6/versions": "provisions/{name}/versions",
    "provisions/ai-manufacturing-2026.s6/versions/1": "provisions/{name}/versions/{number}",
}


@pytest.fixture(scope="module")
def strict() -> dict[str, Any]:
    """The schema, refusing members that it does not name."""
    document = copy.deepcopy(schema_document())
    for component in document["components"]["schemas"].values():
        if "properties" in component:
            component["additionalProperties"] = False
    return document


def path_of(address: str) -> str:
    noun, slash, _name = address.partition("/")
    if address in PATHS:
        return f"/api/v1/{PATHS[address]}"
    if address in DETAILS:
        return f"/api/v1/{noun}/{{name}}"
    return f"/api/v1/{address}"


def check(document: dict[str, Any], path: str, answer: Any) -> None:
    content = document["paths"][path]["get"]["responses"]["200"]["content"]
    schema = {**document, **content["application/json"]["schema"]}
    errors = list(Draft202012Validator(schema).iter_errors(answer))
    assert not errors, "\n".join(f"{error.json_path}: {error.message}"[:300] for error in errors)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("address", JSON_ADDRESSES)
def test_an_answer_is_what_the_schema_says(get, strict, address: str, language: str):
    answer = get(f"{address}?lang={language}")
    check(strict, path_of(address), answer)


@pytest.mark.parametrize("address", [*LISTS[:2], "changes"])
def test_the_check_sees_what_is_missing_and_what_is_too_much(get, strict, address: str):
    for spoil in (lambda row: row.pop("is_sample"), lambda row: row.update(surprise=1)):
        answer = get(address)
        spoil(answer["results"][0])
        with pytest.raises(AssertionError):
            check(strict, path_of(address), answer)


def test_decisions_are_what_the_schema_says(get, strict):
    from tests.factories.frameworks import make_clause, make_framework, make_session

    make_clause(make_framework("decided"), make_session("sample-9"), "defer", cites=["1"])
    answer = get("decisions")
    assert answer["results"][0]["clauses"][0]["cites"] == ["decided.1"]
    check(strict, "/api/v1/decisions", answer)
    slug = answer["results"][0]["slug"]
    check(strict, "/api/v1/decisions/{name}", get(f"decisions/{slug}"))


def test_a_refusal_is_what_the_schema_says(client, house, db, strict):
    answer = client.get("/api/v1/provisions?page_size=0&x=1").json()
    refusal = strict["paths"]["/api/v1/provisions"]["get"]["responses"]["400"]["content"]
    schema = {**strict, **refusal["application/problem+json"]["schema"]}
    Draft202012Validator(schema).validate(answer)
    assert len(answer["errors"]) == 2


def test_every_address_is_described_and_every_parameter_explained():
    document = schema_document()
    described = set(document["paths"])
    routes = {f"/api/v1/{pattern.pattern}" for pattern in urlpatterns}
    bare = {route for route in routes if not route.endswith(("/", ".json"))} | {"/api/v1/"}
    assert described == {re.sub(r"<\w+:(\w+)>", r"{\1}", route) for route in bare}
    for path, methods in document["paths"].items():
        operation = methods["get"]
        assert operation["description"], path
        for parameter in operation["parameters"]:
            assert parameter.get("description"), (path, parameter["name"])
    for name, component in document["components"]["schemas"].items():
        for column, shown in component.get("properties", {}).items():
            assert "description" in shown or "$ref" in str(shown), (name, column)


def test_it_is_openapi_3_1_and_written_without_a_warning():
    GENERATOR_STATS.reset()
    schema_document.cache_clear()
    document = schema_document()
    assert document["openapi"].startswith("3.1")
    assert not GENERATOR_STATS._warn_cache
    assert not GENERATOR_STATS._error_cache


def test_the_committed_schema_is_the_present_one():
    """`./portal manage write_api_schema` writes it anew; the change shows in the review."""
    assert json.loads(COMMITTED.read_text()) == json.loads(json.dumps(schema_document()))
