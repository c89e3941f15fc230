"""How the guards walk the house: its floors, its source files, and what stands in them."""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Made by tools or kept for data: nobody's source.
_NOT_OURS = {".venv", ".tools", ".data", ".static", ".git", "__pycache__", ".hypothesis"}


@cache
def layers() -> tuple[str, ...]:
    """The floors from the top down, as import-linter enforces them."""
    with (ROOT / "pyproject.toml").open("rb") as text:
        contract = tomllib.load(text)["tool"]["importlinter"]["contracts"][0]
    assert contract["type"] == "layers"
    return tuple(contract["layers"])


@cache
def floor_of(app: str) -> int:
    """The floor of an app; Django's own apps lie under the house."""
    names = layers()
    for height, floor in enumerate(reversed(names), start=1):
        if app in [each.strip() for each in floor.replace("|", " ").split()]:
            return height
    return 0


def apps() -> list[str]:
    """Every app of the house from the top down, without `config`, which is none."""
    return [app for floor in layers()[1:] for app in floor.replace("|", " ").split()]


# Where no rule of the domain may depend on the clock; faces, commands, tasks and the wiring
# pass the time in.
DOMAIN = ("notifications", "reviews", "provisions", "frameworks", "stakeholders", "record", "core")


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """Our Python files, in the named folders or in the whole house, tests included."""
    roots = [ROOT / folder for folder in folders] if folders else [ROOT]
    return tuple(path for root in roots for path in files_under(root) if path.suffix == ".py")


@cache
def files_under(root: Path) -> tuple[Path, ...]:
    """Every file that is kept, in a fixed order."""
    return tuple(sorted(_walk(root)))


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in _NOT_OURS or path.is_symlink():
            continue
        if path.is_dir():
            yield from _walk(path)
        else:
            yield path


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def where(path: Path, node: ast.AST | None = None) -> str:
    """`provisions/search.py:12`, as editors understand it."""
    line = f":{getattr(node, 'lineno', 1)}" if node is not None else ""
    return f"{path.relative_to(ROOT)}{line}"


def functions_of(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def dotted(node: ast.AST) -> str:
    """`timezone.now` for that expression, "" for anything that is not a plain name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        base = dotted(node.value)
        return f"{base}.{node.attr}" if base else node.attr
    return ""


def is_migration(path: Path) -> bool:
    return path.parent.name == "migrations"
