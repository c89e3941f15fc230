"""Real services, workers and beats of a test's own, and what the provider took."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

from config.embedded import account
from config.embedded.datafolder import DataFolder
from config.embedded.postgres import DATABASE, ROLE, Postgres
from config.embedded.processes import PROJECT, clear_group, end, spawn
from config.embedded.supervisor import Supervisor
from config.embedded.valkey import Valkey

Process = subprocess.Popen[bytes]
_APP = (sys.executable, "-m", "celery", "-A", "tests.notifications.crashing.app")
_ALONE = ("--without-gossip", "--without-mingle", "--without-heartbeat")


@dataclass
class House:
    """The services, what runs on them, and the environment of it all."""

    folder: DataFolder
    supervisor: Supervisor
    valkey: Valkey
    broker: Process
    env: dict[str, str]
    started: list[Process] = field(default_factory=list)

    @property
    def taken_file(self) -> Path:
        return Path(self.env["TAKEN_MAILS"])

    def run(self, *words: str) -> str:
        """Run Python to its end and return what it printed."""
        done = subprocess.run(
            [sys.executable, *words], cwd=PROJECT, env=self.env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def shell(self, code: str) -> str:
        """Run lines of Python inside the application."""
        return self.run("manage.py", "shell", "--no-imports", "-c", code)

    def worker(self, name: str) -> Process:
        """Start a worker with one process that works, and one that minds it."""
        one = ("--concurrency", "1", "--loglevel", "WARNING", "-n", f"{name}@%h")
        return self._started(name, "worker", *one, *_ALONE)

    def beat(self, name: str) -> Process:
        schedule = str(self.folder.root / f"{name}.schedule")
        return self._started(name, "beat", "--schedule", schedule, "--pidfile", "")

    def _started(self, name: str, *words: str) -> Process:
        log = self.folder.log(name)
        self.started.append(spawn([*_APP, *words], env=self.env, log=log))
        return self.started[-1]

    def lose_broker(self) -> None:
        self.broker.kill()
        self.broker.wait()

    def find_broker(self) -> None:
        """Start it again on what it had written."""
        self.broker = self.supervisor.start(self.valkey)
        self.valkey.wait_ready(self.broker)

    def kill(self, worker: Process) -> None:
        """Kill -9 a worker whole: the process that minds, and the one that works."""
        clear_group(worker)
        self.started.remove(worker)

    def ask(self, query: str) -> list[tuple[object, ...]]:
        with contextlib.closing(
            psycopg2.connect(host=str(self.folder.sockets), user=ROLE, dbname=DATABASE)
        ) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(query)
                return list(cursor.fetchall())

    def states(self, kind: str) -> dict[str, int]:
        """How many mails of a kind stand where."""
        rows = self.ask("SELECT kind, state FROM notifications_delivery")
        return dict(Counter(str(state) for each, state in rows if each == kind))

    def is_done(self, kind: str) -> bool:
        """Whether some mails of a kind were planned and none waits any more."""
        states = self.states(kind)
        return bool(states) and "due" not in states

    def taken(self) -> Counter[str]:
        """How often the provider took each Message-ID."""
        text = self.taken_file.read_text() if self.taken_file.exists() else ""
        whole = text[: text.rfind("\n") + 1]  # a line may be in the middle of being written
        return Counter(json.loads(line)["id"] for line in whole.splitlines())

    def logs(self) -> str:
        return "\n".join(each.read_text()[-3000:] for each in self.folder.root.rglob("*.log"))


def working(worker: Process) -> int | None:
    """Return the process that does a worker's work, None while there is none."""
    try:
        children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split()
    except OSError:
        return None
    return int(children[0]) if children else None


@contextlib.contextmanager
def mail_house() -> Iterator[House]:
    """A database with its tables, and a broker; everything ends with the block."""
    root = Path(tempfile.mkdtemp(prefix="mails-"))
    root.chmod(0o711)
    folder = DataFolder(root / "data", account.for_postgres())
    folder.make()
    supervisor = Supervisor(folder)
    # The workers are killed and the database is not: it need not write safely.
    postgres, valkey = Postgres(folder, throwaway=True), Valkey(folder)
    made = None
    try:
        postgres.prepare()
        server, broker = supervisor.start(postgres), supervisor.start(valkey)
        postgres.wait_ready(server)
        valkey.wait_ready(broker)
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.notifications.crashing.settings",
            "DATABASE_URL": postgres.url,
            "REDIS_URL": valkey.url,
            "TRIPARTITE_DATA": str(folder.record),
            "TRIPARTITE_SAMPLE": "1",
            "TAKEN_MAILS": str(root / "taken.jsonl"),
        }
        made = House(folder, supervisor, valkey, broker, env)
        made.run("manage.py", "migrate", "--no-input", "-v0")
        yield made
    finally:
        for process in made.started if made is not None else ():
            end(process, ((signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0)))
        supervisor.stop(quietly=True)
        shutil.rmtree(folder.sockets, ignore_errors=True)
        shutil.rmtree(root)
