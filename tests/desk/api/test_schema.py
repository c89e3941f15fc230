"""The description of the desk's API is complete, current, and of the desk alone.

That every answer is what it says is looked at with each answer in these tests: see `described`.
"""

import copy
import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from referencing.exceptions import Unresolvable

from desk.api.addresses import ROUTES
from desk.api.schema import hoisted, schema_document
from public.api.root import schema_document as public_document

from .described import check_described
from .programs import Program

COMMITTED = Path(__file__).parents[3] / "docs" / "openapi-desk.json"
METHODS = {"get", "post", "put", "delete"}


def operations():
    for path, methods in schema_document()["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


def test_every_address_and_method_is_described():
    described = {path: set(methods) for path, methods in schema_document()["paths"].items()}
    assert described == {
        re.sub(r"<\w+:(\w+)>", r"{\1}", f"/api/v1/desk/{address}".rstrip("/")): {
            method.lower() for method in view.operations
        }
        for address, view in ROUTES.items()
    }
    for name, operation in operations():
        assert operation["summary"] and operation["description"], name
        for parameter in operation["parameters"]:
            assert parameter["description"], (name, parameter["name"])
        assert {"400", "401", "404", "429"} <= set(operation["responses"]), name
    names = [operation["operationId"] for _name, operation in operations()]
    assert len(names) == len(set(names))


def test_every_member_is_explained():
    for title, component in schema_document()["components"]["schemas"].items():
        assert component["description"], title
        for name, member in component["properties"].items():
            assert "description" in member or "$ref" in member, (title, name)
    for name, operation in operations():
        content = operation.get("requestBody", {"content": {}})["content"]
        for schema in content.values():
            for member, shown in schema["schema"]["properties"].items():
                assert shown["description"], (name, member)


def test_writes_say_how_they_are_kept_apart():
    for name, operation in operations():
        headers = {each["name"] for each in operation["parameters"] if each["in"] == "header"}
        assert ("Idempotency-Key" in headers) == name.startswith("post"), name
        assert ("If-Match" in headers) == ("428" in operation["responses"]), name
        assert ("422" in operation["responses"]) == name.startswith("post"), name
    editions = [name for name, each in operations() if "428" in each["responses"]]
    assert len(editions) == 18


def test_every_schema_in_it_is_one_and_every_reference_leads_somewhere():
    document = schema_document()
    assert document["openapi"].startswith("3.1")
    for component in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(component)
        try:
            list(Draft202012Validator({**document, **component}).iter_errors({}))
        except Unresolvable as lost:
            pytest.fail(str(lost))
    for reference in re.findall(r'"\$ref": "#/components/(\w+)/(\w+)"', json.dumps(document)):
        assert reference[1] in document["components"][reference[0]]


def test_two_shapes_of_one_name_are_refused():
    components: dict = {}
    hoisted({"title": "A", "type": "object"}, components)
    with pytest.raises(ValueError, match="Two shapes"):
        hoisted({"title": "A", "type": "array"}, components)


def test_neither_document_tells_of_the_other():
    assert not [path for path in public_document()["paths"] if "desk" in path]
    assert all(path.startswith("/api/v1/desk") for path in schema_document()["paths"])


@pytest.mark.django_db
def test_it_is_answered_to_whoever_has_a_token(program):
    answer = program("observer", "read").get("openapi.json")
    assert answer.json() == json.loads(json.dumps(schema_document()))
    assert Program().get("openapi.json").status_code == 401


@pytest.mark.django_db
def test_the_check_of_answers_sees_what_is_missing_and_what_is_too_much(program):
    for spoil in (lambda value: value.pop("scopes"), lambda value: value.update(surprise=1)):
        answer = copy.copy(program("AAA").get("me"))
        value = answer.json()
        spoil(value)
        answer.json = lambda value=value: value
        with pytest.raises(AssertionError, match="GET /api/v1/desk/me"):
            check_described("GET", "/api/v1/desk/me", answer)


def test_the_committed_document_is_the_present_one():
    """`./portal manage write_desk_schema` writes it anew; the change shows in the review."""
    assert json.loads(COMMITTED.read_text()) == json.loads(json.dumps(schema_document()))
