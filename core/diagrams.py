"""Diagrams for the documentation, drawn from the code so that they can't grow old.

An app adds its own by a module `diagrams` with `DIAGRAMS`: the name of a file in
`docs/diagrams` (without `.md`) and the function that returns the diagram in Mermaid's words.
"""

import ast
import tomllib
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import AppConfig
from django.apps import apps as registry
from django.conf import settings
from django.db.models import Field, Model

Draw = Callable[[], str]


def drawn() -> dict[str, str]:
    """Return every file of `docs/diagrams` as it has to read now, by its name."""
    diagrams: dict[str, Draw] = {"floors": floors}
    diagrams |= {f"tables-{app.label}": _tables_of(app) for app in own_apps() if _models(app)}
    for app in own_apps():
        if app.label != "core" and find_spec(f"{app.name}.diagrams"):
            own: Mapping[str, Draw] = import_module(f"{app.name}.diagrams").DIAGRAMS
            diagrams |= own
    return {f"{name}.md": _page(name, draw()) for name, draw in sorted(diagrams.items())}


def own_apps() -> list[AppConfig]:
    """Return the apps of this house that have code here, in the order of the settings."""
    return [app for app in registry.get_app_configs() if _is_ours(Path(app.path))]


def floors() -> str:
    """Return the floors from the top down, with every import from one to another."""
    layers = _layers()
    lines = ["flowchart TB"]
    for names in layers:
        lines += [f'    {name}["{_label(name)}"]' for name in names]
    for upper, name in [(height, name) for height, names in enumerate(layers) for name in names]:
        below = [each for names in layers[upper + 1 :] for each in names]
        imported = {module.split(".")[0] for module in _imports(name)}
        lines += [f"    {name} --> {each}" for each in below if each in imported]
    return "\n".join(lines)


def _page(name: str, diagram: str) -> str:
    title = name.replace("-", " ").capitalize()
    note = "Written from the code by `./portal manage write_diagrams`; changes here are lost."
    return f"# {title}\n\n{note}\n\n```mermaid\n{diagram}\n```\n"


def _layers() -> list[list[str]]:
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as text:
        contracts = tomllib.load(text)["tool"]["importlinter"]["contracts"]
    return [layer.replace("|", " ").split() for layer in contracts[0]["layers"]]


def _label(name: str) -> str:
    """Return the name of a package with the first line of what it says about itself."""
    source = settings.BASE_DIR / name / "__init__.py"
    docstring = ast.get_docstring(ast.parse(source.read_text())) or name
    duty = docstring.splitlines()[0].rstrip(".").replace('"', "'")
    return "<br>".join((name, duty))


def _imports(name: str) -> Iterator[str]:
    for path in sorted((settings.BASE_DIR / name).rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module


def _tables_of(app: AppConfig) -> Draw:
    def draw() -> str:
        lines = ["erDiagram"]
        for model in _models(app):
            lines.append(f"    {model.__name__} {{")
            lines += [f"        {_column(field)}" for field in model._meta.local_fields]
            lines.append("    }")
            lines += [f"    {line}" for line in _links(model)]
        return "\n".join(lines)

    return draw


def _models(app: AppConfig) -> list[type[Model]]:
    return sorted(app.get_models(), key=lambda model: model.__name__)


def _column(field: "Field[object, object]") -> str:
    kind = field.get_internal_type().removesuffix("Field").lower()
    mark = " PK" if field.primary_key else " FK" if field.is_relation else ""
    mark = mark or (" UK" if field.unique else "")
    note = ' "may be empty"' if field.null else ""
    return f"{kind} {field.name}{mark}{note}"


def _links(model: type[Model]) -> Iterator[str]:
    for field in model._meta.local_fields:
        target = field.related_model
        if target is not None and not isinstance(target, str):
            many = "o|" if field.unique else "}o"
            one = "o|" if field.null else "||"
            yield f"{model.__name__} {many}--{one} {target.__name__} : {field.name}"


def _is_ours(path: Path) -> bool:
    return path.parent == settings.BASE_DIR
