"""Feeds of a framework, a provision and a theme: what belongs to it, and nothing else."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

import pytest
from django.test import Client

from provisions.lifecycle import MoveCode
from provisions.models import Provision
from record.acts import act
from record.models import PUBLIC, Entry
from tests.factories.provisions import make_move
from tests.provisions.queries import count_queries
from tests.public.api.house import ACTOR, forget_answers
from tests.public.converged import make_converged

from .atoms import entries, links, numbers, read, text, walk

pytestmark = pytest.mark.usefixtures("house", "db")
SLUG = "practice-framework"
FRAMEWORK = f"/frameworks/{SLUG}/changes.atom"
PROVISION = f"/frameworks/{SLUG}/provisions/7b-i/changes.atom"
THEME = "/themes/skills/changes.atom"
FOLLOWED = [FRAMEWORK, PROVISION, THEME]


def touched(belongs: Callable[[str], bool]) -> list[int]:
    """Return the numbers of all public acts that touched such a key, newest first."""
    rows = Entry.objects.filter(circle=PUBLIC).order_by("-number")
    return [
        number
        for number, keys in rows.values_list("number", "touches")
        if any(belongs(key) for key in keys)
    ]


def told(client: Client, path: str) -> list[int]:
    return [number for page in walk(client, path) for number in numbers(page)]


def test_a_framework_has_the_acts_on_it_and_on_all_that_is_in_it(client: Client):
    change_facts([f"{SLUG}.7b-i", "ai-manufacturing-2026.s6"], 60)
    change_facts(["ai-manufacturing-2026.s6"], 1)
    expected = touched(lambda key: key == SLUG or key.startswith(f"{SLUG}."))
    assert told(client, FRAMEWORK) == expected
    assert 60 < len(expected) < Entry.objects.filter(circle=PUBLIC).count()


def test_no_act_of_a_whole_review_is_missed_in_its_framework(client: Client):
    story = make_converged()
    slug = story.first.framework.slug
    expected = touched(lambda key: key == slug or key.startswith(f"{slug}."))
    assert told(client, f"/frameworks/{slug}/changes.atom") == expected
    kinds = {key.split(".")[1] for act in Entry.objects.all() for key in act.touches if "." in key}
    assert {"comment", "position", "disposition", "round"} <= kinds


def test_a_provision_has_what_was_said_on_it(client: Client):
    story = make_converged()
    slug, _dot, suffix = story.key.partition(".")
    path = f"/frameworks/{slug}/provisions/{suffix}/changes.atom"
    assert told(client, path) == touched(lambda key: key == story.key)
    codes = {entry.get("term") for entry in read(client, path).iter() if entry.get("term")}
    assert {
        "position.released",
        "round.dispositions_released",
        "provision.version_published",
    } <= codes


def test_a_theme_has_the_acts_on_what_has_it_now(client: Client):
    def themed() -> set[str]:
        rows = Provision.objects.filter(themes__contains=["skills"])
        return set(rows.values_list("key", flat=True))

    keys = themed()
    change_facts(sorted(keys)[:1], 2)
    assert told(client, THEME) == touched(lambda key: key in keys)
    Provision.objects.filter(key__in=keys).update(themes=["osh"])
    forget_answers()
    assert told(client, THEME) == []


@pytest.mark.parametrize("path", FOLLOWED)
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_each_says_whose_it_is_in_its_language(client: Client, path: str, language: str):
    prefix = "" if language == "en" else f"/{language}"
    root = read(client, prefix + path)
    assert links(root)["self"] == f"http://testserver{prefix}{path}"
    page = f"{prefix}{path.removesuffix('changes.atom')}"
    assert links(root)["alternate"] == f"http://testserver{page}"
    name = path.strip("/").removesuffix("/changes.atom")
    assert text(root, "id") == f"tag:sample.testserver,2026:changes/{language}/{name}"
    assert client.get(page).status_code == 200
    titles = [text(root, "title"), *(text(entry, "title") for entry in entries(root))]
    assert len(titles) > 1
    mark = titles[0].partition(" ")[0]
    assert re.fullmatch(r"\[\w+\]", mark)
    assert all(title.startswith(f"{mark} ") for title in titles)


def test_an_act_is_the_same_entry_wherever_it_is_read(client: Client):
    make_move(Provision.objects.get(key=f"{SLUG}.7b-i"), MoveCode.OPEN_REVIEW)
    newest = [entries(read(client, path))[0] for path in ("/changes.atom", FRAMEWORK, PROVISION)]
    assert len({tuple(each.itertext()) for each in newest}) == 1


@pytest.mark.parametrize("path", FOLLOWED)
def test_its_page_leads_readers_to_it(client: Client, path: str):
    for prefix in ("", "/fr"):
        page = client.get(prefix + path.removesuffix("changes.atom")).content.decode()
        found = re.findall(r'type="application/atom\+xml"[^>]*href="([^"]+)"', page)
        assert found == [f"{prefix}/changes.atom", prefix + path]


@pytest.mark.parametrize(
    "path",
    [
        "/frameworks/none/changes.atom",
        f"/frameworks/{SLUG}/provisions/none/changes.atom",
        "/frameworks/none/provisions/1/changes.atom",
        "/themes/none/changes.atom",
        "/fr/frameworks/none/calendar.ics",
    ],
)
def test_what_is_not_there_has_no_feed(client: Client, path: str):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", FOLLOWED)
def test_it_is_the_same_for_everyone_and_a_304_afterwards(client: Client, path: str):
    first = client.get(path)
    assert first.content == client.get(f"{path}?utm_source=x", headers={"Cookie": "a=b"}).content
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert client.get(f"{path}?before=100")["ETag"] != first["ETag"]
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", FOLLOWED)
def test_more_acts_need_no_more_queries(client: Client, path: str):
    def queries() -> int:
        forget_answers()
        with count_queries() as asked:
            shown.append(len(numbers(read(client, path))))
        return len(asked)

    shown: list[int] = []
    key = Provision.objects.filter(framework__slug=SLUG, themes__contains=["skills"])[0].key
    keys = [key, f"{SLUG}.7b-i"]
    change_facts(keys, 1)
    few = queries()
    change_facts(keys, 20)
    assert queries() == few <= 30
    assert shown[0] < shown[1] or shown[0] == 50


def change_facts(keys: Iterable[str], times: int) -> None:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    for each in range(times):
        with act("provision.facts_changed", subject=SLUG, actor=ACTOR, at=at) as made:
            made.touch(*keys)
            made.enter(PUBLIC, {"trial": each})
