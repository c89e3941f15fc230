"""The documentation page: every address, in three languages, without a script of others."""

import re

import pytest
from django.test import Client

from public.api.root import NOUNS, schema_document

pytestmark = pytest.mark.usefixtures("house", "db")
PATHS = {"en": "/api/v1/docs/", "fr": "/fr/api/v1/docs/", "es": "/es/api/v1/docs/"}


@pytest.mark.parametrize("language", PATHS)
def test_it_names_every_address_and_links_to_it(client: Client, language: str):
    response = client.get(PATHS[language])
    assert response.status_code == 200
    page = response.content.decode()
    assert f'<html lang="{language}"' in page
    for path in schema_document()["paths"]:
        assert f"GET {path}</code>" in page
    anchors = set(re.findall(r'href="#([\w-]+)"', page))
    names = {methods["get"]["operationId"] for methods in schema_document()["paths"].values()}
    assert names <= anchors <= set(re.findall(r'id="([\w-]+)"', page))


def test_it_keeps_to_the_security_policy_and_is_light(client: Client):
    response = client.get(PATHS["en"])
    page = response.content.decode()
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*\bsrc=\"/static/)", page)
    assert "<style" not in page
    assert " style=" not in page
    packed = client.get(PATHS["en"], headers={"Accept-Encoding": "gzip"})
    assert len(packed.content) < 15_000


def test_names_that_programs_use_are_shown_as_such(client: Client):
    page = client.get(PATHS["en"]).content.decode()
    assert "`" not in page
    assert "<code>next_cursor</code>" in page


def test_the_root_leads_to_everything(client: Client):
    links = client.get("/api/v1/").json()["links"]
    assert set(links) == set(NOUNS)
    for address in links.values():
        assert client.get(address.removeprefix("http://testserver")).status_code == 200
    assert client.get("/api/v1").status_code == 301
