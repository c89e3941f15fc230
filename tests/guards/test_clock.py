"""The domain never reads the clock: `at` is passed in, so that every rule can be tested."""

import ast
import re

import pytest

from .house import DOMAIN, ROOT, dotted, files_under, is_migration, python_files, tree_of, where

CLOCKS = {
    "timezone.now",
    "timezone.localtime",
    "timezone.localdate",
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "time.strftime",
    "auto_now",
    "auto_now_add",
}
NAKED = {"now", "localtime", "localdate", "utcnow"}
# Commands and tasks are where an instant enters the house, and what Django calls to send a mail or
# a provider to tell of one.
ENTRANCES = ("management", "tasks.py", "tasks", "mailbox.py", "provider_events.py")


def clocks_in(tree: ast.AST) -> list[ast.AST]:
    """Calls and imports that read the machine's clock; measuring with monotonic is no date."""
    found: list[ast.AST] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = dotted(node.func)
            if any(name == clock or name.endswith(f".{clock}") for clock in CLOCKS):
                found.append(node)
            found += [key for key in node.keywords if key.arg in ("auto_now", "auto_now_add")]
            if name in ("Now", "functions.Now", "CurrentTimestamp"):
                found.append(node)
        elif isinstance(node, ast.ImportFrom) and node.module in ("time", "django.utils.timezone"):
            found += [node for alias in node.names if alias.name in NAKED | {"time", "time_ns"}]
        elif isinstance(node, ast.Attribute) and dotted(node) in ("timezone.now", "date.today"):
            found.append(node)  # passed on as a default: default=timezone.now
    return found


def places_with_a_clock(*folders: str) -> list[str]:
    return [
        where(path, node)
        for path in python_files(*folders)
        if not is_migration(path) and not any(part in ENTRANCES for part in path.parts)
        for node in clocks_in(tree_of(path))
    ]


def test_the_domain_never_reads_the_clock():
    assert places_with_a_clock(*DOMAIN) == [], "let `at` be passed in"


def test_public_answers_know_no_now():
    """The same bytes for everyone, kept for as long as nothing changes: a page has no present."""
    found = places_with_a_clock("public")
    # Health is for machines and never kept: its ages are ages at this moment.
    assert [place for place in found if not place.startswith("public/ops/")] == []
    for path in files_under(ROOT / "templates"):
        text = path.read_text()
        assert not re.search(r"{%\s*now\b|\|\s*(?:timesince|timeuntil|naturaltime)", text), path


@pytest.mark.parametrize(
    "source",
    [
        "timezone.now()",
        "django.utils.timezone.now()",
        "datetime.now(UTC)",
        "datetime.datetime.utcnow()",
        "date.today()",
        "time.time()",
        "DateTimeField(auto_now=True)",
        "DateTimeField(default=timezone.now)",
        "from django.utils.timezone import now",
        "from time import time",
        "Now()",
    ],
)
def test_the_guard_sees_each_way_to_ask_the_time(source):
    assert clocks_in(ast.parse(source))


@pytest.mark.parametrize("source", ["time.monotonic()", "at.astimezone(UTC)", "know()", "x.at()"])
def test_the_guard_lets_harmless_calls_pass(source):
    assert not clocks_in(ast.parse(source))


def test_no_sql_of_ours_reads_the_clock_either():
    """A default or trigger with now() would be a clock inside the domain."""
    words = ("now()", "current_timestamp", "clock_timestamp", "transaction_timestamp")
    for path in python_files(*DOMAIN):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value.lower()
                is_sql = any(each in text for each in ("select ", "insert ", "update ", "create "))
                assert not (is_sql and any(word in text for word in words)), where(path, node)
