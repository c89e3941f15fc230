"""Real workers on real services: they catch up at their start, and a killed database is no end."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import pytest
from celery import Celery

from config.beat import JOBS
from config.embedded import account
from config.embedded.datafolder import DataFolder
from config.embedded.postgres import DATABASE, ROLE, Postgres
from config.embedded.processes import PROJECT, end, spawn, wait_until
from config.embedded.supervisor import Supervisor
from config.embedded.valkey import Valkey

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("worker")]

# Founds a framework two days ago, one of whose milestones has passed since.
FOUND = """
from datetime import datetime, timedelta, UTC
from core.dates import parse_honest_date
from frameworks.models import Milestone
from tests.factories.frameworks import make_framework
framework = make_framework(at=datetime.now(UTC) - timedelta(days=2))
milestone = Milestone(framework=framework, slug="begun", kind="other", title={{}},
                      basis="invented", order_key="1")
milestone.set_date(parse_honest_date("{date}"))
milestone.save()
"""
# A second milestone, due at once.
ADD = """
INSERT INTO frameworks_milestone (id, date_precision, first_day, last_day, framework_id, slug, kind,
    title, note, basis, order_key)
SELECT gen_random_uuid(), 'day', '2026-01-02', '2026-01-02', id, 'later', 'other', '{}', '{}',
    'invented', '2' FROM frameworks_framework
"""


@dataclass
class House:
    """Services, the environment of the workers, and what they wrote."""

    folder: DataFolder
    supervisor: Supervisor
    postgres: "subprocess.Popen[bytes]"
    env: dict[str, str]

    def manage(self, *words: str) -> None:
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=PROJECT,
            env=self.env,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr

    def ask(self, query: str) -> list[tuple[object, ...]]:
        """Return the rows, none while the database is away or has no such table."""
        try:
            with contextlib.closing(
                psycopg2.connect(host=str(self.folder.sockets), user=ROLE, dbname=DATABASE)
            ) as connection:
                connection.autocommit = True
                with connection.cursor() as cursor:
                    cursor.execute(query)
                    return cursor.fetchall() if cursor.description else []
        except psycopg2.OperationalError:
            return []

    def logs(self) -> str:
        return "\n".join(self.folder.log(f"worker-{n}").read_text() for n in (1, 2))


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    root = Path(tempfile.mkdtemp(prefix="worker-"))
    root.chmod(0o711)
    folder = DataFolder(root / "data", account.for_postgres())
    folder.make()
    supervisor = Supervisor(folder)
    # The database writes safely, unlike that of other tests: this one is killed.
    postgres, valkey = Postgres(folder), Valkey(folder, throwaway=True)
    try:
        postgres.prepare()
        server = supervisor.start(postgres)
        broker = supervisor.start(valkey)
        postgres.wait_ready(server)
        valkey.wait_ready(broker)
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
            "DATABASE_URL": postgres.url,
            "REDIS_URL": valkey.url,
            "TRIPARTITE_DATA": str(folder.record),
            "TRIPARTITE_SAMPLE": "1",
        }
        made = House(folder, supervisor, server, env)
        made.manage("migrate", "--no-input", "-v0")
        made.manage("shell", "--no-imports", "-c", FOUND.format(date="2026-01-01"))
        yield made
    finally:
        supervisor.stop(quietly=True)
        shutil.rmtree(folder.sockets, ignore_errors=True)
        shutil.rmtree(root)


@pytest.fixture(scope="module")
def workers(house: House) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Two workers that begin at the same time, as when a machine comes back."""
    started = [
        spawn(
            [
                *(sys.executable, "-m", "celery", "-A", "config.celery", "worker"),
                *("--concurrency", "2", "--loglevel", "INFO", "-n", f"worker-{number}@%h"),
            ],
            env=house.env,
            log=house.folder.log(f"worker-{number}"),
        )
        for number in (1, 2)
    ]
    yield started
    for worker in started:
        end(worker, ((signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0)))


def acts(house: House) -> list[tuple[object, ...]]:
    return house.ask("SELECT code, count(*) FROM record_entry GROUP BY code ORDER BY code")


CAUGHT_UP = [
    ("milestone.passed", 1),
    ("record.checkpointed", 1),
    ("record.verified", 1),
    ("snapshot.taken", 1),
]


def test_two_workers_catch_up_at_their_start_and_do_everything_once(house, workers):
    assert wait_until(lambda: acts(house) == CAUGHT_UP, seconds=180), house.logs()
    assert wait_until(lambda: house.logs().count("succeeded in") == 2 * len(JOBS), seconds=120)
    assert acts(house) == CAUGHT_UP, "each job came twice"
    assert house.ask("SELECT count(*) FROM provisions_statussnapshot") == [(3,)]
    assert house.ask("SELECT faults FROM record_verification") == [(0,)]
    [line] = (house.folder.record / "checkpoints.jsonl").read_text().splitlines()
    assert json.loads(line)["is_sample"] is True
    assert "Traceback" not in house.logs()


def test_a_database_killed_under_the_workers_is_survived(house, workers):
    house.ask(ADD)
    house.postgres.kill()
    house.postgres.wait()
    Celery(broker=house.env["REDIS_URL"].replace("unix://", "redis+socket://")).send_task(
        "frameworks.pass_milestones"
    )
    assert wait_until(lambda: "Retry in" in house.logs(), seconds=120), house.logs()

    def back() -> bool:
        house.supervisor.look()
        return ("milestone.passed", 2) in acts(house)

    assert wait_until(back, seconds=180, every=0.2), house.logs()
    assert all(worker.poll() is None for worker in workers)
    house.manage("verify_record")
