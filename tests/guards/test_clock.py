"""The domain never reads the clock: `at` is passed in, so that every rule can be tested."""

import ast

import pytest

from .house import DOMAIN, dotted, is_migration, python_files, tree_of, where

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
# Commands and tasks are where an instant enters the house.
ENTRANCES = ("management", "tasks.py", "tasks")
# core/limits counts requests in a window of this process: no rule of the domain, no record.
EXCEPTIONS = {"core/limits.py", "core/middleware.py"}


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


def test_the_domain_never_reads_the_clock():
    for path in python_files(*DOMAIN):
        relative = where(path)
        if relative in EXCEPTIONS or any(part in ENTRANCES for part in path.parts):
            continue
        if is_migration(path):
            continue
        for node in clocks_in(tree_of(path)):
            pytest.fail(f"{where(path, node)} reads the clock; let `at` be passed in.")


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
