"""Bad input in the doors of the pages: a page that says what to do, and never a fault."""

import pytest
from django.test import Client

from .conftest import Read

BAD = [
    ("/provisions/?theme=cooking", 400, "theme: “cooking” is not known here. Choose from: skills"),
    ("/provisions/?stage=approved&stage=lost", 400, "stage: “lost” is not known here."),
    ("/provisions/?framework=nowhere", 400, "framework: “nowhere” is not known here."),
    ("/provisions/?instrument=C999", 400, "instrument: “C999” is not known here."),
    ("/provisions/?addressee=everyone", 400, "addressee: “everyone” is not known here."),
    ("/provisions/?sort=beauty", 400, "sort: “beauty” is not known here."),
    ("/provisions/?sort=title&sort=stage", 400, "sort: Give this once."),
    ("/provisions/?q=" + "x" * 300, 400, "q: Give at most 200 characters."),
    ("/provisions/?q=" + "x" * 10_000, 414, "The query is longer than 8192 bytes."),
    ("/provisions/?q=a%00b", 400, "A NUL byte can&#x27;t stand in an address."),
    ("/provisions/?q=a%0Ab", 400, "q: Control characters are not possible here."),
    ("/provisions/?cursor=forged", 400, "cursor: Take the cursor from"),
    ("/provisions/?cursor=" + "A" * 900, 400, "cursor: Take the cursor from"),
    ("/provisions/?" + "&".join(f"theme={n}" for n in range(60)), 400, "theme: At most 50 values"),
    ("/changes/?cursor=forged", 400, "cursor: Take the cursor from"),
    ("/instruments/?kind=poem", 400, "kind: “poem” is not known here."),
    ("/frameworks/nowhere/", 404, "No framework is called “nowhere” here."),
    ("/frameworks/nowhere/text/", 404, "No framework is called “nowhere” here."),
    ("/themes/cooking/", 404, "No theme is called “cooking”. There are: skills"),
    ("/governing-body/gb-1/", 404, "No session is called “gb-1” here."),
    ("/instruments/C999/", 404, "No instrument here has the code “C999”."),
    ("/instruments/" + "C" * 5_000 + "/", 404, "No instrument here has the code “CCC"),
    ("/frameworks/ai-manufacturing-2026/provisions/s99/", 404, "There is no provision “s99” in"),
    ("/frameworks/%2e%2e/text/", 404, "Check the address"),
    ("/governing%00body/", 400, "A NUL byte"),
]


@pytest.mark.parametrize(("path", "status", "said"), BAD, ids=[path[:60] for path, _, _ in BAD])
def test_a_refusal_says_what_is_wrong(house, db, client: Client, path: str, status: int, said: str):
    answer = client.get(path)
    body = answer.content.decode()
    assert answer.status_code == status
    assert said in " ".join(body.split())
    assert answer["Cache-Control"] == "no-store"
    assert "Traceback" not in body


@pytest.mark.parametrize("language", ["fr", "es"])
def test_a_refusal_speaks_the_language_of_its_path(house, db, client: Client, language: str):
    body = client.get(f"/{language}/provisions/?theme=cooking").content.decode()
    assert f'<html lang="{language}"' in body
    assert "is not known here" not in body and "cooking" in body


def test_the_way_back_keeps_what_was_right(read_house: Read):
    page = read_house("/provisions/?theme=cooking&stage=draft&q=skills", status=400)
    assert "/provisions/?stage=draft&q=skills" in page.links


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_page_can_only_be_read(house, db, client: Client, method: str):
    answer = getattr(client, method)("/provisions/", "{", content_type="application/json")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"


def test_a_cursor_of_one_list_is_refused_by_another(read_house: Read):
    page = read_house("/changes/")
    cursor = next(link for link in page.links if "cursor=" in link).partition("cursor=")[2]
    read_house(f"/provisions/?cursor={cursor}", status=400)
    read_house(f"/provisions/?sort=title&cursor={cursor}", status=400)


def test_a_refused_page_is_not_kept(house, db, client: Client):
    assert client.get("/themes/cooking/").status_code == 404
    assert client.get("/themes/cooking/").status_code == 404
    assert "ETag" not in client.get("/themes/cooking/")
