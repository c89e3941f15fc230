"""The two children that run our own code: the web server, and the worker with its beat."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from config.embedded.datafolder import DataFolder
from config.embedded.processes import spawn

# Two processes of four threads: more threads wait for PostgreSQL without serving more.
WEB_WORKERS, WEB_THREADS = 2, 4
WORKER_PROCESSES = 2


def environment(
    folder: DataFolder, *, database_url: str, redis_url: str, sample: bool, port: int | None = None
) -> dict[str, str]:
    """What Django, granian and Celery read, on top of the caller's own environment."""
    made = dict(os.environ)
    made |= {
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "TRIPARTITE_DATA": str(folder.record),
        "TRIPARTITE_SAMPLE": "1" if sample else "0",
    }
    if port is not None:
        made.setdefault("PUBLIC_BASE_URL", f"http://localhost:{port}")
    return made


@dataclass
class Web:
    """granian on this machine only, which serves pages and API."""

    folder: DataFolder
    env: Mapping[str, str]
    port: int
    keep_open: Sequence[int] = ()

    name = "the web server"
    log_name = "web"
    stopping = ((signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0))

    def start(self) -> "subprocess.Popen[bytes]":
        """Start it from the main thread."""
        options = {
            "interface": "wsgi",
            "host": "127.0.0.1",
            "port": str(self.port),
            "workers": str(WEB_WORKERS),
            "blocking-threads": str(WEB_THREADS),
            "workers-kill-timeout": "5",
        }
        given = [part for name, value in options.items() for part in (f"--{name}", value)]
        command = [sys.executable, "-m", "granian", *given, "--respawn-failed-workers"]
        return spawn(
            [*command, "config.wsgi:application"],
            env=self.env,
            log=self.folder.log(self.log_name),
            keep_open=self.keep_open,
        )


@dataclass
class Worker:
    """A Celery worker with the one beat of this machine inside."""

    folder: DataFolder
    env: Mapping[str, str]
    keep_open: Sequence[int] = ()

    name = "the worker"
    log_name = "worker"
    # Finish the running jobs; then drop them, to be run again; then the kernel.
    stopping = ((signal.SIGTERM, 10.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))

    def start(self) -> "subprocess.Popen[bytes]":
        """Start it from the main thread."""
        command = [sys.executable, "-m", "celery", "-A", "config.celery", "worker"]
        beat = ["--beat", "--schedule", str(self.folder.schedule)]
        # Workers that talk to each other about each other: nothing to say here, and it would
        # fail loudly whenever Valkey is started again.
        alone = ["--without-gossip", "--without-mingle"]
        options = ["--concurrency", str(WORKER_PROCESSES), "--loglevel", "INFO", *alone]
        return spawn(
            [*command, *beat, *options],
            env={**self.env, "TRIPARTITE_ENDS_WITH_PARENT": str(os.getpid())},
            log=self.folder.log(self.log_name),
            # When we are killed nobody is left to wait for a long job.
            dies_by=signal.SIGQUIT,
            keep_open=self.keep_open,
        )
