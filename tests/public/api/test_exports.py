"""CSV and JSON Lines: whole lists, readable by spreadsheets, harmless in them."""

import csv
import io
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from core.csv_file import csv_bytes
from provisions.drafts import TextDraft
from public.api.urls import urlpatterns
from tests.factories.frameworks import make_framework
from tests.factories.many import make_many
from tests.factories.provisions import make_provision

from .addresses import LISTS, STATS
from .walking import rows


def table(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")  # the mark by which spreadsheets know UTF-8
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("address", [*LISTS, *STATS])
def test_every_list_is_there_in_each_form_with_the_same_rows(client: Client, get, address: str):
    whole = get(f"{address}?page_size=500" if address in LISTS else address)["results"]
    sheet = client.get(f"/api/v1/{address}?format=csv")
    lines = client.get(f"/api/v1/{address}?format=jsonl")
    assert sheet["Content-Type"] == "text/csv; charset=utf-8"
    assert lines["Content-Type"] == "application/jsonl; charset=utf-8"
    assert [json.loads(line) for line in lines.content.splitlines()] == whole
    read = table(sheet.content)
    assert len(read) == len(whole)
    for row, shown in zip(whole, read, strict=True):
        assert shown["is_sample"] == "true"
        for name in ("key", "code", "framework", "title"):
            if name in shown and row.get(name):
                assert shown[name] == row[name]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
@pytest.mark.parametrize("address", [*LISTS, *STATS, "changes"])
def test_the_files_name_says_that_it_is_a_sample(
    client: Client, house, db, address: str, form: str
):
    named = client.get(f"/api/v1/{address}?format={form}")["Content-Disposition"]
    assert named.startswith('attachment; filename="SAMPLE-tripartite-')
    assert named.endswith(f'.{form}"')


def test_a_file_has_the_whole_list_and_not_only_a_page(client: Client, db):
    make_many(620, "large")
    sheet = client.get("/api/v1/provisions?format=csv&framework=large")
    assert "Link" not in sheet
    assert len(table(sheet.content)) == 620
    lines = client.get("/api/v1/provisions?format=jsonl&framework=large&lang=fr")
    keys = [json.loads(line)["key"] for line in lines.content.splitlines()]
    assert len(set(keys)) == 620


def test_a_file_can_be_had_in_pages_too(client: Client, get):
    page = client.get("/api/v1/instruments?format=jsonl&page_size=10")
    first = [json.loads(line) for line in page.content.splitlines()]
    assert len(first) == 10
    following = page["Link"].partition(">")[0].removeprefix("<http://testserver")
    rest = client.get(following).content.splitlines()
    assert len(rest) == 10
    assert [*first, *map(json.loads, rest)] == rows(get, "instruments")[:20]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_what_a_spreadsheet_would_run_is_disarmed(sign: str):
    text = f'{sign}HYPERLINK("https://evil.example")'
    rows_of = [{"title": text, "list": [text, "b"], "safe": f"a{text}", "number": -5}]
    [row] = table(csv_bytes(("title", "list", "safe", "number"), rows_of))
    assert row["title"] == f"'{text}"
    assert row["list"] == f"'{text}; b"
    assert row["safe"] == f"a{text}"
    assert row["number"] == "-5"


def test_a_title_that_is_a_formula_arrives_disarmed(client: Client, house, db):
    formula = "=cmd|' /C calc'!A0"
    make_provision(
        make_framework("hostile"), texts={"en": TextDraft(formula, '+1, "quoted"\n\n- a dash')}
    )
    [row] = table(client.get("/api/v1/provisions?format=csv&framework=hostile").content)
    assert row["version_title"] == f"'{formula}"
    assert row["version_text"].startswith('\'+1, "quoted"\n\n')
    as_json = client.get("/api/v1/provisions?framework=hostile").json()["results"]
    assert as_json[0]["version"]["title"] == formula


def test_cells_say_plainly_what_they_hold():
    value: dict[str, Any] = {
        "at": datetime(2026, 11, 22, 13, 40, tzinfo=UTC),
        "day": date(2026, 11, 22),
        "yes": True,
        "nothing": None,
        "deep": {"list": [{"code": "a"}, {"code": "b"}], "gone": None},
    }
    columns = ("at", "day", "yes", "nothing", "deep.list.code", "deep.gone.code")
    [row] = table(csv_bytes(columns, [value]))
    assert list(row.values()) == ["2026-11-22T13:40:00Z", "2026-11-22", "true", "", "a; b", ""]
    assert list(row) == ["at", "day", "yes", "nothing", "deep_list_code", "deep_gone_code"]


def test_every_column_of_a_file_stands_in_the_shape():
    for pattern in urlpatterns:
        view: Any = getattr(pattern.callback, "view_class", None)
        for column in getattr(view, "columns", ()):
            shape = view.shape()
            for name in column.split("."):
                fields = getattr(shape, "child", shape).get_fields()
                assert name in fields, f"{view.__name__}: {column}"
                shape = fields[name]
