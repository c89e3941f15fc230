"""What reads well: small files and functions, named for what they do, rules in their place."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from .house import (
    ROOT,
    apps,
    dotted,
    files_under,
    functions_of,
    is_migration,
    python_files,
    tree_of,
    where,
)

FILE_LINES = 300
FUNCTION_LINES = 40
VIEW_LINES = 15
TEMPLATE_LINES = 80

NAMELESS = {"utils", "util", "helpers", "helper", "managers", "signals", "common", "misc"}
SOURCES = [path for path in python_files() if not is_migration(path)]
OURS = [path for path in python_files(*apps(), "config") if not is_migration(path)]
TEMPLATES = [path for path in files_under(ROOT / "templates") if path.suffix in (".html", ".txt")]
HTML = re.compile(
    r"<\s*/?\s*(?:a|abbr|b|br|button|code|dd|div|dl|dt|em|h[1-6]|i|img|input|ins|del"
    r"|label|li|mark|ol|option|p|pre|script|section|select|small|span|strong|style"
    r"|table|tbody|td|th|thead|time|tr|u|ul)\b[^<]*>",
    re.IGNORECASE,
)


def too_long(paths: Iterable[Path], limit: int) -> list[str]:
    lengths = {path: len(path.read_text().splitlines()) for path in paths}
    return [f"{where(path)}: {lines}" for path, lines in lengths.items() if lines >= limit]


def long_functions(paths: Iterable[Path], limit: int, named: Callable[..., bool]) -> list[str]:
    return [
        f"{where(path, each)} {each.name}: {lines}"
        for path in paths
        for each in functions_of(tree_of(path))
        if (lines := (each.end_lineno or 0) - each.lineno + 1) >= limit and named(each)
    ]


def takes_a_request(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return "request" in [each.arg for each in function.args.args]


def test_files_are_short():
    assert not too_long(SOURCES, FILE_LINES)


def test_templates_are_short():
    assert not too_long(TEMPLATES, TEMPLATE_LINES)


def test_functions_are_short():
    assert not long_functions(SOURCES, FUNCTION_LINES, lambda function: True)


def test_views_are_a_few_lines():
    faces = [path for path in python_files("public") if {"pages", "api", "ops"} & set(path.parts)]
    assert faces
    assert not long_functions(faces, VIEW_LINES, takes_a_request)


def test_the_guard_measures_what_is_there():
    assert len(SOURCES) > 100
    assert long_functions(SOURCES, 5, lambda function: True)
    assert long_functions(python_files("public"), 2, takes_a_request)
    assert too_long(TEMPLATES, 2)


def test_modules_are_named_for_what_they_hold():
    for path in SOURCES:
        assert path.stem not in NAMELESS, where(path)
        assert path.parent.name not in NAMELESS, where(path)


def test_no_serializer_opens_every_field():
    for path in SOURCES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Constant) and node.value == "__all__":
                is_ours = path.name != "test_shape.py"
                assert not is_ours, f"{where(path, node)} opens every field, the next one too"


def test_no_rule_hides_in_a_save_or_a_signal():
    hooks = {"save", "delete", "clean", "full_clean", "save_base"}
    for path in OURS:
        tree = tree_of(path)
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                own = {each.name for each in node.body if isinstance(each, ast.FunctionDef)}
                assert not own & hooks, f"{where(path, node)} {node.name}: {own & hooks}"
            if isinstance(node, ast.ImportFrom):
                module = node.module or ""
                assert not (module.startswith("django") and "signals" in module), where(path, node)
                assert not {"receiver", "Signal"} & {each.name for each in node.names}, where(
                    path, node
                )


def test_serializers_hold_no_rule():
    """What may be written is decided by a service, which pages, API and commands share."""
    for path in OURS:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ClassDef) and any(
                dotted(base).endswith("Serializer") for base in node.bases
            ):
                own = {each.name for each in node.body if isinstance(each, ast.FunctionDef)}
                rules = {each for each in own if each in ("create", "update", "save", "validate")}
                assert not rules, f"{where(path, node)} {node.name}: {rules}"


def unescaped(tree: ast.AST) -> Iterator[ast.AST]:
    """Places that write HTML, or promise that a text is safe, outside a template."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = dotted(node.func).rsplit(".", 1)[-1]
            if name in ("mark_safe", "SafeString", "SafeText", "format_html", "format_html_join"):
                yield node
        if isinstance(node, ast.JoinedStr):
            parts = (
                str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values
            )
            if HTML.search("".join(parts)):
                yield node


def test_html_is_written_by_templates():
    found = [where(path, node) for path in OURS for node in unescaped(tree_of(path))]
    assert not found


@pytest.mark.parametrize(
    "source",
    [
        "mark_safe(text)",
        "safestring.mark_safe(text)",
        "SafeString(text)",
        "format_html('<b>{}</b>', text)",
        "f'<b>{text}</b>'",
        "f'<a href=\"{address}\">'",
        "f'x</td>{text}'",
    ],
)
def test_the_guard_sees_html_in_code(source: str):
    assert list(unescaped(ast.parse(source)))


@pytest.mark.parametrize("source", ["f'{a} < {b}'", "f'<{name}> can not be'", "'<b>'", "safe(x)"])
def test_the_guard_lets_other_texts_pass(source: str):
    assert not list(unescaped(ast.parse(source)))


def test_templates_switch_no_escaping_off():
    for path in TEMPLATES:
        text = path.read_text()
        assert not re.search(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq\b", text), where(path)
