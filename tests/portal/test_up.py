"""`./portal up` for real: it starts, what is killed comes back, and nothing stays behind."""

import contextlib
import os
import signal
import socket
import subprocess
from pathlib import Path

import psycopg2
import pytest
from celery import Celery

from config.embedded.datafolder import DataFolder
from config.embedded.processes import wait_until

from .conftest import (
    PROJECT,
    Up,
    command,
    free_port,
    lock_of,
    outside_environment,
    processes_naming,
    wait_gone,
)

# One `up` serves all of these, in the order they stand here; a file runs on one core.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def up(open_folder, start_up):
    started = start_up(open_folder, free_port())
    started.wait_ready()
    return started


def refused(*words: str) -> str:
    """What a command says that has to fail, without a trace."""
    said = subprocess.run(
        command(*words),
        cwd=PROJECT,
        env=outside_environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert said.returncode == 1, said.stdout
    assert "Traceback" not in said.stderr
    return said.stderr


def manage(data: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command("manage", "--data", str(data), *words),
        cwd=PROJECT,
        env=outside_environment(),
        capture_output=True,
        text=True,
        timeout=120,
    )


def count(data: Path, table: str) -> int:
    """Rows of a table of the sample database that runs on `data`."""
    sockets = DataFolder(data / "sample", None).sockets
    connection = psycopg2.connect(host=str(sockets), user="tripartite", dbname="tripartite")
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - named in this file
        return int(cursor.fetchone()[0])


def does_a_job(up: Up) -> bool:
    """Whether a job that is sent to the worker now is done within a minute."""
    folder = DataFolder(up.data / "sample", None)
    done = folder.log("worker").read_text().count("succeeded in")
    with Celery(broker=f"redis+socket://{folder.sockets}/valkey.sock") as sender:
        sender.send_task("frameworks.pass_milestones", ignore_result=True)
    return wait_until(
        lambda: folder.log("worker").read_text().count("succeeded in") > done, seconds=60
    )


def test_it_says_what_it_does_where_it_is_and_how_to_stop_it(up):
    for said in (
        "Starting PostgreSQL",
        "Starting Valkey",
        "Migrating the database",
        "Loading the framework",
        "Loading the sample data",
        f"http://localhost:{up.port}",
        str(up.data / "sample"),
        "Ctrl-C stops it",
    ):
        assert said in up.output
    assert up.answers()


def test_a_second_one_on_the_same_data_is_refused(up):
    said = refused("up", "--port", str(free_port()), "--data", str(up.data))
    assert f"already running on this data at http://localhost:{up.port}" in said
    assert up.answers()


def test_a_taken_port_is_refused_with_a_way_out(up):
    said = refused("up", "--port", str(up.port), "--data", str(up.data), "--no-sample")
    assert f"port {up.port} is taken" in said
    assert f"--port {up.port + 1}" in said
    assert processes_naming(up.data / "real") == []


def test_a_port_that_is_only_taken_by_the_other_name_of_this_machine_is_refused(up):
    try:
        listener = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6")
    with listener:
        port = listener.getsockname()[1]
        said = refused("up", "--port", str(port), "--data", str(up.data), "--no-sample")
    assert f"port {port} is taken" in said


def test_manage_works_beside_it(up):
    said = manage(up.data, "migrate", "--check")
    assert said.returncode == 0, said.stderr
    assert said.stderr == ""


@pytest.mark.parametrize("child", ["/postgres -D", "valkey-server", "granian", "celery"])
def test_a_killed_child_comes_back_and_nothing_is_lost(up, child):
    before = count(up.data, "record_entry")
    assert before > 0
    up.kill_and_see_it_back(child)
    assert count(up.data, "record_entry") >= before
    assert up.process.poll() is None


def test_kill_9_of_it_leaves_no_child_and_the_next_one_recovers(up, open_folder, start_up):
    before = count(up.data, "record_entry")
    os.kill(up.process.pid, signal.SIGKILL)
    up.process.wait()
    wait_gone(up.data)
    again = start_up(open_folder, up.port)
    again.wait_ready()
    assert count(up.data, "record_entry") >= before
    assert lock_of(open_folder)["process"] == again.process.pid
    again.process.send_signal(signal.SIGTERM)
    assert again.process.wait(60) == 0, again.output
    assert processes_naming(up.data) == []
    for said in ("Ending", "Stopping the worker", "Stopping PostgreSQL"):
        assert said in again.output


def test_manage_works_without_it_and_leaves_nothing_running(up):
    said = manage(up.data, "migrate", "--check")
    assert said.returncode == 0, said.stderr
    assert said.stdout == ""
    assert processes_naming(up.data) == []


def test_a_step_that_fails_shows_why_and_stops_everything(up):
    """A table in the way of a migration of a new, real database."""
    spoil = "from django.db import connection; connection.cursor().execute('{}')"
    table = spoil.format("CREATE TABLE django_migrations (id text)")
    said = manage(up.data, "--no-sample", "shell", "--no-imports", "-c", table)
    assert said.returncode == 0, said.stderr
    said = subprocess.run(
        command("up", "--no-sample", "--port", str(free_port()), "--data", str(up.data)),
        cwd=PROJECT,
        env=outside_environment(),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert said.returncode == 1
    assert "Migrating the database … failed" in said.stdout
    assert "django_migrations" in said.stderr
    assert "the data could not be prepared" in said.stderr
    assert processes_naming(up.data) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_asked_to_end_while_it_starts_it_ends(up, start_up, number):
    starting = start_up(up.data, free_port())
    assert wait_until(lambda: "Reaching the database" in starting.output, seconds=60)
    starting.process.send_signal(number)
    wait_until(lambda: "Ending" in starting.output, seconds=30, every=0.01)
    starting.process.send_signal(number)  # an impatient person asks twice
    assert starting.process.wait(60) == 0, starting.output
    assert "Traceback" not in starting.output
    assert processes_naming(up.data) == []


def test_a_database_that_does_not_answer_is_said_in_a_sentence(up):
    said = subprocess.run(
        command("up", "--port", str(free_port()), "--data", str(up.data)),
        cwd=PROJECT,
        env=outside_environment() | {"DATABASE_URL": "postgres://me:secret@127.0.0.1:1/none"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert said.returncode == 1
    assert "the database of DATABASE_URL does not answer" in said.stderr
    assert "secret" not in said.stdout + said.stderr
    assert "Traceback" not in said.stderr
    assert processes_naming(up.data) == []


def test_without_sample_data_it_has_a_folder_of_its_own(open_folder, start_up):
    data = open_folder / "other"
    real = start_up(data, free_port(), "--no-sample")
    real.wait_ready()
    assert "Loading the sample data" not in real.output
    assert [folder.name for folder in data.iterdir()] == ["real"]
    assert '"is_sample": false' in real.get("/api/v1/frameworks/")[1].replace(":f", ": f")
    real.end()
    assert processes_naming(data) == []
