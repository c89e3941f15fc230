"""Making `.venv`: skipped when nothing changed, exact when something did, clear when it fails."""

import fcntl
import subprocess
import sys
import threading
from importlib.util import find_spec

import pytest

from config.embedded import environment
from config.embedded.report import Stop


@pytest.fixture
def project(tmp_path):
    """A project whose environment is current."""
    (tmp_path / environment.LOCK).write_text("django==5.2\n")
    home = tmp_path / ".venv" / "bin"
    home.mkdir(parents=True)
    (home / "python").symlink_to(sys.executable)
    (tmp_path / ".venv" / "pyvenv.cfg").write_text("version_info = 3.11\n")
    (tmp_path / ".venv" / environment.STAMP).write_text(environment._fingerprint(tmp_path))
    return tmp_path


@pytest.fixture
def installed(monkeypatch):
    """The projects that were installed, instead of installing them."""
    projects = []
    monkeypatch.setattr(environment, "_install", lambda project, python: projects.append(project))
    return projects


def test_a_current_environment_is_left_alone(project, installed):
    assert environment.ensure(project) == project / ".venv" / "bin" / "python"
    assert installed == []
    assert not (project / ".tools").exists()


def test_a_changed_lock_is_installed(project, installed):
    (project / environment.LOCK).write_text("django==5.3\n")
    environment.ensure(project)
    assert installed == [project]


def test_a_changed_python_is_installed_for(project, installed):
    (project / ".venv" / "pyvenv.cfg").write_text("version_info = 3.13\n")
    environment.ensure(project)
    assert installed == [project]


def test_an_environment_whose_python_is_gone_is_made_again(project, installed):
    python = project / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3.11")
    environment.ensure(project)
    assert installed == [project]
    assert not environment._runs(python)


def test_a_missing_lock_is_named(project):
    (project / environment.LOCK).unlink()
    with pytest.raises(Stop, match=r"requirements-dev\.lock is missing"):
        environment.ensure(project)


def test_two_at_once_wait_for_each_other(project, installed):
    (project / environment.LOCK).write_text("django==5.3\n")
    (project / ".tools").mkdir()
    with open(project / ".tools" / "lock", "w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        second = threading.Thread(target=environment.ensure, args=[project])
        second.start()
        second.join(0.3)
        assert second.is_alive()
        assert installed == []
        # The first has finished its work meanwhile: the second finds nothing left to do.
        (project / ".venv" / environment.STAMP).write_text(environment._fingerprint(project))
    second.join(10)
    assert installed == []


def test_without_pip_and_ensurepip_one_sentence_says_what_to_install(monkeypatch, tmp_path):
    absent = ("pip", "ensurepip")
    monkeypatch.setattr(
        environment, "find_spec", lambda name: None if name in absent else find_spec(name)
    )
    with pytest.raises(Stop, match="apt install python3-pip"):
        environment._pip(tmp_path)


def test_with_ensurepip_alone_a_throw_away_pip_is_made(monkeypatch, tmp_path):
    monkeypatch.setattr(
        environment, "find_spec", lambda name: None if name == "pip" else find_spec(name)
    )
    pip = environment._pip(tmp_path)
    assert pip[0].startswith(str(tmp_path))
    assert subprocess.run([*pip, "--version"], capture_output=True).returncode == 0


def test_a_failing_tool_is_quoted(tmp_path):
    failing = [sys.executable, "-c", "import sys; sys.exit('no such mirror')"]
    with pytest.raises(Stop, match=r"exit code 1:\n +no such mirror"):
        environment._run(failing, cwd=tmp_path)


def test_pip_accepts_only_what_the_pin_hashes():
    options = environment._pip_options(environment.PIN)
    for needed in ("--require-hashes", "--no-deps", "--only-binary"):
        assert needed in options
    assert environment.PIN.read_text().count("--hash=sha256:") >= 10


def test_the_mirror_that_pip_is_set_up_for_is_told_to_uv(monkeypatch):
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(environment, "find_spec", lambda name: True)
    listed = "global.index-url='a mirror'\nglobal.cert='x'\n:env:.index-url='the chosen mirror'\n"

    def pip_config_list(command, **options):
        assert command[-2:] == ["config", "list"]
        return subprocess.CompletedProcess(command, 0, stdout=listed)

    monkeypatch.setattr(subprocess, "run", pip_config_list)
    assert environment._mirror_of_pip() == {"UV_DEFAULT_INDEX": "the chosen mirror"}
    monkeypatch.setenv("UV_DEFAULT_INDEX", "what uv is set up for")
    assert environment._mirror_of_pip() == {}
