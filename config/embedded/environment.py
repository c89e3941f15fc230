"""The Python environment in `.venv`: uv pinned by hash, then the lock file to the letter.

Standard library only. Nothing here names an index: whatever mirror the machine's pip and uv are
set up for is used, and the hashes decide what is accepted.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from config.embedded.report import Stop, say, step

LOCK = "requirements-dev.lock"
PIN = Path(__file__).with_name("uv-pin.txt")
STAMP = "installed-from"
NO_PIP = (
    "this Python has neither pip nor ensurepip, so nothing can be fetched; install one, "
    "for example: apt install python3-pip"
)


def ensure(project: Path) -> Path:
    """The Python of `.venv` with exactly what the lock file lists.

    Costs a few milliseconds when nothing changed. Two calls at once wait for each other.
    Raises `Stop` when something cannot be fetched or made.
    """
    python = project / ".venv" / "bin" / "python"
    if _is_current(project, python):
        return python
    with _only_one(project):
        if not _is_current(project, python):
            _install(project, python)
    return python


def write_locks(project: Path, *, upgrade: bool) -> None:
    """Write both lock files, and the pin of uv, again.

    Keeps every version that still fits, unless asked to `upgrade`. The pin keeps its version.
    """
    with _only_one(project):
        uv = _bring_uv(project)
    arguments = ["--universal", "--generate-hashes", "--no-header", "--no-annotate"]
    compile_locks = [str(uv), "pip", "compile", "-q", *arguments, "--python-version", "3.11"]
    how = ["--upgrade"] if upgrade else []
    for lock, group in (("requirements.lock", []), (LOCK, ["--group", "dev"])):
        with step(f"Writing {lock}"):
            _run([*compile_locks, *how, "pyproject.toml", *group, "-o", lock], cwd=project)
    with step(f"Writing {PIN.relative_to(project)}"):
        _write_pin(compile_locks)


def _write_pin(compile_locks: Sequence[str]) -> None:
    comments = [line for line in PIN.read_text().splitlines(True) if line.startswith("#")]
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder, "uv.in")
        wanted.write_text(f"uv=={uv_version()}\n")
        pinned = _run([*compile_locks, str(wanted)], cwd=Path(folder))
    PIN.write_text("".join(comments) + pinned)


def uv_version() -> str:
    """The pinned version of uv."""
    found = re.search(r"^uv==(\S+)", PIN.read_text(), re.MULTILINE)
    if found is None:
        raise Stop(f"{PIN} does not name a version of uv; restore it from version control")
    return found[1]


def _is_current(project: Path, python: Path) -> bool:
    stamp = project / ".venv" / STAMP
    return python.exists() and stamp.exists() and stamp.read_text() == _fingerprint(project)


def _fingerprint(project: Path) -> str:
    """What `.venv` was made from: the lock file and the Python it was made with."""
    lock = project / LOCK
    if not lock.exists():
        raise Stop(f"{LOCK} is missing; restore it from version control")
    settings = project / ".venv" / "pyvenv.cfg"
    made_with = settings.read_bytes() if settings.exists() else b""
    return hashlib.sha256(lock.read_bytes() + made_with).hexdigest()


@contextmanager
def _only_one(project: Path) -> Iterator[None]:
    """Hold the lock that makes a second `./portal` wait instead of spoiling the first's work."""
    tools = project / ".tools"
    try:
        tools.mkdir(exist_ok=True)
        with open(tools / "lock", "w") as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("  Waiting for another ./portal that is preparing the environment …")
                fcntl.flock(held, fcntl.LOCK_EX)
            yield
    except PermissionError as error:
        raise Stop(
            f"{error.filename} cannot be written by this user; "
            "run portal as the user who owns this folder"
        ) from error


