"""What is kept in the repository belongs there: no machine of ours, no registry, no leftovers."""

import re
import subprocess

import pytest

from .house import ROOT, files_under, where

# A folder of somebody's machine. `/tmp` alone is a place that every machine has.
MACHINE = re.compile(r"(?<![\w./*-])/(?:work|tmp|root|home|Users|mnt)/[\w.-]")
# Put together here, so that no registry's host stands in this file either.
REGISTRIES = (
    *(("py" + "pi", "org"), ("pythonho" + "sted", "org"), ("conda", "ana" + "conda")),
    *(("npm" + "js", "com"), ("npm" + "js", "org")),
    *(("dock" + "er", "io"), ("gh" + "cr", "io"), ("qu" + "ay", "io")),
)
HOSTS = re.compile("|".join(re.escape(".".join(parts)) for parts in REGISTRIES), re.IGNORECASE)
LEFTOVERS = re.compile(r"^(?:<{7}|>{7}|={7}$)|\b(?:TODO|FIXME|XXX|HACK)\b", re.MULTILINE)
TEXT = {
    ".py",
    ".toml",
    ".lock",
    ".md",
    ".html",
    ".css",
    ".js",
    ".txt",
    ".yaml",
    ".yml",
    ".csv",
    ".po",
    ".sh",
    ".json",
    ".svg",
    "",
}
# A pattern and its examples stand here.
SELF = {"tests/guards/test_tree.py"}


def tracked() -> list[str]:
    """What git keeps; in an unpacked archive, every file that is there."""
    if (ROOT / ".git").exists():
        done = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        return [name for name in done.stdout.split("\0") if name and (ROOT / name).exists()]
    return [where(path) for path in files_under(ROOT)]


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:80]}"
        for name in tracked()
        if name not in SELF and (ROOT / name).suffix in TEXT
        for number, line in enumerate((ROOT / name).read_text().splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_machine_is_named():
    assert lines_with(MACHINE) == []


def test_no_registry_is_named():
    assert lines_with(HOSTS) == []
    assert all(HOSTS.search(f"https://{host}.{end}/simple") for host, end in REGISTRIES)


def test_nothing_is_left_to_do():
    assert lines_with(LEFTOVERS) == []


def test_what_tools_make_is_not_kept():
    made = re.compile(r"(^|/)(__pycache__|\.venv|\.tools|\.data|node_modules)(/|$)|\.(mo|pyc|log)$")
    assert [name for name in tracked() if made.search(name)] == []


def test_programs_can_be_started():
    for name in ("portal", ".ci/run"):
        path = ROOT / name
        assert path.read_text().startswith("#!"), name
        assert path.stat().st_mode & 0o111, f"{name} is not executable"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("open('/home/ana/notes')", True),
        ("cd /tmp/portal", True),
        ("Path('/tmp')", False),
        ("var/work/x", False),
        ("https://example.org/home/page", False),
        ('url = "/frameworks/home/"', False),
    ],
)
def test_the_guard_tells_a_machine_from_an_address(text, found):
    assert bool(MACHINE.search(text)) is found
