"""What everybody reads, looked at byte by byte and through the pages."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Locator, expect

from .people import Person
from .stage import forget_everything

PROVISION = "/frameworks/trial/provisions/1/"
ROUND = "/frameworks/trial/rounds/1/"
WATCHED = (
    "/",
    PROVISION,
    ROUND,
    "/convergence/",
    "/changes/",
    "/api/v1/provisions/trial.1",
    "/api/v1/positions",
    "/api/v1/comments",
    "/api/v1/dispositions",
    "/api/v1/changes",
    "/api/v1/stats/convergence",
)


@contextmanager
def unmoved(stranger: Person) -> Iterator[None]:
    """Nothing that is done within may move a byte or an ETag of what a stranger can read."""
    before = _seen(stranger)
    yield
    after = _seen(stranger)
    assert [path for path in WATCHED if before[path] != after[path]] == []


def _seen(stranger: Person) -> dict[str, tuple[bytes, str]]:
    forget_everything()
    found = {}
    for path in WATCHED:
        answer = stranger.page.request.get(f"{stranger.portal}{path}")
        assert answer.status == 200, f"{path}: {answer.status}"
        found[path] = (answer.body(), answer.headers["etag"])
    return found


def read(person: Person, path: str) -> None:
    """Open a public page as it is now, not as it was kept some seconds ago."""
    forget_everything()
    person.open(path)


def statement(person: Person, actor: str) -> Locator:
    """Return what an actor says now on the public page of a provision."""
    heading = person.page.get_by_role("heading", level=3, name=actor, exact=True)
    return person.page.get_by_role("article").filter(has=heading)


def check_glyph(person: Person, *, governments: str, employers: str, workers: str) -> None:
    """The three cells at the head of the page say who stands where."""
    words = f"Governments: {governments}. Employers: {employers}. Workers: {workers}."
    expect(person.page.locator("h1 ~ .badges .glyph")).to_contain_text(words)


def follow_why(person: Person, *, change: str, actor: str) -> None:
    """Go from a changed wording to the comment that caused it."""
    read(person, f"{PROVISION}redline/")
    why = person.page.get_by_role("region", name="Why this wording")
    line = why.get_by_role("listitem").filter(has=person.page.locator("ins, del", has_text=change))
    expect(line).to_contain_text(actor)
    person.touch(line.get_by_role("link").first)
    expect(person.page).to_have_url(re.compile(r"#"))
    named = person.page.url.partition("#")[2]
    expect(person.page.locator(f'[id="{named}"]')).to_contain_text(actor)


def compilation(person: Person) -> list[str]:
    """Download the compilation of the provision, and return the words in its cells."""
    read(person, f"{PROVISION}compilation/")
    with person.page.expect_download() as downloading:
        person.follow("As a spreadsheet (XLSX)")
    path = downloading.value.path()
    book = load_workbook(BytesIO(Path(path).read_bytes()))
    return [str(cell.value) for sheet in book for row in sheet for cell in row if cell.value]


def check_convergence(person: Person, said: Mapping[str, str]) -> Locator:
    """The table says what each actor says of provision 1; return its line."""
    read(person, "/convergence/")
    heads = [each.strip() for each in person.page.get_by_role("columnheader").all_text_contents()]
    line = person.page.get_by_role("row").filter(has_text="Skills 1")
    for actor, stance in said.items():
        cell = line.locator("th, td").nth(heads.index(actor))
        expect(cell.get_by_role("link")).to_have_text(stance)
    return line
