"""A thousand reminders, and workers that are killed while they send them."""

import os
import random
import signal
import time

import pytest

from config.embedded.processes import wait_until

from .crashing.house import House, Process, mail_house, working
from .crashing.people import FOUNDERS

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


def kill_while_they_send(house: House, workers: list[Process]) -> None:
    """Kill fifty times, each after a random number of mails and a moment more: so all of them
    fall between the first mail and the last, however slow the machine.
    """
    moments = sorted(random.sample(range(1, REMINDERS - KILLS), KILLS))
    for number, mails in enumerate(moments):
        assert wait_until(lambda: house.taken().total() >= mails, seconds=180), house.logs()  # noqa: B023
        time.sleep(random.uniform(0, 0.1))
        assert wait_until(lambda: kill_one(house, workers, number), seconds=60)  # noqa: B023


def test_a_thousand_reminders_survive_fifty_kills_each_sent_once(house, capsys):
    begun = time.monotonic()
    workers = [house.worker(f"worker-{number}") for number in range(WORKERS)]
    for number in range(2):
        house.beat(f"beat-{number}")
    kill_while_they_send(house, workers)
    assert wait_until(lambda: house.is_done(KIND), seconds=180, every=0.5), house.logs()
    assert house.states(KIND) == {"sent": REMINDERS, "dropped": FOUNDERS}
    taken = house.taken()
    repeated = taken.total() - len(taken)
    with capsys.disabled():
        print(
            f"\n{REMINDERS} reminders, {WORKERS} workers, 2 beats, {KILLS} kills: {len(taken)} "
            f"sent, {repeated} of them repeated, in {time.monotonic() - begun:.0f} s"
        )
    ids = {str(row[0]) for row in house.ask(SENT)}
    assert len(ids) == REMINDERS
    assert ids == set(taken), "every row that says so was taken by the provider, and no other mail"
    assert repeated <= KILLS


SENT = f"SELECT message_id FROM notifications_delivery WHERE state = 'sent' AND kind = '{KIND}'"  # noqa: S608
