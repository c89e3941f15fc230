"""A thousand reminders, and workers that are killed while they send them."""

import os
import random
import signal
import time

import pytest

from config.embedded.processes import wait_until

from .crashing.house import House, Process, mail_house, working

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("worker")]

REMINDERS, WORKERS, KILLS = 1000, 3, 50
KIND = "due_in_7_days"


@pytest.fixture(scope="module")
def house():
    with mail_house() as made:
        made.shell(f"from tests.notifications.crashing.people import found; found({REMINDERS})")
        yield made


def kill_one(house: House, workers: list[Process], number: int) -> bool:
    """Kill the process that works in one of the workers, every tenth time the worker whole.
    Return whether there was one.
    """
    chosen = random.randrange(WORKERS)
    victim = working(workers[chosen])
    if victim is None:
        return False
    if number % 10 == 9:
        house.kill(workers[chosen])
        workers[chosen] = house.worker(f"again-{number}")
    else:
        os.kill(victim, signal.SIGKILL)
    return True


def killed_while_sending(house: House, workers: list[Process]) -> int:
    """Kill fifty times at random moments; return how often mails were still to be sent."""
    assert wait_until(lambda: len(house.taken()) > 0, seconds=90), house.logs()
    kills = while_due = 0
    while kills < KILLS:
        time.sleep(random.uniform(0.05, 0.5))
        was_due = len(house.taken()) < REMINDERS
        if kill_one(house, workers, kills):
            kills += 1
            while_due += was_due
    return while_due


def test_a_thousand_reminders_survive_fifty_kills_each_sent_once(house, capsys):
    begun = time.monotonic()
    workers = [house.worker(f"worker-{number}") for number in range(WORKERS)]
    for number in range(2):
        house.beat(f"beat-{number}")
    while_due = killed_while_sending(house, workers)
    assert wait_until(lambda: house.states(KIND) == {"sent": REMINDERS}, seconds=120, every=0.5), (
        house.states(KIND),
        house.logs(),
    )
    taken = house.taken()
    repeated = taken.total() - len(taken)
    with capsys.disabled():
        print(
            f"\n{REMINDERS} reminders, {WORKERS} workers, 2 beats: {KILLS} kills, {while_due} of "
            f"them while mails were due; lost 0, repeated {repeated} under their own Message-ID, "
            f"{time.monotonic() - begun:.0f} s"
        )
    ids = {str(row[0]) for row in house.ask(SENT)}
    assert len(ids) == REMINDERS
    assert ids == set(taken), "every row that says so was taken by the provider, and no other mail"
    assert repeated <= KILLS
    assert while_due >= KILLS // 2


SENT = f"SELECT message_id FROM notifications_delivery WHERE state = 'sent' AND kind = '{KIND}'"  # noqa: S608
