"""Children are started again when they end, ended in order, and never outlive the supervisor."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

import pytest

from config.embedded import supervisor as supervisor_module
from config.embedded.datafolder import DataFolder
from config.embedded.processes import how_it_ended, spawn, wait_until
from config.embedded.report import Stop
from config.embedded.supervisor import Supervisor

from .conftest import PROJECT

PARENT_OF_A_CHILD_THAT_IGNORES_IT = """
import signal, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"])
print(child.pid, flush=True)
time.sleep(60)
"""
SUPERVISOR = """
import signal, sys, time
from pathlib import Path
from config.embedded.processes import spawn
child = spawn(["sleep", "60"], env={}, log=Path(sys.argv[1]), dies_by=signal.SIGTERM)
print(child.pid, flush=True)
time.sleep(60)
"""


@dataclass
class Program:
    """A service that is any program."""

    folder: DataFolder
    code: str
    name: str = "a program"
    log_name: str = "program"
    stopping: tuple[tuple[signal.Signals, float], ...] = (
        (signal.SIGTERM, 5.0),
        (signal.SIGKILL, 5.0),
    )

    def start(self) -> "subprocess.Popen[bytes]":
        return spawn([sys.executable, "-c", self.code], env={}, log=self.folder.log(self.log_name))


@pytest.fixture
def supervisor(folder):
    made = Supervisor(folder)
    yield made
    made.stop()


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{process}/stat") as status:
        return status.read().rpartition(")")[2].split()[0] != "Z"


def look_until(supervisor: Supervisor, is_so) -> None:
    def looked() -> bool:
        supervisor.look()
        return bool(is_so())

    assert wait_until(looked, seconds=20)


def test_a_child_that_is_killed_is_started_again(folder, supervisor, capsys):
    first = supervisor.start(Program(folder, "import time; time.sleep(60)"))
    first.kill()
    look_until(supervisor, lambda: "Started a program again (process" in capsys.readouterr().out)
    [child] = supervisor._children
    assert child.process.pid != first.pid
    assert child.process.poll() is None


def test_a_child_that_cannot_live_stops_everything_with_its_last_words(
    folder, supervisor, monkeypatch
):
    monkeypatch.setattr(supervisor_module, "_PAUSES", (0, 0))
    supervisor.start(Program(folder, "raise SystemExit('the file is missing')"))
    with pytest.raises(Stop, match=r"exit code 1.+ again and again") as stop:
        look_until(supervisor, lambda: False)
    assert "the file is missing" in str(stop.value)
    assert str(folder.log("program")) in str(stop.value)


def test_what_a_killed_child_left_is_ended_before_it_is_started_again(folder, supervisor):
    program = Program(folder, PARENT_OF_A_CHILD_THAT_IGNORES_IT)
    started = supervisor.start(program)
    log = folder.log("program")
    assert wait_until(lambda: log.exists() and log.read_text().endswith("\n"), seconds=10)
    grandchild = int(log.read_text())
    started.kill()
    look_until(supervisor, lambda: supervisor._children[0].process.pid != started.pid)
    assert wait_until(lambda: not alive(grandchild), seconds=5)


def test_important_lines_of_a_log_are_shown_and_the_rest_is_not(folder, supervisor, capsys):
    lines = "INFO all is well\\nERROR no room on the disk\\nhalf a line"
    supervisor.start(Program(folder, f"print('{lines}', flush=True); import time; time.sleep(60)"))
    shown = []

    def error_shown() -> bool:
        shown.append(capsys.readouterr().out)
        return "no room on the disk" in "".join(shown)

    look_until(supervisor, error_shown)
    assert "all is well" not in "".join(shown)
    assert "".join(shown).count("no room on the disk") == 1


def test_a_child_that_does_not_listen_is_ended_all_the_same(folder, supervisor):
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True)"
    )
    program = Program(folder, deaf + "; time.sleep(60)")
    program.stopping = ((signal.SIGTERM, 0.3), (signal.SIGKILL, 5.0))
    started = supervisor.start(program)
    assert wait_until(lambda: folder.log("program").read_text() == "1\n", seconds=10)
    supervisor.stop()
    assert started.returncode == -signal.SIGKILL


def test_kill_9_of_the_supervisor_ends_its_children(tmp_path):
    killed = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, str(tmp_path / "log")],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert killed.stdout is not None
    child = int(killed.stdout.readline())
    assert alive(child)
    killed.kill()
    killed.communicate()
    assert wait_until(lambda: not alive(child), seconds=5)


def test_a_program_that_is_not_there_is_named(tmp_path):
    with pytest.raises(Stop, match="/no/such/program cannot be started"):
        spawn(["/no/such/program"], env={}, log=tmp_path / "log")


@pytest.mark.parametrize(
    ("code", "words"), [(0, "exit code 0"), (3, "exit code 3"), (-9, "signal 9 (SIGKILL)")]
)
def test_how_a_process_ended_is_said_in_words(code, words):
    assert how_it_ended(code) == words


def test_waiting_gives_up_when_the_time_is_over():
    begun = time.monotonic()
    assert not wait_until(lambda: False, seconds=0.2)
    assert time.monotonic() - begun < 2
