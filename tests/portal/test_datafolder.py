"""The data folder: one user at a time, sockets that fit, and nobody else's folder."""

import json
import os
import pwd
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from config.embedded import datafolder
from config.embedded.datafolder import DataFolder, InUse, hold
from config.embedded.processes import Account
from config.embedded.report import Stop

from .conftest import PROJECT

# Holds the lock as a supervisor does, and hands it down to a child that outlives it.
HOLDER = """
import subprocess, sys, time
from pathlib import Path
from config.embedded.datafolder import DataFolder, hold  # config.embedded
held = hold(DataFolder(Path(sys.argv[1]), None), {"command": "up", "port": 8000})
sleep = ["sleep", sys.argv[2]]
child = subprocess.Popen(sleep, pass_fds=[held.fileno()], stdout=subprocess.DEVNULL)
print(child.pid, flush=True)
time.sleep(float(sys.argv[3]))
"""


def start_holder(folder: DataFolder, child_seconds: float, seconds: float):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder.root), str(child_seconds), str(seconds)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    return holder, int(holder.stdout.readline())


def test_a_second_user_is_told_who_the_first_is(folder):
    holder, child = start_holder(folder, 30, 30)
    try:
        with pytest.raises(InUse) as refused:
            hold(folder, {"command": "up"})
        assert refused.value.holder == {"process": holder.pid, "command": "up", "port": 8000}
    finally:
        holder.kill()
        holder.communicate()
        os.kill(child, 9)


def test_what_a_killed_supervisor_left_is_waited_for(folder):
    holder, _ = start_holder(folder, 1, 30)
    holder.kill()
    holder.communicate()
    with hold(folder, {"command": "up"}, patience=20):
        assert datafolder.holder(folder)["process"] == os.getpid()


def test_what_does_not_end_is_named(folder):
    holder, child = start_holder(folder, 30, 30)
    holder.kill()
    holder.communicate()
    try:
        with pytest.raises(Stop, match=str(child)):
            hold(folder, {"command": "up"}, patience=0.3)
    finally:
        os.kill(child, 9)


@pytest.mark.parametrize("written", ["", "{", "[]", '"x"', '{"process": "1"}', '{"process": -5}'])
def test_a_damaged_lock_file_is_just_taken(folder, written):
    (folder.root / "lock").write_text(written)
    with hold(folder, {"command": "up"}):
        assert json.loads((folder.root / "lock").read_text())["command"] == "up"


def test_sockets_move_when_the_path_is_too_long(tmp_path):
    deep = DataFolder(tmp_path / ("a" * 60) / ("b" * 60), None)
    longest = os.fsencode(deep.sockets / ".s.PGSQL.5432.lock")
    assert len(longest) < 108
    assert deep.sockets != DataFolder(tmp_path / ("a" * 60) / ("c" * 60), None).sockets
    try:
        deep.make()
        assert deep.sockets.stat().st_mode & 0o777 == 0o700
    finally:
        deep.sockets.rmdir()


def test_a_folder_for_sockets_that_somebody_else_prepared_is_refused(tmp_path):
    deep = DataFolder(tmp_path / ("a" * 60) / ("b" * 60), None)
    deep.sockets.symlink_to(tmp_path)
    try:
        with pytest.raises(Stop, match="belongs to somebody else"):
            deep.make()
    finally:
        deep.sockets.unlink()


def test_data_that_is_a_file_is_refused_with_its_name(tmp_path):
    (tmp_path / "data").write_text("")
    with pytest.raises(Stop, match="data"):
        DataFolder(tmp_path / "data" / "sample", None).make()


def test_sample_and_real_data_never_share_a_folder(tmp_path):
    sample = datafolder.choose(tmp_path, sample=True, owner=None)
    real = datafolder.choose(tmp_path, sample=False, owner=None)
    assert sample.root.parent == real.root.parent == tmp_path
    assert sample.root != real.root


@pytest.mark.skipif(os.getuid() != 0, reason="only root runs PostgreSQL as somebody else")
def test_root_is_told_when_postgres_could_not_reach_the_data():
    entry = pwd.getpwnam("nobody")
    nobody = Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    with tempfile.TemporaryDirectory() as closed:
        Path(closed).chmod(0o700)
        with pytest.raises(Stop, match="nobody.+cannot enter"):
            datafolder.choose(Path(closed), sample=True, owner=nobody)
        Path(closed).chmod(0o711)
        chosen = datafolder.choose(Path(closed), sample=True, owner=nobody)
        assert chosen.root == Path(closed) / "sample"
