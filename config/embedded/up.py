"""`./portal up`: everything on this machine, kept alive until Ctrl-C."""

import argparse
import errno
import http.client
import signal
import socket
import subprocess
import sys
import time
from typing import NoReturn

from config.embedded import datafolder, services
from config.embedded.application import Web, Worker, environment
from config.embedded.datafolder import DataFolder, InUse
from config.embedded.processes import dies_with_parent, how_it_ended, last_lines
from config.embedded.report import Stop, say, step
from config.embedded.supervisor import AskedToEnd, Supervisor, ends_on_signals

_READY_WITHIN = 180.0
# A log beyond this many bytes is put aside at the next start; one older log is kept.
_LOG_BYTES = 10_000_000


def run(options: argparse.Namespace) -> int:
    """Exit code 0 after Ctrl-C or SIGTERM. Raises `Stop` when something cannot be started."""
    begun = time.monotonic()
    sample = not options.no_sample
    folder = datafolder.choose(options.data, sample=sample, owner=services.owner_of_database())
    folder.make()
    try:
        held = datafolder.hold(folder, {"command": "up", "port": options.port})
    except InUse as use:
        _refuse_second(folder, use)
    supervisor = Supervisor(folder)
    with held, ends_on_signals():
        try:
            refuse_taken_port(options.port)
            _put_long_logs_aside(folder)
            say(f"Tripartite, {'with sample data' if sample else 'without sample data'}")
            _bring_up(supervisor, folder, options.port, held.fileno(), sample=sample)
            _say_ready(folder, options.port, time.monotonic() - begun, sample=sample)
            supervisor.watch()
        except AskedToEnd:
            say("\nEnding")
            return 0
        finally:
            supervisor.stop()
    return 1  # watch() only ends by an exception


def _bring_up(
    supervisor: Supervisor, folder: DataFolder, port: int, lock: int, *, sample: bool
) -> None:
    given = services.start(supervisor, folder, [lock])
    env = environment(
        folder, database_url=given.database, redis_url=given.broker, sample=sample, port=port
    )
    _prepare(env)
    with step("Starting the web server"):
        # Again: preparing took seconds, and two servers would share a port without a word.
        refuse_taken_port(port)
        _wait_until_ready(supervisor.start(Web(folder, env, port, [lock])), folder, port)
    # After the first answer: a small machine should serve the first page before it works.
    with step("Starting the worker"):
        supervisor.start(Worker(folder, env, [lock]))


def _prepare(env: dict[str, str]) -> None:
    """Migrations and data, in one process of its own that prints its steps."""
    prepare = subprocess.Popen(
        [sys.executable, "-m", "config.embedded.prepare"],
        env=env,
        process_group=0,  # Ctrl-C is for us: we end it
        preexec_fn=dies_with_parent(signal.SIGKILL),
    )
    try:
        code = prepare.wait()
    except BaseException:
        prepare.kill()
        prepare.wait()
        raise
    if code:
        raise Stop(f"the data could not be prepared ({how_it_ended(code)}); the reason is above")


def _wait_until_ready(web: "subprocess.Popen[bytes]", folder: DataFolder, port: int) -> None:
    """Return when /readyz answers 200. Raises `Stop` with what it answered instead."""
    deadline, answer = time.monotonic() + _READY_WITHIN, "nothing"
    while time.monotonic() < deadline:
        if web.poll() is not None:
            answer = how_it_ended(web.returncode)
            break
        # Directly: what the environment says about proxies is not meant for ourselves.
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            asked.request("GET", "/readyz")
            got = asked.getresponse()
            if got.status == 200:
                return
            answer = f"{got.status}: {got.read(500).decode(errors='replace').strip()}"
        except (OSError, http.client.HTTPException) as error:
            answer = f"nothing yet: {error}"
        finally:
            asked.close()
        time.sleep(0.1)
    log = folder.log("web")
    raise Stop(f"the web server is not ready ({answer}); {log} ends with\n{last_lines(log)}")


def refuse_taken_port(port: int) -> None:
    """Raise `Stop` when somebody listens on the port, by either name of this machine.

    Both addresses count, because a browser tries both for “localhost”.
    """
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((address, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Stop(
                    f"port {port} is taken by another program; "
                    f"choose another one: ./portal up --port {min(port + 1, 65535)}"
                ) from error
            if error.errno == errno.EACCES:
                raise Stop(
                    f"this user may not listen on port {port}; use one from 1024 on"
                ) from error
            if family == socket.AF_INET:
                raise Stop(f"port {port} cannot be used: {error.strerror}") from error
            # A machine without IPv6 has no second name to look at.


def _refuse_second(folder: DataFolder, use: InUse) -> NoReturn:
    if use.holder.get("command") == "up":
        where = f"http://localhost:{use.holder.get('port')}"
        raise Stop(
            f"already running on this data at {where} (process {use.holder.get('process')}); "
            "stop that one first, or give this one its own data: ./portal up --data DIR"
        )
    raise Stop(
        f"{folder.root} is in use by ./portal {use.holder.get('command')} "
        f"(process {use.holder.get('process')}); wait until it has ended"
    )


def _put_long_logs_aside(folder: DataFolder) -> None:
    for log in folder.logs.glob("*.log"):
        if log.stat().st_size > _LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))


def _say_ready(folder: DataFolder, port: int, seconds: float, *, sample: bool) -> None:
    address = f"http://localhost:{port}"
    invented = (
        "The practice framework and everything said on it are invented; "
        "./portal up --no-sample leaves them out."
    )
    say(
        f"\nReady after {seconds:.1f} s: {address}\n\n"
        f"  Read where things stand   {address}/\n"
        f"  Ask the API               {address}/api/v1/\n"
        f"  The API's description     {address}/api/v1/docs/\n"
        f"  Data and logs             {folder.root}\n"
        + (f"  {invented}\n" if sample else "")
        + "\nCtrl-C stops it."
    )
