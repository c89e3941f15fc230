"""`./portal check`: everything is judged, and every failure is shown."""

import sys
import tomllib

from config.embedded import checks

from .conftest import PROJECT

SETTINGS = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_all_failures_are_shown_and_not_only_the_first(monkeypatch, capsys):
    monkeypatch.setattr(
        checks,
        "CHECKS",
        (
            ("first", python("import sys; sys.exit('a wrong type')")),
            ("second", python("print('fine')")),
            ("third", python("import sys; print('an import upwards'); sys.exit(1)")),
        ),
    )
    assert checks.run() == 1
    said = capsys.readouterr().out
    assert "a wrong type" in said
    assert "an import upwards" in said
    assert "fine" not in said
    assert "2 of 3 checks failed" in said


def test_it_succeeds_when_all_do(monkeypatch, capsys):
    monkeypatch.setattr(checks, "CHECKS", (("only", python("")),))
    assert checks.run() == 0
    assert "FAILED" not in capsys.readouterr().out


def test_every_app_stands_on_a_floor_in_the_order_of_the_architecture():
    """A new app that is not put on a floor would be free to import anything."""
    apps = {file.parent.name for file in PROJECT.glob("*/apps.py")}
    [floors] = SETTINGS["importlinter"]["contracts"]
    order = [floor.strip() for line in floors["layers"] for floor in line.split("|")]
    assert apps | {"config"} == set(order) == set(SETTINGS["importlinter"]["root_packages"])
    drawn = ["config", "public", "desk", "notifications", "reviews", "provisions"]
    drawn += ["frameworks", "stakeholders", "record", "core"]
    assert order == [name for name in drawn if name in order]


def test_types_are_checked_strictly_and_warnings_are_errors():
    assert SETTINGS["mypy"]["strict"] is True
    assert SETTINGS["pytest"]["ini_options"]["filterwarnings"][0] == "error"
