"""docs/operations.md says what is: its settings, commands and jobs are those of the code."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from config.beat import JOBS
from record.verify import SENTENCES

PROJECT = Path(__file__).parents[2]
PAGE = (PROJECT / "docs" / "operations.md").read_text()
SETTINGS = "".join(file.read_text() for file in (PROJECT / "config" / "settings").glob("*.py"))
READ = sorted(set(re.findall(r'env(?:\.\w+)?\(\s*"(\w+)"', SETTINGS)))


def test_the_settings_are_read():
    assert {"DATABASE_URL", "SECRET_KEY", "TRIPARTITE_DATA"} <= set(READ)


@pytest.mark.parametrize("name", READ)
def test_every_setting_of_the_environment_is_explained(name):
    assert f"`{name}`" in PAGE


@pytest.mark.parametrize("command", sorted(set(re.findall(r"\./portal manage (\w+)", PAGE))))
def test_every_command_that_is_named_exists(command):
    assert command in get_commands()


def test_every_command_of_the_record_is_named():
    ours = {name for name, app in get_commands().items() if app == "record"}
    assert len(ours) == 6
    assert not [name for name in ours if name not in PAGE]


def test_every_job_is_named():
    assert not [job for job in JOBS if f"`{job}`" not in PAGE]


@pytest.mark.parametrize(
    "words",
    [
        "a signed checkpoint has another hash",
        "a signed checkpoint knows this entry",
        "not known here",
    ],
)
def test_what_a_verification_says_can_be_looked_up(words):
    assert any(words in sentence for sentence in SENTENCES.values())
    assert words in PAGE
