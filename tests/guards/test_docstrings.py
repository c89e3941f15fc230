"""Whoever calls a function of the domain reads what it takes, returns and raises."""

import ast
from collections.abc import Iterator
from pathlib import Path

from .house import DOMAIN, is_migration, python_files, tree_of, where

# Called by Django or Python, which document them; and one-line answers to a question.
KNOWN = {"handle", "add_arguments", "ready", "lookups"}


def undocumented(path: Path) -> Iterator[str]:
    tree = tree_of(path)
    if path.name != "__init__.py" and path.name != "apps.py" and not ast.get_docstring(tree):
        yield f"{where(path)} the module"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not _speaks_for_itself(node):
            yield f"{where(path, node)} {node.name}"
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and not _speaks_for_itself(method):
                    yield f"{where(path, method)} {node.name}.{method.name}"


def _speaks_for_itself(function: ast.FunctionDef) -> bool:
    if function.name.startswith("_") or function.name in KNOWN or ast.get_docstring(function):
        return True
    decorators = {ast.unparse(each) for each in function.decorator_list}
    if decorators & {"property", "classmethod", "overload", "cached_property"}:
        return True
    # Two statements whose name and types say all: `def refuse(self, detail: str) -> None`.
    return len(function.body) <= 2 and all(_is_plain(each) for each in function.body)


def _is_plain(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Return | ast.Assign | ast.AnnAssign | ast.Expr)


def test_public_functions_of_the_domain_say_what_they_do():
    assert [
        each
        for path in python_files(*DOMAIN)
        if not is_migration(path)
        for each in undocumented(path)
    ] == []
