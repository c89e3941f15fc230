"""`./portal test`: services of its own, and nothing left of them."""

import os
import signal
import subprocess
import tempfile
from pathlib import Path

import pytest

from config.embedded import testrun
from config.embedded.processes import wait_until

from .conftest import PROJECT, command, outside_environment, processes_naming, wait_gone

# The test that the inner run runs: it reports where it was, and ends as it is told.
INNER = """
import os, pathlib, time
import psycopg2, redis

def test_inner():
    seen = pathlib.Path(os.environ["SEEN"])
    url = os.environ["DATABASE_URL"]
    host = "/" + url.partition(":5432/")[2].rpartition("/")[0].lstrip("/")
    with psycopg2.connect(host=host, user="tripartite", dbname="tripartite") as connection:
        cursor = connection.cursor()
        cursor.execute("SHOW server_version_num")
        server = cursor.fetchone()[0]
    connection.close()
    client = redis.Redis.from_url(os.environ["REDIS_URL"])
    assert client.ping()
    client.close()
    seen.write_text(server + " " + os.environ["DJANGO_SETTINGS_MODULE"])
    time.sleep(float(os.environ.get("SLEEP", "0")))
    assert os.environ.get("FAIL") != "1"
"""


@pytest.fixture
def run(tmp_path):
    """Start an inner run; the folder in which everything of it has to be, and be gone."""
    inner = tmp_path / "test_inner.py"
    inner.write_text(INNER)
    with tempfile.TemporaryDirectory(prefix="run-") as temporary:
        Path(temporary).chmod(0o711)

        def start(**environment: str) -> "subprocess.Popen[str]":
            options = ["-n", "0", "-q", "-p", "no:cacheprovider", "-p", "no:django"]
            return subprocess.Popen(
                command("test", *options, f"--rootdir={tmp_path}", "-c", os.devnull, str(inner)),
                cwd=PROJECT,
                env=outside_environment()
                | {"TMPDIR": temporary, "SEEN": str(tmp_path / "seen")}
                | {"DATABASE_URL": "postgres://nowhere/none", "REDIS_URL": "redis://nowhere"}
                | environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )

        yield start, tmp_path / "seen", Path(temporary)


def test_it_has_its_own_services_whatever_the_environment_says_and_leaves_nothing(run):
    start, seen, temporary = run
    inner = start()
    said, _ = inner.communicate(timeout=120)
    assert inner.returncode == 0, said
    server, settings = seen.read_text().split()
    assert int(server) >= 180000
    assert settings == "config.settings.test"
    assert list(temporary.iterdir()) == []
    assert processes_naming(temporary) == []


def test_a_failing_test_fails_the_run_and_leaves_nothing(run):
    start, _, temporary = run
    inner = start(FAIL="1")
    said, _ = inner.communicate(timeout=120)
    assert inner.returncode == 1, said
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_fails_and_leaves_nothing(run, number):
    start, seen, temporary = run
    inner = start(SLEEP="60")
    assert wait_until(seen.exists, seconds=60)
    inner.send_signal(number)
    said, _ = inner.communicate(timeout=60)
    assert inner.returncode not in (0, None), said
    assert list(temporary.iterdir()) == []
    wait_gone(temporary)


def test_killed_its_services_end_and_the_next_run_cleans_up(run):
    start, seen, temporary = run
    killed = start(SLEEP="60")
    assert wait_until(seen.exists, seconds=60)
    killed.kill()
    killed.communicate()
    wait_gone(temporary)
    assert len(list(temporary.iterdir())) == 1
    again = start()
    again.communicate(timeout=120)
    assert again.returncode == 0
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["-n", "3"], True),
        (["-n0"], True),
        (["--numprocesses=2"], True),
        (["tests/core", "-p", "no:xdist"], True),
        (["--pdb"], True),
        (["-k", "name"], False),
        (["tests"], False),
        ([], False),
    ],
)
def test_it_runs_on_every_core_unless_told_otherwise(arguments, says):
    assert testrun._says_how_parallel(arguments) is says


def test_a_browser_is_found_by_any_of_its_names(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert testrun.find_browser() is None
    browser = tmp_path / "google-chrome"
    browser.write_text("#!/bin/sh\n")
    browser.chmod(0o755)
    assert testrun.find_browser() == str(browser)
