"""Imports and foreign keys run down only, and the documentation says the same."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.apps import apps as registry
from importlinter.application.use_cases import read_user_options
from importlinter.cli import lint_imports

from .house import DOMAIN, ROOT, apps, floor_of, layers, python_files, tree_of, where

MODELS = [
    model
    for app in apps()
    if registry.is_installed(app)
    for model in registry.get_app_config(app).get_models()
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_foreign_key_points_up(model):
    own = floor_of(model._meta.app_label)
    for field in model._meta.get_fields():
        if field.is_relation and field.concrete and field.related_model is not None:
            target = field.related_model._meta.app_label
            assert floor_of(target) <= own, f"{model._meta.label}.{field.name} points up"


def test_the_walk_sees_the_tables_and_their_links():
    links = {
        (model._meta.app_label, field.related_model._meta.app_label)
        for model in MODELS
        for field in model._meta.fields
        if field.related_model is not None
    }
    assert len(MODELS) >= 20
    assert {("provisions", "frameworks"), ("stakeholders", "stakeholders")} <= links


def test_the_record_has_no_foreign_key_at_all():
    """Entries outlive what they speak of."""
    for model in registry.get_app_config("record").get_models():
        assert not [field.name for field in model._meta.fields if field.is_relation]


def test_the_floors_of_the_documentation_are_the_ones_enforced():
    text = (ROOT / "docs" / "architecture.md").read_text()
    table = re.findall(r"^\| (\d) \| ((?:`\w+`(?: · )?)+) \|", text, flags=re.MULTILINE)
    documented = [re.findall(r"`(\w+)`", names) for _, names in sorted(table, reverse=True)]
    enforced = [re.findall(r"\w+", floor) for floor in layers()]
    standing = [[app for app in floor if (ROOT / app).is_dir()] for floor in documented]
    assert [floor for floor in standing if floor] == enforced


def test_every_app_of_the_house_has_its_floor():
    ours = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert ours | {"config"} == {*apps(), "config"}
    assert set(read_user_options().session_options["root_packages"]) == {*apps(), "config"}


def test_imports_run_down_only(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    # It would set up logging for the whole process, and silence the loggers of later tests.
    monkeypatch.setattr("importlinter.cli.logging_config.dictConfig", lambda settings: None)
    assert lint_imports(cache_dir=None, no_cache=True) == 0, capsys.readouterr().out


def test_nobody_imports_the_wiring():
    for path in python_files(*apps()):
        for name in _imported(tree_of(path)):
            assert name.split(".")[0] != "config", f"{where(path)} imports {name}"


def test_the_domain_knows_no_face_and_no_worker():
    """A service imports no task and no page: the worker is woken by a message by name."""
    outside = {"rest_framework", "drf_spectacular", "celery", "public", "django.shortcuts"}
    for path in python_files(*[app for app in DOMAIN if app != "core"]):
        if path.name == "tasks.py":
            continue
        for name in _imported(tree_of(path)):
            assert not [each for each in outside if name == each or name.startswith(f"{each}.")], (
                f"{where(path)} imports {name}"
            )


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
