"""The words of `./portal`: a newcomer is told what there is, before anything is installed."""

import ast
import subprocess
import sys

import pytest

from config.embedded import commands

from .conftest import PROJECT, outside_environment, run_portal


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"], ["help"], ["up", "--help"]])
def test_help_names_every_command(words):
    said = run_portal(*words)
    assert said.returncode == 0
    for command in commands.KNOWN:
        assert f"./portal {command}" in said.stdout
    for flag in ("--port N", "--no-sample", "--data DIR"):
        assert flag in said.stdout


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["launch"], "up, test, check, bench, manage, lock"),
        (["--port", "1"], "up, test, check, bench, manage, lock"),
        (["up", "--prot", "1"], "--port N, --no-sample, --data DIR"),
        (["up", "extra"], "--port N, --no-sample, --data DIR"),
        (["up", "--por", "8001"], "--port N, --no-sample, --data DIR"),
        (["check", "everything"], "no options"),
        (["lock", "--force"], "--upgrade"),
        (["manage"], "./portal manage help"),
        (["manage", "--sample", "migrate"], "--no-sample, --data DIR"),
    ],
)
def test_what_is_not_known_is_refused_with_what_is(words, named):
    said = run_portal(*words)
    assert said.returncode == 2
    assert said.stdout == ""
    assert named in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "80 80", "٨٠٠٠", "9" * 5000, ""])
def test_a_port_that_cannot_be_is_refused(port):
    with pytest.raises(commands.Refused, match="port"):
        commands.parse(["up", "--port", port])


def test_options_of_manage_end_at_the_first_word_of_django():
    _, options = commands.parse(["manage", "--no-sample", "migrate", "--fake", "--no-sample"])
    assert options.no_sample
    assert options.rest == ["migrate", "--fake", "--no-sample"]


def test_everything_after_test_goes_to_pytest():
    _, options = commands.parse(["test", "-k", "up", "--help"])
    assert options.rest == ["-k", "up", "--help"]


def test_nothing_installed_is_needed_before_the_environment_is_made():
    """-S leaves out every installed package."""
    needed = "import config.embedded.bootstrap, config.embedded.environment"
    for arguments in (["portal", "--help"], ["-c", needed]):
        said = subprocess.run(
            [sys.executable, "-S", "-E", *arguments],
            cwd=PROJECT,
            env=outside_environment(),
            capture_output=True,
            text=True,
        )
        assert said.returncode == 0, said.stderr


def test_an_old_python_can_read_the_file_and_is_told_that_it_is_too_old():
    source = (PROJECT / "portal").read_text()
    ast.parse(source, feature_version=(3, 6))
    pretend = "import sys, runpy; sys.version_info = (3, 9, 2); runpy.run_path('portal')"
    said = subprocess.run(
        [sys.executable, "-c", pretend], cwd=PROJECT, capture_output=True, text=True
    )
    assert said.returncode == 1
    assert "needs Python 3.11 or later; this is Python 3.9" in said.stderr
