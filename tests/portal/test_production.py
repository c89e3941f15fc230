"""Production without containers: the very commands of the two files, against real servers.

The database is made by the script that the database container runs, migrated as its owner, and
then used as the application's role, which must not be able to touch the record's guards.
"""

import base64
import contextlib
import http.client
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import yaml

from config.embedded import account
from config.embedded.datafolder import DataFolder
from config.embedded.postgres import Postgres
from config.embedded.processes import wait_until
from config.embedded.supervisor import Supervisor
from config.embedded.valkey import Valkey

from .conftest import PROJECT, free_port, outside_environment

pytestmark = pytest.mark.slow

SERVICES = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())["services"]
DOCKERFILE = (PROJECT / "Dockerfile").read_text().replace("\\\n", "")
OWNER, APPLICATION = "tripartite_owner", "tripartite_app"


@pytest.fixture(scope="module")
def folder(open_folder: Path) -> DataFolder:
    made = DataFolder(open_folder / "data", account.for_postgres())
    made.make()
    return made


@pytest.fixture(scope="module")
def servers(folder: DataFolder) -> Iterator[DataFolder]:
    """A PostgreSQL as its container makes it, and a Valkey."""
    supervisor = Supervisor(folder)
    postgres, valkey = Postgres(folder, throwaway=True), Valkey(folder, throwaway=True)
    try:
        postgres.prepare()
        supervisor.start(postgres)
        valkey.wait_ready(supervisor.start(valkey))
        assert wait_until(postgres.is_ready, seconds=60)
        made = subprocess.run(
            ["bash", str(PROJECT / "config" / "postgres" / "init-roles.sh")],
            env={
                "PATH": f"{postgres.programs}:{os.defpath}",
                "PGHOST": str(folder.sockets),
                "POSTGRES_USER": "tripartite",
                "OWNER_PASSWORD": 'an owner\'s "password"',
                "APP_PASSWORD": "a $password `of` the\\application",
            },
            capture_output=True,
            text=True,
        )
        assert made.returncode == 0, made.stderr
        yield folder
    finally:
        supervisor.stop(quietly=True)


@pytest.fixture(scope="module")
def environment(servers: DataFolder, open_folder: Path) -> dict[str, str]:
    """What the containers of the application are given."""
    binaries = Path(sys.executable).parent
    return outside_environment() | {
        "PATH": f"{binaries}:{os.defpath}",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": "k" * 50,
        "FIELD_ENCRYPTION_KEYS": base64.urlsafe_b64encode(b"k" * 32).decode(),
        "PUBLIC_BASE_URL": "https://portal.example",
        "DATABASE_URL": Postgres(servers).url.replace("tripartite@", f"{APPLICATION}@", 1),
        "REDIS_URL": Valkey(servers).url,
        "TRIPARTITE_DATA": str(servers.record),
        "STATIC_ROOT": str(open_folder / "static"),
        "HOSTNAME": socket.gethostname(),
    }


@pytest.fixture(scope="module")
def migrated(environment: dict[str, str]) -> dict[str, str]:
    """The environment once the one-shot `migrate` has run."""
    as_owner = {"DATABASE_URL": environment["DATABASE_URL"].replace(APPLICATION, OWNER)}
    ran = subprocess.run(
        SERVICES["migrate"]["command"],
        cwd=PROJECT,
        env=environment | as_owner,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return environment


def connect(folder: DataFolder, role: str) -> Any:
    return contextlib.closing(
        psycopg2.connect(host=str(folder.sockets), user=role, dbname="tripartite")
    )


@contextlib.contextmanager
def running(command: list[str], env: dict[str, str], cwd: Path) -> Iterator[Path]:
    """Run a container's command outside of one; its output is in the file it yields."""
    log = cwd / "log"
    with open(log, "wb") as output:
        process = subprocess.Popen(
            command, cwd=cwd, env=env, stdout=output, stderr=subprocess.STDOUT, process_group=0
        )
    try:
        yield log
        assert process.poll() is None, log.read_text()
        process.terminate()
        assert process.wait(30) in (0, -signal.SIGTERM), log.read_text()
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_the_application_owns_nothing_and_its_passwords_are_kept(migrated, servers):
    with connect(servers, "tripartite") as connection, connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
        assert cursor.fetchall() == [(OWNER,)]
        cursor.execute(
            "SELECT rolname, rolpassword LIKE 'SCRAM-SHA-256$%%', rolsuper OR rolcreaterole "
            "OR rolcreatedb FROM pg_authid WHERE rolname LIKE 'tripartite\\_%%' ORDER BY rolname"
        )
        assert cursor.fetchall() == [(APPLICATION, True, False), (OWNER, True, False)]


@pytest.mark.parametrize("table", ["django_session", "account_emailaddress", "mfa_authenticator"])
def test_the_application_keeps_sessions_and_second_factors(migrated, servers, table):
    with connect(servers, APPLICATION) as connection, connection.cursor() as cursor:
        for right in ("SELECT", "INSERT", "UPDATE", "DELETE"):
            cursor.execute("SELECT has_table_privilege(%s, %s)", [table, right])
            assert cursor.fetchone() == (True,), right


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE record_entry DISABLE TRIGGER ALL",
        "DROP TABLE record_entry",
        "TRUNCATE record_entry",
        "DELETE FROM record_entry",
        "UPDATE record_entry SET code = 'x'",
        "SET session_replication_role = replica",
        "CREATE TABLE mine (id integer)",
        f"SET ROLE {OWNER}",
    ],
)
def test_the_application_cannot_lift_the_records_guards(migrated, servers, statement):
    with connect(servers, APPLICATION) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM record_entry")
        assert cursor.fetchone()[0] > 0
        with pytest.raises(psycopg2.Error):
            cursor.execute(statement)