def _install(project: Path, python: Path) -> None:
    say("Preparing the environment (the first time takes longest)")
    uv = _bring_uv(project)
    if not _runs(python):
        with step("Making .venv"):
            _run(
                [str(uv), "venv", "-q", "--clear", "--python", sys.executable, ".venv"],
                cwd=project,
            )
    with step(f"Installing {LOCK}"):
        exact = ["--require-hashes", "--python", str(python), LOCK]
        _run([str(uv), "pip", "sync", "-q", *exact], cwd=project, extra=_mirror_of_pip())
    (project / ".venv" / STAMP).write_text(_fingerprint(project))


def _runs(python: Path) -> bool:
    """Whether `.venv` holds a Python that still works and is recent enough."""
    if not python.exists():
        return False
    ask = [str(python), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    return subprocess.run(ask, capture_output=True).returncode == 0


def _bring_uv(project: Path) -> Path:
    """The pinned uv in `.tools`, fetched once, accepted only by its hash."""
    home = project / ".tools" / f"uv-{uv_version()}"
    uv = home / "bin" / "uv"
    if uv.exists():
        return uv
    with (
        step(f"Fetching uv {uv_version()}"),
        tempfile.TemporaryDirectory(dir=project / ".tools", prefix="fetching-") as folder,
    ):
        fetched = Path(folder, "uv")
        _run([*_pip(Path(folder)), *_pip_options(fetched)], cwd=project)
        shutil.rmtree(home, ignore_errors=True)
        fetched.rename(home)
    return uv


def _pip(folder: Path) -> list[str]:
    """A pip to fetch uv with: this Python's own, or one from a throw-away environment."""
    if find_spec("pip") is not None:
        return [sys.executable, "-m", "pip"]
    if find_spec("ensurepip") is None or find_spec("venv") is None:
        raise Stop(NO_PIP)
    try:
        _run([sys.executable, "-m", "venv", str(folder / "venv")], cwd=folder)
    except Stop as stop:
        raise Stop(f"{NO_PIP} (ensurepip is there but does not work: {stop})") from stop
    return [str(folder / "venv" / "bin" / "python"), "-m", "pip"]


def _pip_options(target: Path) -> list[str]:
    """A folder of our own: a distribution that keeps pip away from its packages allows that."""
    exact = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(PIN)]
    return ["install", "-q", "--disable-pip-version-check", "--target", str(target), *exact]


def _mirror_of_pip() -> dict[str, str]:
    """uv's setting for the index that this machine's pip is set up for, if it is for one.

    uv does not read pip's settings; a machine behind a mirror usually has only those.
    """
    if {"UV_DEFAULT_INDEX", "UV_INDEX_URL"} & set(os.environ) or find_spec("pip") is None:
        return {}
    ask = [sys.executable, "-m", "pip", "config", "list"]
    listed = subprocess.run(ask, capture_output=True, text=True).stdout
    found = dict(re.findall(r"^(\S+)\.index-url='(.+)'$", listed, re.MULTILINE))
    # In the order in which pip lets one win over the other.
    chosen = next((found[place] for place in (":env:", "install", "global") if place in found), "")
    return {"UV_DEFAULT_INDEX": chosen} if chosen else {}


def _run(command: Sequence[str], *, cwd: Path, extra: Mapping[str, str] | None = None) -> str:
    """Run a tool and return its output. Raises `Stop` with what it said when it fails."""
    env = _tool_environment(cwd) | dict(extra or {})
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True)
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).replace("\n", "\n    ")
        raise Stop(f"{Path(command[0]).name} failed with exit code {done.returncode}:\n    {said}")
    return done.stdout


def _tool_environment(cwd: Path) -> dict[str, str]:
    """The caller's environment without what would send pip or uv somewhere else."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "PIP_TARGET", "PIP_PREFIX")
    }
    kept |= {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0", "UV_PYTHON_DOWNLOADS": "never"}
    # The machine's own list of trusted certificates, as pip and browsers on it use.
    kept.setdefault("UV_SYSTEM_CERTS", "1")
    if not os.access(os.path.expanduser("~"), os.W_OK):
        kept.setdefault("UV_CACHE_DIR", str(cwd / ".tools" / "cache"))
    return kept