def test_the_web_container_serves(migrated, tmp_path):
    collect = re.search(r"python (manage\.py collectstatic \S+)", DOCKERFILE)
    assert collect
    done = subprocess.run(
        [sys.executable, *shlex.split(collect[1])],
        cwd=PROJECT,
        env=migrated,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    port = free_port()
    [command] = re.findall(r"^CMD (\[.+\])$", DOCKERFILE, re.M)
    words = [str(word) for word in yaml.safe_load(command)]
    everywhere = words.index("0.0.0.0")  # noqa: S104 - replaced by loopback
    words[everywhere], words[words.index("8000")] = "127.0.0.1", str(port)
    [healthy] = re.findall(r"^HEALTHCHECK .+? CMD (\[.+\])$", DOCKERFILE, re.M)
    probe = [word.replace("8000", str(port)) for word in yaml.safe_load(healthy)]

    def is_healthy() -> bool:
        return subprocess.run(probe, env=migrated, capture_output=True).returncode == 0

    with running(words, migrated | {"PYTHONPATH": str(PROJECT)}, tmp_path) as log:
        assert wait_until(is_healthy, seconds=30, every=0.5), log.read_text()
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        behind_proxy = {"Host": "portal.example", "X-Forwarded-Proto": "https"}
        asked.request("GET", "/", headers=behind_proxy)
        page = asked.getresponse()
        assert page.status == 200
        assert page.getheader("Strict-Transport-Security")
        assert b"<html" in page.read()
        asked.request("GET", "/accounts/login/", headers=behind_proxy)
        door = asked.getresponse()
        assert door.status == 200
        cookie = door.getheader("Set-Cookie", "")
        assert cookie.startswith("__Host-csrftoken=")
        assert {"HttpOnly", "Secure", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
        asked.close()


def test_the_worker_and_the_beat_containers_run(migrated, tmp_path):
    env = migrated | {"PYTHONPATH": str(PROJECT)}
    schedule = tmp_path / "beat" / "schedule"
    for name in ("worker", "beat"):
        (tmp_path / name).mkdir()
    beat = [
        str(schedule) if "schedule" in word and "/" in word else word
        for word in SERVICES["beat"]["command"]
    ]
    beat_probe = [
        word.replace("/var/lib/beat/schedule", str(schedule))
        for word in SERVICES["beat"]["healthcheck"]["test"][1:]
    ]
    worker_probe = SERVICES["worker"]["healthcheck"]["test"][1].replace("$$", "$")

    def succeeds(command: list[str]) -> bool:
        return subprocess.run(command, cwd=tmp_path, env=env, capture_output=True).returncode == 0

    with (
        running(SERVICES["worker"]["command"], env, tmp_path / "worker") as worker_log,
        running(beat, env, tmp_path / "beat") as beat_log,
    ):
        ask = ["sh", "-c", worker_probe]
        assert wait_until(lambda: succeeds(ask), seconds=60, every=1), worker_log.read_text()
        assert wait_until(lambda: succeeds(beat_probe), seconds=30), beat_log.read_text()
    # The folder they run in is read-only in the container.
    assert [file.name for file in (tmp_path / "worker").iterdir()] == ["log"]
    written = {file.name.partition(".")[0] for file in (tmp_path / "beat").iterdir()}
    assert written == {"log", "schedule"}
